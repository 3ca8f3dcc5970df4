"""Sentences on top of every page: what does not work, what is planned, what is to know."""

from __future__ import annotations

from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clearance import clock, registry
from clearance.acting import Actor
from clearance.permissions import NotAllowed
from clearance.services.found import must_find
from portal.public.models import Announcement, AnnouncementKind

SHOWN = 3
PAST = 10


def shown() -> list[Announcement]:
    """What stands on top of the pages now; nothing where the database cannot be asked: a banner breaks no page."""
    if connection.needs_rollback:
        return []
    now = clock.now()
    try:
        return list(_lasting(now).filter(shown_from__lte=now).order_by("-shown_from", "-pk")[:SHOWN])
    except (DatabaseError, RuntimeError):  # RuntimeError: a test without a database draws a page
        return []


def coming(now: datetime) -> list[Announcement]:
    """Planned work that has not ended, the next first."""
    return list(_lasting(now).filter(kind=AnnouncementKind.PLANNED).order_by("begins_at", "pk"))


def lasting(now: datetime) -> list[Announcement]:
    """Everything that is shown now or will be."""
    return list(_lasting(now).order_by("-shown_from", "-pk"))


def past(now: datetime) -> list[Announcement]:
    """What ended last."""
    return list(Announcement.objects.filter(ends_at__lte=now).order_by("-ends_at", "-pk")[:PAST])


def _lasting(now: datetime) -> QuerySet[Announcement]:
    return Announcement.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


def may_announce(actor: Actor) -> bool:
    """Administrators of the agency that leads clearance speak for the portal."""
    return any(actor.has_role("admin", agency) for agency in registry.leading())


@transaction.atomic
def announce(
    actor: Actor,
    *,
    kind: str,
    text_en: str,
    text_ru: str,
    text_kk: str,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Announcement:
    """Put a sentence on every page, from now on."""
    _only_administrators(actor)
    return Announcement.objects.create(
        kind=kind,
        text_en=text_en,
        text_ru=text_ru,
        text_kk=text_kk,
        shown_from=clock.now(),
        begins_at=begins_at,
        ends_at=ends_at,
        made_by_id=actor.person,
        made_at=clock.now(),
    )


@transaction.atomic
def end(actor: Actor, *, announcement: int) -> None:
    """Take a sentence off the pages; ended twice it stays as it was."""
    _only_administrators(actor)
    row = must_find(Announcement.objects.select_for_update(of=("self",)).filter(pk=announcement), announcement)
    now = clock.now()
    if row.ends_at is not None and row.ends_at <= now:
        return
    if row.begins_at is not None and row.begins_at >= now:
        row.begins_at = row.made_at  # called off before it began: it ends now, and nothing ends before it begins
    row.ends_at, row.ended_by_id = now, actor.person
    row.save(update_fields=["begins_at", "ends_at", "ended_by"])


def _only_administrators(actor: Actor) -> None:
    if not may_announce(actor):
        raise NotAllowed(_("Only an administrator of the agency that leads clearance speaks for the portal."))
