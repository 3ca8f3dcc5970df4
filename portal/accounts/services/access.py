"""Ending a person's access at once: every session and every token."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor
from clearance.permissions import NotAllowed
from portal.accounts.models import ApiToken, User
from portal.accounts.record import AccessKind, record


def in_person(actor: Actor) -> int:
    """Return the id of the person who acts; a token or nobody cannot change who may do what."""
    if actor.user_id is None or actor.scopes is not None:
        raise NotAllowed(_("Sign in in a browser to do this. A token cannot change who may do what."))
    return actor.user_id


def end_session(actor: Actor, *, session_id: int, present: str) -> None:
    """End one session of the person, not the present one; another's, or one that has ended, is left as it is."""
    for session in UserSession.objects.filter(pk=session_id, user_id=in_person(actor)).exclude(session_key=present):
        session.end()


def end_access(person: int, *, by: int) -> None:
    """End every session and every token of a person, in this transaction.

    The epoch alone ends all sessions, listed or not, because each is bound to it; the rows go so that lists are true.
    """
    User.objects.filter(pk=person).update(sign_in_epoch=F("sign_in_epoch") + 1)
    listed = UserSession.objects.filter(user_id=person)
    sessions = Session.objects.filter(session_key__in=list(listed.values_list("session_key", flat=True))).delete()[0]
    listed.delete()
    tokens = ApiToken.objects.filter(user_id=person, revoked_at__isnull=True).update(revoked_at=clock.now())
    record(AccessKind.ACCESS_ENDED, by=by, person=person, sessions=sessions, tokens=tokens)
