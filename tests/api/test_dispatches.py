"""A postal operator's program: a list in one act, its arrival in one, and the scans of an item."""

import pytest

from clearance.identifiers import is_s10
from tests.api.programs import codes
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = (
    "dispatch_id,office,item_id,form,category,item_type,sender_name,sender_country,sender_city,sender_address,"
    "addressee_id,addressee_name,addressee_city,addressee_address,personal,description,commodity_code,origin,"
    "net_mass_kg,gross_mass_kg,value,currency"
)


def s10(number: int) -> str:
    return next(item for last in range(10) if is_s10(item := f"CP{number:08d}{last}CN"))


def line(number: int, **changes: str) -> str:
    row = {
        "dispatch_id": "CNBJSAKZALAAACA6000100001", "office": "POST-ALA", "item_id": s10(number), "form": "CN23",
        "category": "gift", "item_type": "parcel", "sender_name": "Li Wei", "sender_country": "CN",
        "sender_city": "Beijing", "sender_address": "Street 1", "addressee_id": "",
        "addressee_name": "Aigul S", "addressee_city": "Almaty", "addressee_address": "Abay 1", "personal": "yes",
        "description": "Cotton T-shirts for two children", "commodity_code": "6109100000", "origin": "CN",
        "net_mass_kg": "0.4", "gross_mass_kg": "0.5", "value": "15.00", "currency": "EUR",
    } | changes  # fmt: skip
    return ",".join(row[name] for name in HEAD.split(","))


def listed(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def test_each_item_gets_a_reference_or_located_errors(program) -> None:
    body = listed(line(1), line(2, net_mass_kg="heavy"), line(3))
    answer = program("postman").post("dispatches", body, kind="text/csv")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["filed"] == 2
    assert [bool(item["reference"]) for item in told["items"]] == [True, False, True]
    (wrong,) = [item for item in told["items"] if not item["reference"]]
    assert wrong["errors"][0]["pointer"].startswith("/1/")
    assert (wrong["errors"][0]["line"], wrong["errors"][0]["column"]) == (3, "net_mass_kg")
    again = program("postman").post("dispatches", body, kind="text/csv")
    assert (again.status_code, again.json()["filed"]) == (200, 0)
    assert [i["reference"] for i in again.json()["items"]] == [i["reference"] for i in told["items"]]


def test_a_list_without_one_good_item_is_refused_whole(program) -> None:
    answer = program("postman").post("dispatches", listed(line(1, value="much")), kind="text/csv")
    assert answer.status_code == 422
    codes(answer)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/csv", b"", 422),
        ("text/csv", b"\x00", 422),
        ("text/csv", b"\xff\xfe", 422),
        ("text/csv", b'a,"b\n', 422),
        ("application/json", b"{", 422),
        ("application/json", b"[]", 422),
        ("application/json", b'{"items": [{"local_ref": "\\u0000"}]}', 422),
        ("application/json", b'{"items": [1, null, []]}', 422),
        ("application/json", b'{"items": 5}', 422),
        ("application/xml", b"<a/>", 415),
    ],
)
def test_a_list_that_cannot_be_read_is_told(program, kind: str, body: bytes, status: int) -> None:
    answer = program("postman").post("dispatches", body, kind=kind)
    assert answer.status_code == status, answer.content
    codes(answer)


def test_only_a_postal_operator_files_lists(program) -> None:
    answer = program("trader").post("dispatches", listed(line(1)), kind="text/csv")
    assert (answer.status_code, codes(answer)) == (403, ["not_allowed"])


def test_the_clean_items_are_released_when_the_dispatch_arrives(program, cast: Cast) -> None:
    from clearance import advance
    from clearance.models import Declaration

    told = program("postman").post("dispatches", listed(line(1), line(2)), kind="text/csv").json()
    references = [item["reference"] for item in told["items"]]
    with cast.acting("system"):
        ids = list(Declaration.objects.values_list("pk", flat=True))
    for pk in ids:
        advance.advance(pk)
    postman = program("postman")
    arrived = postman.post("dispatches/CNBJSAKZALAAACA6000100001/present", {"office": "POST-ALA"})
    assert arrived.status_code == 200, arrived.content
    assert sorted(arrived.json()["released"] + arrived.json()["exceptions"]) == sorted(references)
    assert arrived.json()["presented"] == 2
    for reference in arrived.json()["released"]:
        scanned = postman.post(f"declarations/{reference}/scans", {"code": "EMI", "office": "POST-ALA"})
        assert scanned.status_code == 201, scanned.content
    strange = postman.post(f"declarations/{references[0]}/scans", {"code": "XYZ"})
    assert (strange.status_code, codes(strange)) == (422, ["item_event"])
    assert program("trader").post(f"declarations/{references[0]}/scans", {"code": "EMD"}).status_code == 404
    nothing = program("stranger").post("dispatches/CNBJSAKZALAAACA6000100001/present", {})
    assert nothing.status_code == 409
