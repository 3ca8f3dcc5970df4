"""Tokens for programs: issued once in the clear, kept as SHA-256, read on every call."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor, Who
from clearance.permissions import NotAllowed
from clearance.services.found import must_find
from clearance.workflow import Refused
from portal.accounts.models import ApiToken, Scope
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person

PREFIX = "sw_"
LONGEST = dt.timedelta(days=366)
NOTE_USE_EVERY = dt.timedelta(minutes=1)
TRADERS = frozenset({Scope.FILE, Scope.SIGN})


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token speaks for and what it may be used for."""

    token_id: int
    user_id: int
    scopes: frozenset[str]

    @property
    def who(self) -> Who:
        """Whom to act as."""
        return Who(user_id=self.user_id, scopes=self.scopes)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token and its secret, which nobody can read again."""

    token: ApiToken
    secret: str


def digest_of(secret: str) -> str:
    """Return how a token is kept: the SHA-256 of its text, hexadecimal. The text has 256 random bits, so no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(actor: Actor, *, name: str, scopes: Iterable[str], expires_at: dt.datetime) -> Issued:
    """Give the person who acts a token; its secret is in the answer and nowhere else."""
    person = in_person(actor)
    wanted = frozenset(scopes)
    if not wanted or wanted - set(Scope.values):
        raise Refused("unknown_scope", _("Choose what the token may be used for."))
    if wanted & TRADERS and not actor.is_trader:
        raise NotAllowed(_("Only people of a company can have a token that files or signs."))
    if Scope.DESK in wanted and not actor.is_officer:
        raise NotAllowed(_("Only officers can have a token that works on sign-offs."))
    now = clock.now()
    if not now < expires_at <= now + LONGEST:
        raise Refused("token_expiry", _("Choose a day within one year on which the token ends."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=person,
        name=name,
        digest=digest_of(secret),
        prefix=secret[:10],
        scopes=sorted(wanted),
        expires_at=expires_at,
        created_at=now,
    )
    record(AccessKind.TOKEN_ISSUED, by=person, person=person, token=token.pk, scopes=sorted(wanted))
    return Issued(token, secret)


def revoke_token(actor: Actor, *, token_id: int) -> ApiToken:
    """End one of the own tokens, at once; ending it twice is ending it once. NotFound for a token of another."""
    person = in_person(actor)
    token = must_find(ApiToken.objects.select_for_update(no_key=True).filter(pk=token_id, user_id=person), token_id)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(AccessKind.TOKEN_REVOKED, by=person, person=person, token=token.pk)
    return token


def bearer_of(secret: str) -> Bearer | None:
    """Return whom a token speaks for, or nothing: unknown, ended, expired or of a person who no longer signs in.

    The use is noted at most once a minute, so that a busy program does not write with every call.
    """
    if not secret.startswith(PREFIX):
        return None
    now = clock.now()
    token = (
        ApiToken.objects.filter(
            digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=now, user__is_active=True
        )
        .only("pk", "user_id", "scopes", "last_used_at")
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or token.last_used_at <= now - NOTE_USE_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTE_USE_EVERY), pk=token.pk
        ).update(last_used_at=now)
    return Bearer(token.pk, token.user_id, frozenset(token.scopes))
