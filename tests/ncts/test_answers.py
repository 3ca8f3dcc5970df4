"""A program files a transit, follows it and is answered by messages: each event once, validly, and only what may be known."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from agencies.customs.models import Incident, Remark
from agencies.customs.ncts import events, numbers, panel, telling
from agencies.customs.transit import acts, incidents, ladder, leaves
from clearance import advance, clock
from clearance.record import Happened
from clearance.record import write as record
from clearance.services import deciding, stopping
from tests.acting import decide, fresh, pay, present, rows
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of, transit_of_phones
from tests.ncts.helping import (
    arrival,
    changed,
    declaration_in,
    declared,
    invalidation,
    must_be_valid,
    presentation,
    sent,
    text_in,
    told,
    types,
    unloaded,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cover")]
WHERE_AND_WHAT = (
    "code", "Location/GNSS/latitude", "Location/Address/city", "TransportEquipment/Seal/identifier",
    "Transhipment/TransportMeans/identificationNumber",
)  # fmt: skip


def test_a_transit_by_messages_from_filing_to_write_off(cast: Cast) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    assert types(cast) == ["928"]
    may_set_off(cast, present(cast, declaration))
    assert types(cast) == ["928", "028", "029"]
    taken = sent(cast, "CC007C", arrival(declaration))
    assert not taken.message.errors
    present(cast, declaration, office="KZ-ASTANA-LC")
    assert types(cast)[3:] == ["043"]
    sent(cast, "CC044C", unloaded(declaration))
    for row in rows(cast, declaration, state__in=["open", "claimed"]):
        decide(cast, row)
    assert types(cast)[4:] == ["025", "045"]
    assert movement_of(cast, declaration).state == "completed"
    must_be_valid(told(cast))
    release = next(message for message in told(cast) if message.type == "CC029C")
    mrn = numbers.mrn_of(declaration.reference)
    assert text_in(release.body, "TransitOperation/MRN") == mrn
    assert (
        text_in(
            release.body,
            "Consignment/HouseConsignment/ConsignmentItem/Commodity/CommodityCode/harmonizedSystemSubHeadingCode",
        )
        == "851713"
    )
    assert text_in(release.body, "Consignment/TransportEquipment/Seal/identifier") == "CN7781234"


def test_goods_declared_before_are_presented_and_changed_by_messages(cast: Cast) -> None:
    values = declared(operation={"additionalDeclarationType": "D"})
    declaration = declaration_in(cast, sent(cast, "CC015C", values))
    assert not sent(cast, "CC013C", changed(declaration)).message.errors
    taken = sent(cast, "CC170C", presentation(declaration))
    assert not taken.message.errors
    present(cast, declaration)
    assert types(cast) == ["928", "004", "004", "028"]
    assert fresh(cast, declaration).version == 3
    must_be_valid(told(cast))


def test_what_the_office_decides_is_told_once_and_validly(cast: Cast) -> None:
    refused = declaration_in(cast, sent(cast, "CC015C", declared()))
    present(cast, refused)
    row = next(one for one in rows(cast, refused) if one.is_undecided)
    with cast.acting("customs_officer") as officer:
        deciding.inspect(officer, sign_off=str(row.uuid), reason="Profile 12")
    assert types(cast) == ["928", "028", "060"]
    assert types(cast) == ["928", "028", "060"], "nothing is told twice"
    withdrawn = declaration_in(cast, sent(cast, "CC015C", declared()))
    assert not sent(cast, "CC014C", invalidation(withdrawn)).message.errors
    unregistered = declaration_in(cast, sent(cast, "CC015C", declared()))
    with cast.acting("customs_officer") as officer:
        stopping.refuse_registration(officer, reference=unregistered.reference, reasons=["Wrong office"])
    assert types(cast)[3:] == ["928", "009", "928", "009"]
    must_be_valid(told(cast))


def test_a_guarantee_nobody_registered_is_told_with_the_acceptance(cast: Cast) -> None:
    values = declared()
    values["Guarantee"]["GuaranteeReference"]["GRN"] = "26KZ9999999999998"
    declaration = declaration_in(cast, sent(cast, "CC015C", values))
    present(cast, declaration)
    assert types(cast) == ["928", "028", "055"]
    must_be_valid(told(cast))
    invalid = told(cast)[-1]
    assert text_in(invalid.body, "GuaranteeReference/InvalidGuaranteeReason/code") == "G01"


def test_goods_that_do_not_come_are_asked_for_and_their_debt_called_in(cast: Cast) -> None:
    declaration = may_set_off(cast, present(cast, declaration_in(cast, sent(cast, "CC015C", declared()))))
    with clock.at(movement_of(cast, declaration).limit_at + timedelta(days=4)):
        while ladder.climb(inline=True):
            pass
        with cast.acting("customs_head") as head:
            acts.act(head, reference=declaration.reference, name="claim", reason="Not delivered")
    assert types(cast)[3:] == ["140", "035"]
    must_be_valid(told(cast))


def test_incidents_on_the_way_are_told_with_their_place_seals_and_other_vehicle(cast: Cast) -> None:
    declaration = may_set_off(cast, present(cast, declaration_in(cast, sent(cast, "CC015C", declared()))))
    of = {"reference": declaration.reference}
    with cast.acting("nurjoly_officer") as officer:
        acts.act(officer, **of, name="depart")
        point = (Decimal("43.256700"), Decimal("76.928500"))
        for told_of in (
            {"kind": "seal_damaged", "text": "Cut at the rest place", "point": point},
            {"kind": "breakdown", "text": "Gearbox", "place": "Shelek"},
            {"kind": "accident", "text": "Ditch"},
        ):
            incidents.report_as(officer, **of, **told_of)
        open_now = list(Incident.objects.filter(declaration=declaration))
        for one in open_now:
            incidents.resolve(officer, **of, incident=one.uuid, reason="Seen to")
    with cast.acting("trader") as trader:
        leaves.tranship_as(trader, **of, vehicle="905BOL05", reason="Gearbox", place="Shelek", seals_whole=True)
    assert types(cast)[3:] == ["182"] * 4
    must_be_valid(told(cast))
    about = [
        [text_in(one.body, f"Consignment/Incident/{way}") for way in WHERE_AND_WHAT]
        for one in told(cast) if one.type == "CC182C"
    ]  # fmt: skip
    assert about == [
        ["2", "43.256700", "None", "CN7781234", "None"],
        ["5", "None", "Shelek", "None", "None"],
        ["5", "None", "-", "None", "None"],
        ["3", "None", "Shelek", "None", "905BOL05"],
    ]
    with cast.acting("customs_officer") as officer:
        shown = panel.of_declaration(declaration, officer)
    assert shown is not None
    assert shown.context["rows"][-1]["message"].type == "CC182C", "both offices read it on the page"


def test_remarks_of_the_office_are_told_as_discrepancies(cast: Cast) -> None:
    declaration = may_set_off(cast, present(cast, declaration_in(cast, sent(cast, "CC015C", declared()))))
    present(cast, declaration, office="KZ-ASTANA-LC")
    movement = movement_of(cast, declaration)
    with cast.acting("system"):
        Remark.objects.create(
            movement=movement, declaration=declaration, company_id=declaration.company_id, about="seal",
            number="CN7781234", kind="broken", made_by=cast.user("customs_officer"), made_at=clock.now(),
        )  # fmt: skip
    for row in rows(cast, declaration, state__in=["open", "claimed"]):
        decide(cast, row)
    assert types(cast)[3:] == ["043", "025", "019", "045"]
    must_be_valid(told(cast))


def test_what_must_not_be_known_is_in_no_message(cast: Cast) -> None:
    declaration = present(cast, declaration_in(cast, sent(cast, "CC015C", declared())))
    with cast.acting("system") as system:
        record(declaration, system, [Happened("inspection.ordered", {"control": "physical"}, public=False)])
    assert types(cast) == ["928", "028"]


def test_a_program_follows_a_declaration_of_the_browser_from_its_first_message_on(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    assert types(cast) == []
    taken = sent(cast, "CC007C", arrival(declaration))
    assert not taken.message.errors, taken.message.errors
    present(cast, declaration, office="KZ-ASTANA-LC")
    assert types(cast) == ["043"]
    must_be_valid(told(cast))


def test_a_fault_in_one_correspondence_does_not_silence_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    first = declaration_in(cast, sent(cast, "CC015C", declared()))
    second = declaration_in(cast, sent(cast, "CC015C", declared()))
    present(cast, first)
    present(cast, second)
    accepted = events.TOLD["declaration.accept"]

    def broken(case: events.Case) -> Any:
        if case.declaration.pk == first.pk:
            raise ValueError("unwritable")
        return accepted(case)

    monkeypatch.setitem(events.TOLD, "declaration.accept", broken)
    assert types(cast) == ["928", "928", "028"]
    monkeypatch.undo()
    assert types(cast) == ["928", "928", "028", "028"]


def test_the_worker_tells_what_happened_meanwhile(cast: Cast) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    present(cast, declaration)
    advance.advance(declaration.pk)
    pay(cast, declaration, kind="secured") if not fresh(cast, declaration).released_at else None
    assert telling.tell_all(inline=True) >= 1
    assert telling.tell_all(inline=True) == 0
