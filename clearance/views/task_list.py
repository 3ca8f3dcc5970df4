"""The list of the sections of a draft: what each holds in a line, how long the draft is kept, what stops the signing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance import clock, figures, transit_content
from clearance.forms import choices
from clearance.models import Declaration
from clearance.views.keeping import Kept
from clearance.views.sections import Section

SOON = 5
"""Days before its end from which a draft warns."""


@dataclass(frozen=True)
class Left:
    """How long a draft is kept."""

    days: int
    at: datetime

    @property
    def is_soon(self) -> bool:
        return self.days <= SOON


def left(declaration: Declaration) -> Left | None:
    """Days until a draft nobody saves is deleted; it is the sweeper's own moment."""
    at = declaration.next_timer_at
    if at is None:
        return None
    return Left(max(0, -(-(at - clock.now()) // timedelta(days=1))), at)


def what_stops_signing(sections: Iterable[Section]) -> str:
    """Which sections must be completed before it can be signed; "" when none."""
    open_ones = [str(section.title) for section in sections if section.problems]
    if not open_ones:
        return ""
    return _("You can sign when these sections are complete: %(sections)s.") % {"sections": ", ".join(open_ones)}


def rows_of(kept: Kept, sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Each section with what it holds, in a line."""
    said: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "parties": _parties,
        "postal": _postal,
        "route": partial(_route, office=str(kept.declaration.office or "")),
        "transport": _transport,
        "items": _items,
        "documents": _documents,
        "money": _money,
    }
    return [
        {"section": section, "says": said[section.name](kept.to_file) if section.name in said else ""}
        for section in sections
    ]


def _parties(content: Mapping[str, Any]) -> str:
    return " → ".join(_names(content, "consignor", "consignee"))


def _postal(content: Mapping[str, Any]) -> str:
    postal = content.get("postal") or {}
    return " · ".join(filter(None, [postal.get("item_id"), " → ".join(_names(postal, "sender", "addressee"))]))


def _route(content: Mapping[str, Any], office: str) -> str:
    countries = " → ".join(filter(None, (content.get(f"{end}_country") for end in ("dispatch", "destination"))))
    procedure = dict(choices.procedures()).get(str(content.get("procedure") or ""), "")
    return " · ".join(filter(None, [str(procedure) if content.get("procedure") else "", countries, office]))


def _transport(content: Mapping[str, Any]) -> str:
    transport = content.get("transport") or {}
    vehicle = (transport.get("border") or transport.get("arrival") or {}).get("id")
    first, *others = (transit_content.signs_of(content) if content.get("transit") else []) or [str(vehicle or "")]
    more = ngettext("and %(count)s more", "and %(count)s more", len(others)) % {"count": len(others)} if others else ""
    return " · ".join(filter(None, [" ".join(filter(None, [first, more])), (content.get("carrier") or {}).get("name")]))


def _items(content: Mapping[str, Any]) -> str:
    count = len(content.get("items") or ())
    if not count:
        return ""
    counted = ngettext("%(count)s item", "%(count)s items", count) % {"count": count}
    mass = _exact(content.get("gross_mass_total_kg"))
    return " · ".join(filter(None, [counted, figures.mass(mass) if mass is not None else ""]))


def _documents(content: Mapping[str, Any]) -> str:
    if not content.get("items"):
        return _("Which documents are needed follows from the goods.")
    count = len(content.get("documents") or ())
    return ngettext("%(count)s document", "%(count)s documents", count) % {"count": count} if count else ""


def _money(content: Mapping[str, Any]) -> str:
    total = _exact(content.get("invoice_total"))
    terms = " ".join(filter(None, (content.get("incoterms"), content.get("incoterms_place"))))
    paid = figures.money(total, str(content.get("currency") or "")) if total is not None else content.get("currency")
    return " · ".join(filter(None, [paid, terms]))


def _names(holder: Mapping[str, Any], *who: str) -> list[str]:
    return [str(name) for one in who if (name := (holder.get(one) or {}).get("name"))]


def _exact(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
