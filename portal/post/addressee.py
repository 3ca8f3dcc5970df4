"""What the addressee reads: what the item is, where it is, what is due and why, until when. No name, no address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import clock, facts, figures, postal_duty
from clearance.acting import as_system
from clearance.forms import choices
from clearance.forms.countries import countries
from clearance.headline import is_known_to_trader
from clearance.models import Declaration, Event, Hold, Question
from clearance.reading.trader import content_of
from clearance.selectors import live_rows
from clearance.services import addressing
from clearance.validation.lists import limit
from clearance.views.case_page import Step
from clearance.workflow import AT_WORK, SETTLED_MONEY, Money, State
from portal.post.models import Attempt
from portal.post.payments.attempts import HAS_MONEY, may_pay
from portal.post.reading import reasons_of

SENTENCES: Mapping[str, Any] = {
    "routing": gettext_lazy("The parcel is announced. It is being worked out who must look at it"),
    "waiting_for_arrival": gettext_lazy("The parcel is on its way to Kazakhstan"),
    "with_agency": gettext_lazy("The parcel is here. It is being looked at"),
    "question": gettext_lazy("The parcel is here. The postal operator has been asked about it"),
    "split_choice": gettext_lazy("A part of the contents may not be delivered"),
    "held": gettext_lazy("The parcel is stopped for now"),
    "inspection": gettext_lazy("The contents are being inspected"),
    "payment_due": gettext_lazy("The parcel is waiting for your payment"),
    "finishing": gettext_lazy("The parcel is here. The last checks are being finished"),
    "released": gettext_lazy("The parcel is released. It goes on to you"),
    "released_with_conditions": gettext_lazy("The parcel is released with conditions"),
    "refused": gettext_lazy("The parcel may not be delivered"),
    "closed": gettext_lazy("Nothing more is to be done"),
    "cancelled": gettext_lazy("The parcel is not delivered"),
    "expired": gettext_lazy("The parcel did not come in time"),
}
DELIVERED, RETURNED = "item.delivered", "item.returned"
ON_THE_WAY = ("item.at_delivery_office", "item.not_delivered")


@dataclass(frozen=True)
class Due:
    """What is to be paid, from what it was worked out, and until when."""

    amount: str
    why: str
    until: date | None
    may_pay: bool


@dataclass
class Parcel:
    """The page of one item."""

    number: str
    sentence: str
    contents: list[dict[str, str]]
    sender_country: str
    category: str
    gross: str
    value: str
    steps: list[Step]
    reasons: list[str]
    due: Due | None = None
    kept_until: date | None = None
    paid: list[Attempt] = field(default_factory=list)
    objections: list[dict[str, Any]] = field(default_factory=list)
    asked_return_at: datetime | None = None
    may_object: bool = False
    may_send_back: bool = False


def parcel(declaration: Declaration) -> Parcel:
    """Everything the page and the notice say; read as the system, because whoever holds the code has no account."""
    with as_system():
        content = content_of(declaration)
        events = list(Event.objects.filter(declaration=declaration, is_public=True).order_by("public_seq", "pk"))
        rows = [row for row in live_rows(declaration) if is_known_to_trader(row)]
        questions = list(Question.objects.filter(declaration=declaration, answered_at=None, closed_at=None))
        holds = list(Hold.objects.filter(declaration=declaration, lifted_at=None, visibility="public"))
        paid = list(Attempt.objects.filter(declaration=declaration, state__in=HAS_MONEY).order_by("ended_at"))
        is_looked_at = declaration.state in AT_WORK and declaration.presented_at is not None
        is_explained = is_looked_at or declaration.state == State.REFUSED
        asked = next((event.occurred_at for event in events if event.kind == addressing.ASKED_RETURN), None)
        return Parcel(
            number=written(declaration.local_ref),
            sentence=sentence_of(declaration, {event.kind for event in events}),
            contents=[_content(one, content) for one in content.get("items") or []],
            sender_country=country(str(((content.get("postal") or {}).get("sender") or {}).get("country") or "")),
            category=str(dict(choices.CATEGORIES).get(str((content.get("postal") or {}).get("category")), "")),
            gross=figures.mass(_gross(content)),
            value=figures.money(_value(content), str(content.get("currency") or "")),
            steps=steps_of(declaration, events),
            reasons=reasons_of(declaration, rows, questions, holds, of_money=False) if is_explained else [],
            due=due_of(declaration, content),
            kept_until=kept_until(declaration),
            paid=paid,
            objections=[
                {"at": event.occurred_at, **event.payload} for event in events if event.kind == addressing.OBJECTED
            ],
            asked_return_at=asked,
            may_object=declaration.state in addressing.MAY_OBJECT,
            may_send_back=declaration.state in AT_WORK and asked is None and not paid,
        )


def sentence_of(declaration: Declaration, kinds: set[str]) -> str:
    """Where the parcel is, in one sentence."""
    if RETURNED in kinds:
        return _("The parcel goes back to its sender")
    if DELIVERED in kinds:
        return _("The parcel was delivered")
    code = str((declaration.headline or {}).get("code", "routing"))
    return str(SENTENCES.get(code, SENTENCES["with_agency"]))


def due_of(declaration: Declaration, content: Mapping[str, Any]) -> Due | None:
    """What is due; None where nothing is, or it is settled."""
    position = Money(declaration.money_position)
    if position in SETTLED_MONEY or declaration.state not in AT_WORK:
        return None
    if not declaration.money_amount:
        why = _("Customs works out what is to be paid and tells the postal operator.")
        return Due("", why, kept_until(declaration), may_pay=False)
    amount = figures.money(declaration.money_amount, declaration.money_currency)
    on = clock.day_of(declaration.lodged_at or clock.now())
    duty = postal_duty.duty_of(facts.facts_of(dict(content)).declaration, on)
    is_worked_out = duty is not None and duty.amount == declaration.money_amount
    why = why_due(duty) if duty is not None and is_worked_out else _("The amount stands in the customs declaration.")
    return Due(amount, why, kept_until(declaration), may_pay=may_pay(declaration))


def why_due(duty: postal_duty.Duty) -> str:
    """How the amount comes about, with the figures."""
    rate = figures.number(duty.kzt_per_eur)
    if duty.by_mass:
        return _(
            "A parcel for personal use owes nothing up to 200 EUR and 31 kg. This one is %(over)s above it: "
            "%(each)s EUR for each kilogram, at %(rate)s KZT for 1 EUR."
        ) % {"over": figures.mass(duty.over_kg), "each": figures.number(duty.eur_per_kg), "rate": rate}
    return _(
        "A parcel for personal use owes nothing up to 200 EUR and 31 kg. This one is %(over)s above it: "
        "%(percent)s %% of that, at %(rate)s KZT for 1 EUR."
    ) % {"over": figures.money(duty.over_eur, "EUR"), "percent": figures.number(duty.percent), "rate": rate}


def kept_until(declaration: Declaration) -> date | None:
    """Until when the operator keeps a parcel that came and is not released."""
    if declaration.presented_at is None or declaration.state not in AT_WORK:
        return None
    came_on = clock.day_of(declaration.presented_at)
    return came_on + timedelta(days=int(limit("post_storage_days", came_on)))


def steps_of(declaration: Declaration, events: list[Event]) -> list[Step]:
    """The way of a parcel to its addressee."""
    at = {event.kind: event.occurred_at for event in events}
    is_out = declaration.released_at is not None
    stopped = {State.REFUSED: _("May not be delivered"), State.CANCELLED: _("Not delivered")}.get(
        State(declaration.state), _("Goes back") if RETURNED in at else ""
    )
    parts: list[tuple[str, bool, datetime | None]] = [
        (_("Announced"), True, declaration.lodged_at),
        (_("In Kazakhstan"), declaration.presented_at is not None, declaration.presented_at),
    ]
    if declaration.money_position not in {Money.NOTHING_DUE}:
        parts.append((_("Paid"), declaration.money_position in SETTLED_MONEY, at.get("charges.paid")))
    parts.append((_("Released"), is_out, declaration.released_at))
    parts.append((_("Delivered"), DELIVERED in at, at.get(DELIVERED)))
    found: list[Step] = []
    is_now = not stopped
    for title, is_done, moment in parts:
        found.append(
            Step(title, "done" if is_done else "now" if is_now else "", "" if is_done else _("Not yet"), moment)
        )
        is_now = is_now and is_done
    if stopped:
        done = [step for step in found if step.state == "done"]
        return [*done, Step(stopped, "stopped", "", at.get(RETURNED) or declaration.ended_at)]
    return found


def country(code: str) -> str:
    """The name of a country in the reader's language."""
    return dict(countries()).get(code, code)


def written(number: str) -> str:
    """An S10 number as it stands on labels: CB 000 210 018 DE."""
    if len(number) != 13:
        return number
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}"


def _content(item: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, str]:
    currency = str(item.get("currency") or content.get("currency") or "")
    return {
        "description": str(item.get("description") or ""),
        "value": figures.money(item.get("price"), currency),
        "mass": figures.mass(item.get("net_mass_kg")),
    }


def _gross(content: Mapping[str, Any]) -> str:
    return str(facts.facts_of(dict(content)).declaration.get("gross_kg") or "")


def _value(content: Mapping[str, Any]) -> str:
    given = [Decimal(str(one.get("price") or 0)) for one in content.get("items") or []]
    return str(sum(given, Decimal(0)))
