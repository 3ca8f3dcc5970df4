"""Every address by every kind of person with every method: who comes in is what its row says.

The views are left out here, so that the whole matrix is asked in a minute; `test_every_thing.py` asks the views.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from clearance.access import Door, Rule
from clearance.acting import Actor, Who, acting_as
from portal import access, middleware
from portal.accounts.models import User
from tests.access.addresses import Address, addresses, values_of
from tests.access.world import ACTORS, ANONYMOUS, MINE, World, build
from tests.api.programs import ALL
from tests.cast import Cast

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
IN = 299


@pytest.fixture
def world(cast: Cast) -> Any:
    yield build(cast)
    Cast.ids.cache_clear()


@pytest.fixture(autouse=True)
def only_the_door(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """What a page of refusal looks like is no question here, nor how often one may ask."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 0)
    monkeypatch.setattr(middleware, "_page", lambda request, told: HttpResponse(status=told.status))


def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Stands for whatever is behind the door."""
    return HttpResponse(status=IN)


known = cache(resolve)


def knock(path: str, method: str, user: Any, token: str | None = None) -> int:
    """The status with which the door answers; IN when the view is called."""
    request = RequestFactory().generic(method, path)
    request.user = user
    request.session = _Session()  # type: ignore[assignment]
    if token is not None:
        request.META["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    request.resolver_match = known(path)
    answer = middleware.ActingMiddleware(view).process_view(request, view, (), {})
    return IN if answer is None else answer.status_code


class _Session(dict[str, Any]):
    session_key = "key"


def path_of(address: Address, world: World) -> str:
    return address.path(values_of(address, access.table()[address.key], world.of[MINE], world))


def expected(rule: Rule, actor: Actor, method: str, *, by_token: bool) -> int:
    """What the row says, in the words of this test and not of the middleware."""
    if ("GET" if method == "HEAD" else method) not in rule.methods:
        return 405
    program = rule.door in {Door.API, Door.LIVE}
    signed_in = actor.user_id is not None and (by_token or rule.door is not Door.API or method in {"GET", "HEAD"})
    audiences = {str(audience) for audience in rule.who}
    if "anyone" in audiences:
        return IN
    if not signed_in:
        return 401 if program else 302
    fits = {
        "signed_in": True,
        "trader": bool(actor.own),
        "operator": bool(actor.sites),
        "officer": any(
            rule.agency in ("", grant.agency) and (not rule.roles or grant.role in rule.roles) for grant in actor.grants
        ),
    }
    return IN if any(fits[audience] for audience in audiences) else 403


def test_each_door_opens_to_whom_its_row_names_and_to_nobody_else(world: World) -> None:
    wrong = []
    count = 0
    people: dict[str, Any] = {name: User.objects.get(username=name) for name in ACTORS if name != ANONYMOUS}
    people[ANONYMOUS] = AnonymousUser()
    doors = [(path_of(address, world), access.table()[address.key]) for address in addresses()]
    for name, user in people.items():
        with acting_as(Who(user_id=user.pk)) as actor:
            pass
        token = None if name == ANONYMOUS else world.token(name, ALL)
        for path, rule in doors:
            for by_token in (False, True) if rule.door is Door.API else (False,):
                for method in METHODS:
                    status = knock(path, method, user, token if by_token else None)
                    count += 1
                    if status != expected(rule, actor, method, by_token=by_token):
                        wrong.append(f"{method} {path} as {name}, token {by_token}: {status}")
    assert wrong == []
    assert count > len(ACTORS) * 100 * len(METHODS)


def test_a_token_without_the_scope_is_turned_away_everywhere(world: World) -> None:
    wrong = []
    for name in ("trader", "plant_health_officer", "cashier", "desk_clerk"):
        user = User.objects.get(username=name)
        for address in addresses():
            rule, path = access.table()[address.key], path_of(address, world)
            for method, wanted in rule.scopes.items():
                wrong += [
                    f"{method} {path} as {name} with {scope}"
                    for scope in sorted(set(ALL) - wanted)
                    if knock(path, method, user, world.token(name, (scope,))) != 403
                ]
    assert wrong == []


def test_a_person_who_no_longer_signs_in_comes_in_nowhere(world: World) -> None:
    """The session may still be there; the database gives such a person no right at all."""
    User.objects.filter(username="trader").update(is_active=False)
    user = User.objects.get(username="trader")
    for key in ("declarations", "declaration", "upload", "api:declarations"):
        address = next(one for one in addresses() if one.key == key)
        path = path_of(address, world)
        assert knock(path, "GET", user) == 403, path
        if key.startswith("api:"):
            assert knock(path, "GET", user, world.token("trader", ALL)) == 401
