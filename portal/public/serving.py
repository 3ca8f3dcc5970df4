"""How the service is: what works, how old the data is that it decides by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clearance.models import RegisteredDocument, Rulebook
from clearance.reading import health
from clearance.reference.models import ListVersion
from portal.public.notes import keys


@dataclass(frozen=True)
class Component:
    """A part of the service and how it is, in words; state is good, warn or neutral."""

    name: str | Promise
    state: str
    word: str | Promise
    note: str | Promise = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Age:
    """Data the portal decides by, and since when it is what it is."""

    name: str | Promise
    at: datetime | None
    count: int | None = None


def components(state: health.State) -> list[Component]:
    """The parts of the service."""
    works, late = _("Works"), _("Late")
    return [
        Component(_("Pages and database"), "good", works),
        Component(
            _("Asking agencies and releasing"),
            "good" if state.works else "warn",
            works if state.works else late,
            "" if state.works else _("You can file: nothing is lost. Agencies are asked as soon as the worker runs again."),
            state.last_seen,
        ),
        Component(
            _("Live updates"),
            "good" if settings.LIVE_UPDATES else "neutral",
            works if settings.LIVE_UPDATES else _("Switched off"),
            "" if settings.LIVE_UPDATES else _("Pages look for news every 30 seconds."),
        ),
        Component(
            _("Release notes"),
            "good" if keys.signing() else "neutral",
            works if keys.signing() else _("Switched off"),
        ),
    ]  # fmt: skip


def ages() -> list[Age]:
    """How old the data is."""
    loaded = dict(ListVersion.objects.values_list("kind").annotate(at=Max("loaded_at")).order_by())
    return [
        Age(_("Rules of the agencies, last published"), Rulebook.objects.aggregate(at=Max("published_at"))["at"]),
        Age(_("Commodity codes, last loaded"), loaded.get("nomenclature")),
        Age(_("Registers of permits, last loaded"), loaded.get("documents"), RegisteredDocument.objects.count()),
    ]
