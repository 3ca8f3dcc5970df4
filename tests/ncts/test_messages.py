"""A program files a transit, follows it and is answered by messages; nothing it sends is lost or done twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from lxml import etree

from agencies.customs.models import NctsMessage, Remark
from agencies.customs.ncts import codes, numbers, telling
from agencies.customs.ncts.receiving import receive
from agencies.customs.ncts.structure.checking import faults_of
from agencies.customs.ncts.structure.writing import write
from agencies.customs.transit import acts, ladder
from clearance import advance, clock
from clearance.identifiers import is_mrn, new_reference
from clearance.models import Office
from clearance.permissions import NotAllowed
from clearance.record import Happened
from clearance.record import write as record
from clearance.services import deciding, stopping
from tests.acting import decide, fresh, pay, present, rows
from tests.api.programs import token_of
from tests.cast import Cast
from tests.corridor.helping import a_guarantee, may_set_off, movement_of, transit_of_phones
from tests.ncts import public
from tests.ncts.helping import DESTINATION, GRN, HOLDER, declaration_in, declared, header, sent, sent_as_is, text_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cover(cast: Cast) -> None:
    a_guarantee(cast, "1000000000.00", number=GRN)


def told(cast: Cast) -> list[NctsMessage]:
    """The outbox as it is now, oldest first."""
    telling.tell_all(inline=True)
    with cast.acting("system"):
        return list(NctsMessage.objects.filter(direction="out").order_by("pk"))


def types(cast: Cast) -> list[str]:
    return [message.type[2:5] for message in told(cast)]


def about(declaration: Any, type_: str, **more: Any) -> dict[str, Any]:
    """A message about a declaration by its MRN."""
    return {
        **header(type_),
        "TransitOperation": {"MRN": numbers.mrn_of(declaration.reference), **more.pop("operation", {})},
        **more,
    }


def arrival(declaration: Any) -> dict[str, Any]:
    operation = {
        "arrivalNotificationDateAndTime": clock.now().strftime("%Y-%m-%dT%H:%M:%S"), "simplifiedProcedure": "0",
        "incidentFlag": "0",
    }  # fmt: skip
    return about(
        declaration,
        "CC007C",
        operation=operation,
        CustomsOfficeOfDestinationActual={"referenceNumber": DESTINATION},
        TraderAtDestination={"identificationNumber": HOLDER},
        Consignment={
            "LocationOfGoods": {
                "typeOfLocation": "A",
                "qualifierOfIdentification": "V",
                "CustomsOffice": {"referenceNumber": DESTINATION},
            }
        },
    )


def unloaded(declaration: Any, **remark: Any) -> dict[str, Any]:
    said = {
        "conform": "1",
        "unloadingCompletion": "1",
        "unloadingDate": f"{clock.today()}",
        "stateOfSeals": "1",
        **remark,
    }
    return about(
        declaration,
        "CC044C",
        CustomsOfficeOfDestinationActual={"referenceNumber": DESTINATION},
        TraderAtDestination={"identificationNumber": HOLDER},
        UnloadingRemark=said,
    )


def invalidation(declaration: Any) -> dict[str, Any]:
    return about(
        declaration,
        "CC014C",
        Invalidation={"initiatedByCustoms": "0", "justification": "Sold elsewhere"},
        CustomsOfficeOfDeparture={"referenceNumber": "KZNURJOL"},
        HolderOfTheTransitProcedure={"identificationNumber": HOLDER},
    )


def must_be_valid(messages: list[NctsMessage]) -> None:
    """Each message follows our description, and the official schema where both are at hand."""
    for message in messages:
        root = etree.fromstring(bytes(message.body))
        assert faults_of(root) == [], message.type
        schema = public.schema(message.type) if public.is_here() else None
        if schema is not None:
            schema.assertValid(root)


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
    change = declared("CC013C", operation={"LRN": declaration.local_ref, "additionalDeclarationType": "D"})
    change["Consignment"]["referenceNumberUCR"] = "UCR-2"
    assert not sent(cast, "CC013C", change).message.errors
    presentation = {
        **header("CC170C"),
        "TransitOperation": {"LRN": declaration.local_ref},
        "CustomsOfficeOfDeparture": {"referenceNumber": "KZNURJOL"},
        "HolderOfTheTransitProcedure": {"identificationNumber": HOLDER},
        "Consignment": {
            "LocationOfGoods": {"typeOfLocation": "A", "qualifierOfIdentification": "V"},
            "DepartureTransportMeans": {
                "typeOfIdentification": "30",
                "identificationNumber": "905BOL05",
                "nationality": "KZ",
            },
            "HouseConsignment": {},
        },
    }
    taken = sent(cast, "CC170C", presentation)
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


def test_the_same_message_twice_has_one_effect(cast: Cast) -> None:
    body = write("CC015C", declared())
    first, second = sent_as_is(cast, body), sent_as_is(cast, body)
    assert (first.created, second.created) == (True, False)
    assert second.message.pk == first.message.pk
    assert [one.pk for one in second.answers] == [one.pk for one in first.answers]
    assert types(cast) == ["928"]


def test_a_number_used_for_another_content_is_refused_and_kept(cast: Cast) -> None:
    values = declared()
    sent(cast, "CC015C", values)
    other = sent(cast, "CC015C", {**declared(), "messageIdentification": values["messageIdentification"]})
    assert [one.type for one in other.answers] == ["CC906C"]
    assert other.message.repeats
    assert text_in(other.answers[0].body, "FunctionalError/errorCode") == "26"
    must_be_valid(told(cast))


@pytest.mark.parametrize(
    ("body", "place", "line"),
    [
        (b"", "/", 1),
        (b"not xml", "/", 1),
        (b"\xff\xfe\x00\xd8", "/", 1),
        (b"<a>\n<b>\n</a>", "/a[1]/b[1]", 3),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "/", 1),
        (b"<Invoice/>", "/Invoice[1]", 1),
        (b'<n:CC015C xmlns:n="http://ncts.dgtaxud.ec"/>', "/CC015C[1]/messageSender[1]", 1),
    ],
)
def test_a_message_of_wrong_form_is_kept_and_told_where(cast: Cast, body: bytes, place: str, line: int) -> None:
    taken = sent_as_is(cast, body)
    assert bytes(taken.message.body) == body
    assert [one.type for one in taken.answers] == ["CC917C"]
    assert (taken.message.errors[0]["pointer"], taken.message.errors[0]["line"]) == (place, line)
    must_be_valid(taken.answers)


def test_every_fault_of_a_declaration_is_told_at_its_element(cast: Cast) -> None:
    values = declared()
    item = values["Consignment"]["HouseConsignment"]["ConsignmentItem"][0]
    del item["AdditionalInformation"]
    values["CustomsOfficeOfDestinationDeclared"] = {"referenceNumber": "KZNOWHER"}
    taken = sent(cast, "CC015C", values)
    assert [one.type for one in taken.answers] == ["CC056C"]
    places = {error["pointer"] for error in taken.message.errors}
    assert "/CC015C[1]/Consignment[1]/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[1]" in places
    assert "/CC015C[1]/CustomsOfficeOfDestinationDeclared[1]/referenceNumber[1]" in places
    assert all(error["line"] for error in taken.message.errors)
    assert taken.message.declaration_id is None
    must_be_valid(taken.answers)


def test_nobody_acts_on_anothers_declaration(cast: Cast) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    taken = sent(cast, "CC014C", invalidation(declaration), by="stranger")
    assert [one.type for one in taken.answers] == ["CC056C"]
    assert taken.message.declaration_id is None
    assert taken.message.company_id == cast.companies()["altyn_orda"]
    refused = sent(cast, "CC015C", declared(), by="stranger")
    assert [error["code"] for error in refused.message.errors] == ["holder_unknown"]
    with cast.acting("customs_officer") as officer, pytest.raises(NotAllowed):
        receive(officer, b"<x/>")
    assert fresh(cast, declaration).state == "lodged"


def test_a_broker_sends_for_its_client(cast: Cast) -> None:
    taken = sent(cast, "CC015C", declared(), by="broker")
    assert taken.message.company_id == cast.companies()["silk_road"]
    assert [one.type for one in taken.answers] == ["CC928C"]


def test_what_comes_too_late_is_refused_and_changes_nothing(cast: Cast) -> None:
    declaration = may_set_off(cast, present(cast, declaration_in(cast, sent(cast, "CC015C", declared()))))
    assert [one.type for one in sent(cast, "CC014C", invalidation(declaration)).answers] == ["CC056C"]
    assert [one.type for one in sent(cast, "CC044C", unloaded(declaration)).answers] == ["CC057C"]
    assert fresh(cast, declaration).state == "released"
    must_be_valid(told(cast))


def test_a_message_of_the_office_is_not_taken_from_a_trader(cast: Cast) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    answer = told(cast)[0]
    taken = sent_as_is(cast, bytes(answer.body))
    assert [one.type for one in taken.answers] == ["CC906C"]
    assert fresh(cast, declaration).state == "lodged"


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


def test_a_message_stays_as_it_came(cast: Cast) -> None:
    row = sent(cast, "CC015C", declared()).message
    with cast.acting("system"):
        for change in ({"body": b"x"}, {"errors": []}, {"declaration": None}):
            with pytest.raises(DatabaseError, match="permission denied|append-only"), transaction.atomic():
                NctsMessage.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError, match="permission denied|append-only"), transaction.atomic():
            NctsMessage.objects.filter(pk=row.pk).delete()


def test_a_fault_in_one_correspondence_does_not_silence_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    first = declaration_in(cast, sent(cast, "CC015C", declared()))
    second = declaration_in(cast, sent(cast, "CC015C", declared()))
    present(cast, first)
    present(cast, second)
    accepted = telling.TOLD["declaration.accept"]

    def broken(case: telling.Case) -> Any:
        if case.declaration.pk == first.pk:
            raise ValueError("unwritable")
        return accepted(case)

    monkeypatch.setitem(telling.TOLD, "declaration.accept", broken)
    assert types(cast) == ["928", "928", "028"]
    monkeypatch.undo()
    assert types(cast) == ["928", "928", "028", "028"]


class Program:
    """A program with a token."""

    def __init__(self, cast: Cast, who: str, scopes: tuple[str, ...] = ("read", "file", "sign")) -> None:
        self.headers = {"authorization": f"Bearer {token_of(cast, who, scopes)}"}

    def post(self, body: bytes, kind: str = "application/xml") -> Any:
        return Client().post("/api/v1/agencies/customs/ncts/messages", body, content_type=kind, headers=self.headers)

    def get(self, path: str) -> Any:
        return Client().get(path, headers=self.headers)


def test_the_api_takes_messages_and_gives_the_answers(cast: Cast) -> None:
    mine, other = Program(cast, "trader"), Program(cast, "stranger")
    body = write("CC015C", declared())
    answer = mine.post(body)
    assert answer.status_code == 202, answer.content
    shown = answer.json()
    assert [one["type"] for one in shown["answers"]] == ["CC928C"]
    assert shown["message"]["mrn"] == numbers.mrn_of(shown["message"]["reference"])
    assert mine.post(body).status_code == 200
    listed = mine.get("/api/v1/agencies/customs/ncts/messages").json()
    assert [one["type"] for one in listed["messages"]] == ["CC015C", "CC928C"]
    assert mine.get(f"/api/v1/agencies/customs/ncts/messages?after={listed['next']}").json()["messages"] == []
    assert mine.get(listed["messages"][0]["url"]).content == body
    assert other.get("/api/v1/agencies/customs/ncts/messages").json()["messages"] == []
    assert other.get(listed["messages"][0]["url"]).status_code == 404
    assert mine.post(b"{}", "application/json").status_code == 415
    wrong = mine.post(b"<x")
    assert (wrong.status_code, wrong.json()["answers"][0]["type"]) == (202, "CC917C")
    assert Program(cast, "trader", ("read",)).post(body).status_code == 403
    paths = mine.get("/api/v1/openapi.json").json()["paths"]
    assert {"/agencies/customs/ncts/messages", "/agencies/customs/ncts/messages/{message_id}"} <= set(paths)


def test_messages_stand_on_the_page_of_the_declaration_in_every_language(cast: Cast, client: Any) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    wrong = sent(cast, "CC044C", unloaded(declaration))
    assert wrong.message.errors
    for who, page in (("trader", "declaration"), ("customs_officer", "desk_declaration")):
        client.force_login(cast.user(who))
        shown = client.get(reverse(page, args=[declaration.reference])).content.decode()
        assert f"MRN {numbers.mrn_of(declaration.reference)}" in shown
        assert "Declaration received" in shown
        assert ("/api/v1/agencies/customs/ncts/messages/" in shown) == (who == "trader")


def test_an_mrn_is_our_reference_and_back() -> None:
    for _turn in range(200):
        reference = new_reference(2026)
        mrn = numbers.mrn_of(reference)
        assert is_mrn(mrn), mrn
        assert numbers.reference_of(mrn) == reference
    assert numbers.reference_of("26KZTR007K3M9QX4J0") is None or is_mrn("26KZTR007K3M9QX4J0")
    assert numbers.reference_of("23GB000246ZPABRDJ3") is None


def test_every_customs_office_has_a_code_in_messages_and_back(cast: Cast) -> None:
    today = clock.today()
    offices = [
        office.pk
        for office in Office.objects.exclude(type__in=["control_centre", "postal_exchange"])
        if not office.pk.startswith("POST")
    ]
    missing = [code for code in offices if codes.theirs("office", code, today) is None]
    assert missing == []
    assert all(codes.ours("office", codes.theirs("office", code, today) or "", today) == code for code in offices)


def test_the_worker_tells_what_happened_meanwhile(cast: Cast) -> None:
    declaration = declaration_in(cast, sent(cast, "CC015C", declared()))
    present(cast, declaration)
    advance.advance(declaration.pk)
    pay(cast, declaration, kind="secured") if not fresh(cast, declaration).released_at else None
    assert telling.tell_all(inline=True) >= 1
    assert telling.tell_all(inline=True) == 0
