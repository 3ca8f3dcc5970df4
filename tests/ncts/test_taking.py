"""Whatever a program sends is kept, has one effect at most, and is refused at the place of each fault."""

import pytest
from django.db import DatabaseError, transaction

from agencies.customs.models import NctsMessage
from agencies.customs.ncts.receiving import receive
from agencies.customs.ncts.structure.writing import write
from clearance.permissions import NotAllowed
from tests.acting import fresh, present
from tests.cast import Cast
from tests.corridor.helping import may_set_off
from tests.ncts.helping import (
    declaration_in,
    declared,
    invalidation,
    must_be_valid,
    sent,
    sent_as_is,
    text_in,
    told,
    types,
    unloaded,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cover")]


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


def test_a_used_number_with_a_wrong_form_is_told_the_form_and_kept(cast: Cast) -> None:
    values = declared()
    sent(cast, "CC015C", values)
    for spoilt in (b"<LRN>", b"<messageType>"):
        body = write("CC015C", values).replace(spoilt, b"<Nothing/>" + spoilt)
        other = sent_as_is(cast, body)
        assert ([one.type for one in other.answers], other.message.repeats) == (["CC917C"], True)
        assert bytes(other.message.body) == body


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
    del values["Guarantee"]["GuaranteeReference"]["currency"]
    taken = sent(cast, "CC015C", values)
    assert [one.type for one in taken.answers] == ["CC056C"]
    places = {error["pointer"] for error in taken.message.errors}
    assert "/CC015C[1]/Consignment[1]/HouseConsignment[1]/ConsignmentItem[1]/AdditionalInformation[1]" in places
    assert "/CC015C[1]/CustomsOfficeOfDestinationDeclared[1]/referenceNumber[1]" in places
    assert "/CC015C[1]/Guarantee[1]/GuaranteeReference[1]/currency[1]" in places
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


def test_a_message_stays_as_it_came(cast: Cast) -> None:
    row = sent(cast, "CC015C", declared()).message
    with cast.acting("system"):
        for change in ({"body": b"x"}, {"errors": []}, {"declaration": None}):
            with pytest.raises(DatabaseError, match="permission denied|append-only"), transaction.atomic():
                NctsMessage.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError, match="permission denied|append-only"), transaction.atomic():
            NctsMessage.objects.filter(pk=row.pk).delete()
