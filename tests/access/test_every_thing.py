"""Every view about own, other and missing things: another's goods are as unknown as those that do not exist."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.http.response import HttpResponseBase

from clearance.access import About, Audience, Door, Rule
from clearance.acting import Actor, Who, acting_as
from portal import access
from tests.access.addresses import Address, addresses, values_of
from tests.access.world import (
    ACTORS,
    ANONYMOUS,
    CANARY,
    MINE,
    MISSING,
    THEIRS,
    TRADERS,
    World,
    acts_as_nobody,
    build,
    seen_by,
)
from tests.api.programs import ALL
from tests.cast import Cast
from tests.goods import imports

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Things of a company: another's are as unknown as those that do not exist.
OF_A_COMPANY = {
    About.DECLARATION, About.SIGN_OFF, About.QUESTION, About.HOLD, About.DOCUMENT, About.COMPANY, About.TEMPLATE,
}  # fmt: skip
DONE = {200, 201, 204, 301, 302, 409, 422}
UNKNOWN = {403, 404}
PARTS: dict[str, Mapping[str, Rule]] = {
    "site": access.SITE | access.SIGN_IN,
    "people": access.PEOPLE,
    "public": access.PUBLIC,
    "post": access.POSTAL | access.NEIGHBOURS,
    "trader": access.PAGES,
    "desk": access.DESK_PAGES,
    "api": access.API,
    "agencies": access.of_agencies(),
}
# One of each relation to the goods: own, another's, both's, none; called, not called, another role.
LOOKING = ("trader", "stranger", "broker", "idle_broker", "plant_health_officer", "veterinary_officer", "cashier")
BODIES: Mapping[str, Any] = {
    "api:payments": {"amount": "1.00", "currency": "KZT", "reference": "P-1", "kind": "paid"},
    "api:withdraw": {"reason": "Sold elsewhere"},
    "api:documents": {"name": "a.pdf", "media_type": "application/pdf", "type": "CONTRACT", "data": "JVBERi0x"},
    "api:disposal": {"disposal": "destroy"},
    "api:refuse_registration": {"reasons": ["Wrong office"]},
    "api:decide": {"verdict": "approved"},
    "api:ask": {"text": "Which orchard?"},
    "api:hold": {"public_reason": "Alert", "legal_basis": "Order 15", "review_at": None},
    "api:lift": {"reason": "Over"},
    "api:reassign": {"agency": "health", "reason": "Theirs"},
    "api:scans": {"code": "EMD"},
    "api:explain": {"facts": {"declaration": {}, "items": []}},
}
# What these are about is not in this world: a sign-off of the routing desk, an invitation, a special day …
NOBODYS = {
    # Nobody is named to give the card to; no view is saved and no decision waits.
    "POST /desk/signoffs/<uuid:uuid>/assign/",
    "POST /desk/queue/views/<int:view_id>/delete/",
    "POST /desk/decisions/<uuid:act>/undo/",
    "POST /api/v1/signoffs/<id>/reassign",
    "POST /desk/signoffs/<uuid:uuid>/reassign/",
    "POST /company/<uuid:company>/requests/<int:request_id>/",
    # The goods of this world are no transit.
    "POST /agencies/customs/movements/<slug:reference>/act/",
    "GET /agencies/customs/movements/<slug:reference>/transfer/",
    "POST /agencies/customs/movements/<slug:reference>/transfer/",
    "GET /agencies/customs/movements/<slug:reference>/",
    "POST /agencies/customs/movements/<slug:reference>/onward/",
    "POST /agencies/customs/movements/<slug:reference>/do/<slug:name>/",
    # Without saying which file there is nothing to use again.
    "POST /declarations/<str:reference>/documents/earlier/",
    "POST /cases/<str:reference>/change/documents/earlier/",
}


@pytest.fixture
def world(cast: Cast, settings: Any) -> Iterator[World]:
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 0)
    yield build(cast)
    Cast.ids.cache_clear()


def test_every_address_belongs_to_a_part() -> None:
    known = {key for part in PARTS.values() for key in part}
    assert {one.key for one in addresses()} <= known


def rules_of(part: str) -> list[tuple[Address, Rule]]:
    return [(one, PARTS[part][one.key]) for one in addresses() if one.key in PARTS[part]]


def actor_of(world: World, name: str) -> Actor:
    with acting_as(Who(user_id=world.cast.ids()[name])) as actor:
        return actor


def body_of(world: World, address: Address, company: str) -> Any:
    """A body the call accepts, so that what is refused is refused for the person and the thing."""
    if address.key == "api:declarations":
        return json.dumps(imports())
    if address.key == "api:amend":
        return json.dumps({"content": imports(), "version": 1})
    if address.key == "api:answers":
        return json.dumps({"question": world.of.get(company, MISSING).question, "text": "Orchard 12"})
    return json.dumps(BODIES.get(address.key, {})) if address.key.startswith("api:") else {}


def leaks(answer: HttpResponseBase, actor: str) -> list[str]:
    """Companies whose canary is in an answer that this actor may not read."""
    text = b"".join(answer) if answer.streaming else answer.content
    text += str(answer.headers).encode()
    return [one for one, canary in CANARY.items() if one not in seen_by(actor) and canary.encode() in text]


def look(world: World, address: Address, rule: Rule, name: str, method: str, company: str) -> tuple[int, list[str]]:
    """The status, and what is wrong with the answer."""
    path = address.path(values_of(address, rule, world.of.get(company, MISSING), world))
    token = ALL if rule.door is Door.API and name != ANONYMOUS else None
    answer = world.ask(name, method, path, body_of(world, address, company), token=token)
    wrong = [f"leaks {one}" for one in leaks(answer, name)]
    if not acts_as_nobody():
        wrong.append("leaves an actor on the connection")
    if answer.status_code >= 500:
        wrong.append(f"fails with {answer.status_code}")
    if answer.status_code in {401, 405} and rule.door is not Door.DEVICE:  # a device without its token is nobody
        wrong.append(f"turns away with {answer.status_code}")
    return answer.status_code, wrong


def faults_of(world: World, address: Address, rule: Rule, name: str) -> Iterator[str]:
    """What is wrong at one address for one person whom its row admits, in sentences."""
    for method in sorted(rule.methods):
        where = f"{method} /{address.route} as {name}"
        statuses = {}
        for company in (MINE, THEIRS, "missing") if address.parts else (MINE,):
            statuses[company], wrong = look(world, address, rule, name, method, company)
            yield from (f"{where}, {company}: {one}" for one in wrong)
        if rule.about not in OF_A_COMPANY or rule.is_public or rule.door is Door.LIVE:
            continue  # a stream cannot be had here (WSGI): tests/api/test_stream.py asks it
        if statuses["missing"] not in UNKNOWN:
            yield f"{where}: something missing gives {statuses['missing']}"
        for company in (MINE, THEIRS):
            if not _may_see(address, rule, name, company) and statuses[company] != statuses["missing"]:
                yield f"{where}: {company}'s gives {statuses[company]}, something missing {statuses['missing']}"


def _may_see(address: Address, rule: Rule, name: str, company: str) -> bool:
    of_its_people_only = rule.about in {About.COMPANY, About.TEMPLATE} or address.key.startswith(("draft", "discard"))
    if rule.about is About.COMPANY and name == "broker":
        return False  # a broker acts for clients and does not run them
    return company in seen_by(name) and (not of_its_people_only or name in TRADERS)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_anothers_thing_is_as_unknown_as_a_missing_one(world: World, part: str) -> None:
    faults = []
    for name in LOOKING:
        actor = actor_of(world, name)
        for address, rule in rules_of(part):
            if rule.admits(actor, signed_in=True):
                faults += list(faults_of(world, address, rule, name))
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("part", ["trader", "desk", "api"])
def test_every_address_of_goods_lets_somebody_in(world: World, part: str) -> None:
    """A page nobody can open would pass every test of who must stay out."""
    likely = (
        "trader",
        "plant_health_officer",
        "customs_officer",
        "cashier",
        "auditor",
        "desk_clerk",
        "customs_admin",
        "plant_health_head",
        "postman",
    )
    shut = []
    for address, rule in rules_of(part):
        for method in sorted(rule.methods):
            if not any(look(world, address, rule, name, method, MINE)[0] in DONE for name in likely):
                shut.append(f"{method} /{address.route}")
    assert set(shut) <= NOBODYS


def test_nobody_reads_a_canary_that_is_not_theirs_on_any_page(world: World) -> None:
    """All who did not look above, at every page and export that can be read."""
    faults = []
    for name in sorted(set(ACTORS) - set(LOOKING)):
        for address, rule in ((a, r) for part in ("trader", "desk", "api") for a, r in rules_of(part)):
            if "GET" not in rule.methods or (rule.is_public and name != ANONYMOUS):
                continue
            for company in (MINE, THEIRS) if address.parts else (MINE,):
                if company not in seen_by(name) or not address.parts:
                    _status, wrong = look(world, address, rule, name, "GET", company)
                    faults += [f"/{address.route} as {name}: {one}" for one in wrong if "turns away" not in one]
    assert faults == []


def test_everybody_sees_their_own(world: World) -> None:
    """The canaries do appear where they may: a test that finds none anywhere would prove nothing."""
    for name in ("trader", "colleague", "viewer", "stranger", "broker", "customs_officer", "auditor"):
        for company in seen_by(name):
            answer = world.ask(name, "GET", f"/api/v1/declarations/{world.of[company].reference}")
            assert answer.status_code == 200, (name, company)
            assert CANARY[company].encode() in answer.content, (name, company)


def test_one_connection_serves_one_after_the_other(world: World) -> None:
    """Nothing of the one before is left for the one after."""
    for _turn in range(3):
        for name in ("broker", "stranger", "auditor", "trader", "idle_broker", "plant_health_officer", "guest"):
            answer = world.ask(name, "GET", "/api/v1/declarations")
            shown = {company for company in (MINE, THEIRS) if CANARY[company].encode() in answer.content}
            assert shown == (seen_by(name) if name != "guest" else set()), name
            assert acts_as_nobody()


def test_public_addresses_show_no_goods(world: World) -> None:
    for address, rule in ((a, r) for part in PARTS for a, r in rules_of(part)):
        if Audience.ANYONE in rule.who and "GET" in rule.methods:
            path = address.path(values_of(address, rule, world.of[MINE], world))
            assert leaks(world.ask(ANONYMOUS, "GET", path), ANONYMOUS) == [], path
