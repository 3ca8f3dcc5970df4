"""What follows a signed-in person to every page: language, colours and time zone, and the second factor of officers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clearance import clock
from clearance.models import Grant
from portal import theme
from portal.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]


class PersonalSettings:
    """Speak the person's language in their colours and zone; a choice made on this device (a cookie) wins."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the person's settings for this request."""
        person = _person(request)
        if person is None:
            return self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language  # as LocaleMiddleware does
        request.COOKIES.setdefault(theme.COOKIE, person.theme)
        try:
            zone = ZoneInfo(person.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)


class LastSeen:
    """Note on a person's session that it was used, at most every five minutes in each process.

    What a process noted stays in its memory, so that an ordinary request asks the database nothing.
    """

    PAUSE = timedelta(minutes=5)
    MOST = 10_000

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.noted: dict[str, datetime] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note."""
        response = self.get_response(request)
        key = request.session.session_key if _person(request) is not None else None
        if key is not None:
            self._note(key, clock.now())
        return response

    def _note(self, key: str, now: datetime) -> None:
        noted = self.noted.get(key)
        if noted is not None and now - noted < self.PAUSE:
            return
        if len(self.noted) >= self.MOST:
            self.noted.clear()
        self.noted[key] = now
        if noted is not None:  # a session seen for the first time here was opened, or noted elsewhere, shortly before
            UserSession.objects.filter(session_key=key, last_seen_at__lt=now).update(last_seen_at=now)


class SecondFactorForOfficers:
    """Send an officer without a second factor to the page where it is set up, from every page but those needed for it.

    Someone who has one was asked for it when signing in, so having one is enough here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through, or send to the set-up page."""
        if not settings.REQUIRE_SECOND_FACTOR or _may_go_on(request):
            return self.get_response(request)
        messages.warning(request, _("Officers sign in with a second factor. Set yours up to go on."))
        return redirect("mfa_activate_totp")


# Signing in and out, passwords and addresses, setting the factor up, and what every page's frame needs.
OPEN_TO_ALL_OFFICERS = ("account_", "mfa_", "usersessions_")
FRAME = frozenset({"set_language", "set_theme", "healthz", "readyz"})


def _may_go_on(request: HttpRequest) -> bool:
    person = _person(request)
    if person is None:
        return True
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return True
    if name.startswith(OPEN_TO_ALL_OFFICERS) or name in FRAME:
        return True
    officers = Grant.objects.in_force(clock.now()).filter(user_id=person.pk)
    return not officers.exists() or Authenticator.objects.filter(user_id=person.pk).exists()


def _person(request: HttpRequest) -> User | None:
    """Return who is signed in; whoever has no session costs no question to the database."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    return user if isinstance(user, User) else None
