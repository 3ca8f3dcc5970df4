"""Transits of the cast, in one line each."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from agencies.customs.arrival import home_use
from agencies.customs.guarantees import registering
from agencies.customs.models import (
    Alarm,
    CarrierLink,
    Enquiry,
    Escort,
    Guarantee,
    Incident,
    Intervention,
    Leave,
    Movement,
    Presentation,
    Remark,
    Stop,
    Watch,
)
from clearance import advance, clock
from clearance.models import Declaration
from clearance.services import filing
from tests.acting import FILING, decide, file, fresh, present, rows
from tests.cast import LONG_AGO, Cast
from tests.scenarios.goods import PHONES, transit

ASTANA = "KZ-ASTANA-LC"
ONLY_OF_AN_IMPORT = {
    "incoterms": "DAP", "incoterms_place": "Astana", "transaction_nature": "01", "invoice_total": "5000.00",
    "customs_value_total": "2600000.00", "items_total": "1", "packages_total": "10", "gross_mass_total_kg": "1050",
}  # fmt: skip
VALUED = {
    "customs_value": "2600000.00", "valuation_method": "1",
    "charges": [{"type": "5060", "base": "2600000.00", "rate": "16", "amount": "416000.00"}],
}  # fmt: skip


def transit_of_phones(
    cast: Cast, *, guarantee: str = "KZ-G-1", mode: str = "30", price: str = "", **more: Any
) -> Declaration:
    """Phones from Nur Joly (or by rail from Altynkol) to Astana, filed and routed."""
    office = "KZ-NURJOLY" if mode == "30" else "KZ-ALTYNKOL"
    named = [{"type": "GUA", "reference": guarantee, "amount": "1.00", "currency": "KZT"}] if guarantee else []
    content = transit(PHONES, mode=mode, office=office, guarantees=named, **more)()
    if price:
        content["items"][0]["price"] = price
    return file(cast, content)


def transit_of(cast: Cast, *goods: dict[str, Any], **more: Any) -> Declaration:
    """These goods by road from Nur Joly to Astana, filed and routed."""
    named = [{"type": "GUA", "reference": "KZ-G-1", "amount": "1.00", "currency": "KZT"}]
    return file(cast, transit(*goods, mode="30", office="KZ-NURJOLY", guarantees=named, **more)())


def imported_after(cast: Cast, before: Declaration, **change: Any) -> Declaration:
    """The import begun from a transit, completed with what only an import asks, filed and routed.

    `change`: other values of the header, or of the one item where it has them.
    """
    with cast.acting("trader", scopes=FILING) as trader:
        draft = home_use.begin(trader, reference=before.reference)
        content = {**draft.draft, **ONLY_OF_AN_IMPORT, "local_ref": f"T-{draft.pk}"}
        of_item = {name: value for name, value in change.items() if name in content["items"][0]}
        content |= {name: value for name, value in change.items() if name not in of_item}
        content["items"] = [{**one, **VALUED, **of_item} for one in content["items"]]
        filing.file(trader, company_id=before.company_id, content=content, reference=draft.reference)
    advance.advance(draft.pk)
    return fresh(cast, draft)


def released(cast: Cast, declaration: Declaration) -> Declaration:
    """Presented at departure, and everything answered that keeps it from release."""
    present(cast, declaration)
    for row in rows(cast, declaration, state__in=["open", "claimed"], blocks="release"):
        decide(cast, row)
    return fresh(cast, declaration)


def may_set_off(cast: Cast, declaration: Declaration) -> Declaration:
    """Released, and everything answered that keeps it from departure."""
    if declaration.state != "released":
        released(cast, declaration)
    for row in rows(cast, declaration, state__in=["open", "claimed"], blocks="departure"):
        decide(cast, row)
    return fresh(cast, declaration)


def delivered(
    cast: Cast, declaration: Declaration, *, office: str = ASTANA, result: str = "clean", **remarks: str
) -> Declaration:
    """At the destination, and everything answered there; `remarks` as the form of the completion asks for them."""
    present(cast, declaration, office=office)
    for row in rows(cast, declaration, state__in=["open", "claimed"]):
        asked = row.requirement == "customs.transit_completion"
        decide(cast, row, **({"form": {"result": result, **remarks}} if asked else {}))
    return fresh(cast, declaration)


def a_guarantee(cast: Cast, amount: str, *, number: str = "KZ-G-2", by: str = "customs_head", **more: Any) -> Guarantee:
    """A guarantee of the trader's company."""
    given: dict[str, Any] = {
        "bin": "971240001315", "kind": "comprehensive", "form": "bank", "guarantor": "Halyk Bank",
        "valid_from": LONG_AGO.date(), **more,
    }  # fmt: skip
    with cast.acting(by) as officer:
        return registering.register(officer, number=number, amount=Decimal(amount), **given)


def movement_of(cast: Cast, declaration: Declaration) -> Movement | None:
    """The movement as it is now."""
    with cast.acting("system"):
        return Movement.objects.select_related("declaration").filter(declaration=declaration).first()


def balance(cast: Cast, number: str = "KZ-G-2") -> tuple[Decimal, Decimal, Decimal]:
    """What is available, set aside and called in."""
    with cast.acting("system"):
        kept = Guarantee.objects.get(number=number)
        return kept.available, kept.reserved, kept.claimed


def kinds(cast: Cast, declaration: Declaration) -> list[str]:
    """What was recorded of the movement, in order."""
    with cast.acting("system"):
        return [event.kind for event in declaration.events.order_by("seq") if event.kind.startswith("movement.")]


def alarmed_and_stopped(cast: Cast, declaration: Declaration) -> None:
    """A movement of the declaration, if it was released, with something in every table of alarms and interventions."""
    movement, now = movement_of(cast, declaration), clock.now()
    if movement is None:
        return
    of = {"movement": movement, "declaration": declaration, "company_id": declaration.company_id}
    with cast.acting("system"):
        Watch.objects.create(**of)
        alarm = Alarm.objects.create(**of, kind="SEAL_BROKEN", severity="critical", opened_at=now, last_at=now)
        Stop.objects.create(
            **of, alarm=alarm, office_id=ASTANA, reason="The seal is to be looked at", language="en", is_critical=True,
            legal_basis="Art. 150", placed_at=now, review_at=now + timedelta(hours=4),
        )  # fmt: skip
        Intervention.objects.create(
            **of,
            alarm=alarm,
            kind="patrol",
            reason="The seal is broken",
            made_by_id=cast.ids()["customs_head"],
            made_at=now,
        )


def an_arrival_with_everything(cast: Cast, declaration: Declaration) -> None:
    """A row in every table of arrivals, if the declaration was released."""
    movement = movement_of(cast, declaration)
    if movement is None:
        return
    of = {"movement": movement, "declaration": declaration, "company_id": declaration.company_id}
    with cast.acting("system"):
        by, now = {"made_by_id": declaration.created_by_id}, clock.now()
        CarrierLink.objects.create(**of, **by, digest=f"{declaration.pk:064x}", language="kk", made_at=now)
        Presentation.objects.create(**of, arrived_at=now, noticed_by="officer", papers_due_at=now)
        Remark.objects.create(**of, **by, about="item", number="1", kind="damage", made_at=now)


def with_a_history(cast: Cast, declaration: Declaration) -> None:
    """One row of each thing that can happen to a movement on its way, if the declaration was released."""
    movement, now, officer = movement_of(cast, declaration), clock.now(), cast.ids()["customs_officer"]
    if movement is None:
        return
    with cast.acting("system"):
        of = {"movement": movement, "declaration": declaration, "company_id": declaration.company_id}
        Incident.objects.create(
            **of, kind="breakdown", text="Gearbox", happened_at=now, reported_at=now, reported_as="driver"
        )
        Leave.objects.create(
            **of, kind="transhipment", state="noticed", vehicle="02ABC02", reason="Gearbox", asked_at=now
        )
        Escort.objects.create(
            **of, ground="signs", reason="Told", ordered_by_id=officer, ordered_at=now, arrange_by=now
        )
        Enquiry.objects.create(**of, office_id=ASTANA, asked_at=now)


def kinds_of_control(cast: Cast, movement: Movement) -> list[str]:
    """What the control centre did and what became of alarms, in order."""
    with cast.acting("system"):
        found = movement.declaration.events.order_by("seq").values_list("kind", flat=True)
        return [kind for kind in found if kind.startswith(("control.", "transit.alarm"))]
