"""How often somebody may ask: counted in PostgreSQL, one statement each, so that it holds without a broker.

A window is a minute. Numbers are settings (`LIMITS`), large enough for a program that files in bulk.
"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from clearance.api.errors import Turned

WINDOW = 60  # seconds
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SWEEP_ONE_IN = 500
SEARCHES = frozenset({"searches", "suggestions"})
"""Limits of what nobody can guess anything by; the others count an address, whoever is behind it."""
COUNT = """
insert into portal_limit as l (key, minute, asked) values (%(key)s, %(minute)s, 1)
on conflict (key) do update
   set asked = case when l.minute = excluded.minute then l.asked + 1 else 1 end, minute = excluded.minute
returning asked
"""
COUNT_MANY = """
insert into portal_limit as l (key, minute, asked)
select key, %(minute)s, many from unnest(%(keys)s::text[], %(many)s::int[]) as called (key, many)
on conflict (key) do update
   set asked = case when l.minute = excluded.minute then l.asked + excluded.asked else excluded.asked end, minute = excluded.minute
returning key, asked
"""


def of_token(token_id: int, method: str) -> None:
    """Count a call of a token; reading and acting have limits of their own. Raises Turned (429)."""
    what = "read" if method in SAFE else "act"
    _count(f"token:{token_id}:{what}", settings.LIMITS[f"token_{what}"])


def of_devices(calls: Mapping[tuple[int, str], int]) -> dict[int, Turned]:
    """Count calls of devices: by key and limit (who speaks for many has one of its own) how many; answers who called too often."""
    counted = {key: many for key, many in calls.items() if settings.LIMITS.get(key[1])}
    if not counted:
        return {}
    minute, _left = _now()
    of = {f"device:{device}": (device, settings.LIMITS[name]) for device, name in counted}
    with connection.cursor() as cursor:
        keys, many = zip(*sorted((f"device:{key[0]}", many) for key, many in counted.items()), strict=True)
        cursor.execute(COUNT_MANY, {"keys": list(keys), "many": list(many), "minute": minute})
        asked = dict(cursor.fetchall())
    return {device: _too_many() for key, (device, most) in of.items() if asked[key] > most}


def of_public(request: HttpRequest) -> None:
    """Count a call without a token, by address. Raises Turned (429)."""
    _count(f"public:{address_of(request)}", settings.LIMITS["public"])


def of_page(request: HttpRequest, name: str) -> None:
    """Count a request for a page on which things can be guessed or sent, by address. Raises Turned (429)."""
    _count(f"{name}:{address_of(request)}", settings.LIMITS.get(name, 0))


def of_search(request: HttpRequest, name: str) -> None:
    """Count a search of what is public: of a person by account, of anybody else by address. Raises Turned (429).

    An office files through one address; its people do not use up each other's searches.
    """
    who = f"user {request.user.pk}" if request.user.is_authenticated else address_of(request)
    _count(f"{name}:{who}", settings.LIMITS.get(name, 0))


def of_guesses(request: HttpRequest) -> None:
    """Turn away an address that has sent too many wrong tokens in this minute."""
    minute, _left = _now()
    with connection.cursor() as cursor:
        cursor.execute("select asked from portal_limit where key = %s and minute = %s", [_guesses(request), minute])
        row = cursor.fetchone()
    if settings.LIMITS["guesses"] and row and row[0] >= settings.LIMITS["guesses"]:
        raise _too_many()


def note_guess(request: HttpRequest) -> None:
    """Count a wrong token, by address."""
    _count(_guesses(request), settings.LIMITS["guesses"])


def address_of(request: HttpRequest) -> str:
    """The client's address: the last one our own proxy wrote, or the connection's."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        named = request.headers.get("X-Forwarded-For", "").split(",")
        if len(named) >= settings.ALLAUTH_TRUSTED_PROXY_COUNT and named[-settings.ALLAUTH_TRUSTED_PROXY_COUNT].strip():
            return named[-settings.ALLAUTH_TRUSTED_PROXY_COUNT].strip()[:60]
    return str(request.META.get("REMOTE_ADDR") or "unknown")[:60]


def _guesses(request: HttpRequest) -> str:
    return f"guess:{address_of(request)}"


def _count(key: str, most: int) -> None:
    if not most:
        return
    minute, _left = _now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "minute": minute})
        asked = cursor.fetchone()[0]
        if random.randrange(SWEEP_ONE_IN) == 0:  # noqa: S311  housekeeping, not a secret
            cursor.execute("delete from portal_limit where minute < %s", [minute - 60])
    if asked > most:
        raise _too_many()


def _now() -> tuple[int, int]:
    """This minute since 1970, and the seconds left of it."""
    seconds = int(datetime.now(tz=UTC).timestamp())
    return seconds // WINDOW, WINDOW - seconds % WINDOW


def _too_many() -> Turned:
    return Turned(429, headers={"Retry-After": str(_now()[1])})
