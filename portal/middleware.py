"""Every request comes in here: its row of the access table is found, the person made known, the act opened around it.

The whole view, with the rendering of its template, runs in one transaction as the person (`request.actor`). It is
rolled back when the view raises, and when it answers with an error status, so that a refused act leaves nothing.
A view that catches an exception of a service and answers 200 must put the call in `transaction.atomic()` itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, get_user_model
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.access import Door, Rule
from clearance.acting import NOBODY, Actor, Who, acting_as
from clearance.api import errors
from clearance.api.errors import EXPECTED, Told, Turned, told
from clearance.content import Problem
from clearance.views import returning, typing
from portal import access, limits
from portal.accounts.models import Delegation
from portal.accounts.selectors import delegations_ended_for
from portal.accounts.services.tokens import bearer_of

log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PAGES_OF_ERRORS = frozenset({400, 403, 404, 409, 422, 429})
API = "/api/"
# Django calls a middleware's process_exception only for views it calls itself; here the view is called by us.
_SIGN_IN = AccountMiddleware(lambda request: HttpResponse())


class ActingMiddleware:
    """The last middleware: what it calls is the view itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.who = NOBODY  # type: ignore[attr-defined]
        request.actor = Actor()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.path.startswith(API) and response.status_code >= 400 and not _is_json(response):
            # Django's own pages for unknown addresses, oversized bodies and faults.
            return errors.of_status(response.status_code)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer the request; None where the view is to run outside a transaction."""
        match = request.resolver_match
        assert match is not None
        rule = access.rule_of(match)
        if rule is None:
            log.error("no row in the access table for %s", match.view_name)
            if request.path.startswith(API):
                return errors.of_status(403)
            return _page(request, Told(403, (errors.OF_STATUS[403],)))
        try:
            if not rule.allows_method(request.method or ""):
                raise Turned(405, headers={"Allow": ", ".join(sorted(rule.methods))})
            if limit := rule.limits.get("GET" if request.method == "HEAD" else request.method or ""):
                # Before the transaction: a wrong guess counts although it is rolled back.
                (limits.of_search if limit in limits.SEARCHES else limits.of_page)(request, limit)
            if rule.door is Door.BARE:
                return None
            if rule.door is Door.DEVICE:
                return _take_in(request, view, args, kwargs)
            who = _authenticated(request, rule)
            request.who = who  # type: ignore[attr-defined]
            if rule.door is Door.LIVE:
                with acting_as(who) as actor:
                    _let_in(request, rule, who, actor)
                request.is_still_here = _still_here(request, who)  # type: ignore[attr-defined]
                return None
            return _act(request, rule, who, view, args, kwargs)
        except (ImmediateHttpResponse, ReauthenticationRequired) as error:
            # The sign-in library answers by exception: another page, or "show that it is you" first.
            answer: HttpResponseBase = _SIGN_IN.process_exception(request, error)
            return answer
        except EXPECTED as error:
            means = told(error)
        return _say(request, rule, means)


def _authenticated(request: HttpRequest, rule: Rule) -> Who:
    """Whom the request speaks for. The API takes a session for reading only, so that no other site can make it act."""
    if rule.door is not Door.PAGE and (header := request.headers.get("Authorization")):
        limits.of_guesses(request)
        scheme, _space, secret = header.partition(" ")
        bearer = bearer_of(secret.strip()) if scheme.lower() == "bearer" else None
        if bearer is None:
            limits.note_guess(request)
            raise Turned(401, headers={"WWW-Authenticate": "Bearer"})
        limits.of_token(bearer.token_id, request.method or "")
        return bearer.who
    if rule.is_public and rule.door is Door.API:
        limits.of_public(request)
        return NOBODY
    if rule.door is Door.API and request.method not in SAFE:
        return NOBODY
    user = request.user
    return Who(user_id=user.pk) if user.is_authenticated else NOBODY


def _take_in(
    request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    """Let a device report: the view counts its calls by device, and wrong tokens are counted by address."""
    request.count_calls = limits.of_devices  # type: ignore[attr-defined]
    response = view(request, *args, **kwargs)
    if response.status_code == 401:
        limits.note_guess(request)
    return response


def _still_here(request: HttpRequest, who: Who) -> Callable[[], bool]:
    """A question for later: whether this token, or this session, would still be let in."""
    if who.scopes is not None:
        secret = request.headers["Authorization"].partition(" ")[2].strip()
        return lambda: bearer_of(secret) is not None
    key, person = request.session.session_key, who.user_id
    known_as = request.session.get(HASH_SESSION_KEY, "")

    def is_here() -> bool:
        user = get_user_model().objects.filter(pk=person or 0, is_active=True).first()
        if user is None or not constant_time_compare(known_as, user.get_session_auth_hash()):
            return False
        return type(request.session)().exists(key or "")

    return is_here


def _let_in(request: HttpRequest, rule: Rule, who: Who, actor: Actor) -> None:
    """Turn away whom the row does not admit."""
    request.actor = actor  # type: ignore[attr-defined]
    signed_in = who.user_id is not None
    if not rule.is_public and not signed_in:
        raise Turned(401, headers={"WWW-Authenticate": "Bearer"})
    if who.scopes is not None and not rule.lets_token(request.method or "", who.scopes):
        wanted = ", ".join(sorted(rule.scopes.get(request.method or "", ())))
        text = _("This token may not do this. Use a token with one of these scopes: %(scopes)s.") % {"scopes": wanted}
        raise Turned(403, [Problem("scope_missing", "", text)])
    if not rule.admits(actor, signed_in=signed_in):
        raise Turned(403)


def _act(
    request: HttpRequest,
    rule: Rule,
    who: Who,
    view: Callable[..., HttpResponse],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponseBase:
    with acting_as(who) as actor:
        _let_in(request, rule, who, actor)
        with _as_reading(request):
            response = view(request, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    if who.user_id is not None and not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    if rule.door is Door.API:
        patch_vary_headers(response, ["Authorization", "Accept", "Accept-Language"])
    return response


@contextmanager
def _as_reading(request: HttpRequest) -> Iterator[None]:
    """Let HEAD run what GET runs, wherever the view knows only GET; the server leaves the body out."""
    asked = request.method
    if asked == "HEAD":
        request.method = "GET"
    try:
        yield
    finally:
        request.method = asked


def _say(request: HttpRequest, rule: Rule, means: Told) -> HttpResponseBase:
    """The answer to somebody turned away or refused, in the form of the door."""
    if rule.door in {Door.API, Door.LIVE, Door.DEVICE}:
        return errors.answer(means)
    if means.status == 401:
        return _to_sign_in(request)
    return _page(request, means)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    safe = request.method in SAFE
    if request.POST.get("act") == typing.TYPED:
        return HttpResponse(status=401)  # the page says it, and what is being typed stays under the person's hands
    if returning.keep(request):
        return redirect_to_login(request.path)
    if not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path()) if safe else redirect_to_login(_back(request))
    response = HttpResponse(status=204)
    response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _back(request)})}"
    return response


def _page(request: HttpRequest, means: Told) -> HttpResponse:
    if means.status not in PAGES_OF_ERRORS:
        response = HttpResponse(means.sentence, content_type="text/plain; charset=utf-8", status=means.status)
    else:
        context = {
            "sentence": means.sentence,
            "problems": [problem.as_dict() for problem in means.problems],
            "back_url": _back(request),
            "again_url": request.get_full_path() if request.method in SAFE else "",
            "seconds": int(means.headers.get("Retry-After", 0)),
            "ended": _ended(request) if means.status == 404 else [],
        }
        response = render(request, f"{means.status}.html", context, status=means.status)
    for name, value in means.headers.items():
        response[name] = value
    return response


def _ended(request: HttpRequest) -> list[Delegation]:
    """Whose work ended for a broker today: said on every page that is not there, whatever was asked for."""
    who: Who = request.who  # type: ignore[attr-defined]
    return list(delegations_ended_for(who.user_id, now=clock.now())) if who.user_id is not None else []


def _back(request: HttpRequest) -> str:
    """The page of ours a person came from, or the first one."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/"
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else "/"


def _is_json(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")
