"""A postal operator's dispatch: filed in one act, released in one, only exceptions reach a queue."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearance import advance, auditing
from clearance.content import Problems, digest
from clearance.dispatch_lists import Listed, parse_dispatch
from clearance.identifiers import is_s10
from clearance.models import Declaration, Event, HolderInterval, SignOff, Version
from clearance.permissions import NotAllowed
from clearance.services import posting
from clearance.workflow import Refused
from portal.demo import examples
from portal.demo.postal_goods import parcel, s10
from tests import acting
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DISPATCH = "DETESTKZALAAAUN60001"
SAMPLE = examples.TARGET


def clean(number: int, **more: Any) -> dict[str, Any]:
    item = {"value": "40.00", "net": "1", "gross": "1.2", "code": "490199", "dispatch": DISPATCH, "personal": True}
    return parcel(s10("CB", number, "DE"), "Printed novels, three volumes", **{**item, **more})


def listed(*contents: dict[str, Any]) -> list[Listed]:
    return [Listed(place, (), copy.deepcopy(content)) for place, content in enumerate(contents)]


def file_all(cast: Cast, rows: list[Listed], *, by: str = "postman") -> list[posting.ItemFiled]:
    with cast.acting(by, scopes=acting.FILING) as actor:
        return posting.file_dispatch(actor, company_id=cast.companies()["kazpost"], rows=rows)


def route_all(cast: Cast) -> None:
    with cast.acting("system"):
        keys = list(Declaration.objects.filter(routing_due=True).values_list("pk", flat=True))
    for key in keys:
        advance.advance(key)


def arrive(cast: Cast, *, by: str = "postman", **more: Any) -> posting.DispatchReleased:
    scopes = acting.FILING if by == "postman" else None
    with cast.acting(by, scopes=scopes) as actor:
        return posting.release_clean(actor, dispatch_id=DISPATCH, **more)


def test_the_sample_is_what_its_script_writes_and_numbers_pass_their_check_digit():
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 201
    rows = parse_dispatch(SAMPLE.read_bytes(), "text/csv")
    assert [row.item_id for row in rows] == [row["item_id"] for row in examples.rows()]
    assert sum(not is_s10(row.item_id) for row in rows) == 1


@pytest.mark.slow
def test_two_hundred_items_are_filed_in_one_act_and_only_exceptions_reach_a_queue(cast: Cast):
    rows = parse_dispatch(SAMPLE.read_bytes(), "text/csv")
    filed = file_all(cast, rows)
    assert [one.item_id for one in filed] == [row.item_id for row in rows]
    wrong = [posting.located(one, row)[0] for one, row in zip(filed, rows, strict=True) if one.problems]
    assert [(one["line"], one["column"], one["code"]) for one in wrong] == [
        (18, "item_id", "s10"),
        (45, "description", "vague"),
    ]
    route_all(cast)
    with cast.acting("postman", scopes=acting.FILING) as actor:
        arrived = posting.release_clean(actor, dispatch_id=examples.DISPATCH)
    planned = {filed[line - 1].reference for line in (71, 98, 125, 152, 179)}
    assert arrived.presented == 198
    assert set(arrived.exceptions) == planned
    assert len(arrived.released) == 198 - len(planned)
    with cast.acting("system"):
        queued = SignOff.objects.filter(state="open").values_list("declaration__reference", flat=True)
        assert set(queued) == set(arrived.exceptions)


def test_the_cost_is_the_same_for_two_items_and_for_forty(cast: Cast):
    file_all(cast, listed(clean(1)))  # the process learns rulebooks, calendars and lists

    def cost(first: int, count: int) -> tuple[int, int]:
        contents = [clean(first + n, dispatch=f"{DISPATCH}{count}") for n in range(count)]
        with CaptureQueriesContext(connection) as filing:
            file_all(cast, listed(*contents))
        route_all(cast)
        with cast.acting("postman", scopes=acting.FILING) as actor, CaptureQueriesContext(connection) as release:
            released = posting.release_clean(actor, dispatch_id=f"{DISPATCH}{count}").released
        assert len(released) == count
        return len(filing), len(release)

    assert cost(1000, 2) == cost(2000, 40)


def test_every_item_has_its_own_version_signature_chain_and_holder(cast: Cast):
    filed = file_all(cast, listed(clean(1), clean(2)))
    route_all(cast)
    arrive(cast)
    with cast.acting("system"):
        declarations = list(Declaration.objects.order_by("pk"))
        assert [one.reference for one in declarations] == [one.reference for one in filed]
        for one in declarations:
            version = Version.objects.get(declaration=one)
            assert version.digest == digest(version.content) == version.signature["digest"]
            assert version.signature["list"]["items"] == 2
            kinds = list(Event.objects.filter(declaration=one).order_by("seq").values_list("kind", flat=True))
            assert kinds[0] == "declaration.lodge"
            assert HolderInterval.objects.filter(declaration=one, until=None).count() == 1
    assert auditing.verify().findings == ()


def test_the_same_list_again_gives_the_same_references(cast: Cast):
    first = file_all(cast, listed(clean(1), clean(2)))
    again = file_all(cast, listed(clean(1), clean(2), clean(3)))
    assert [one.reference for one in again[:2]] == [one.reference for one in first]
    assert [one.created for one in again] == [False, False, True]
    other = file_all(cast, listed(clean(1, value="50.00")))
    assert [problem.code for problem in other[0].problems] == ["local_ref_used"]


def test_an_item_listed_twice_is_filed_not_at_all(cast: Cast):
    filed = file_all(cast, listed(clean(1), clean(2), clean(1)))
    assert [one.reference is None for one in filed] == [True, False, True]
    assert {problem.code for one in filed for problem in one.problems} == {"listed_twice"}


def test_only_a_postal_operator_files_dispatch_lists(cast: Cast):
    with cast.acting("trader", scopes=acting.FILING) as actor, pytest.raises(NotAllowed, match="postal operator"):
        posting.file_dispatch(actor, company_id=cast.companies()["silk_road"], rows=listed(clean(1)))
    with cast.acting("stranger", scopes=acting.FILING) as actor, pytest.raises(NotAllowed):
        posting.file_dispatch(actor, company_id=cast.companies()["kazpost"], rows=listed(clean(1)))


def test_goods_that_are_not_mail_do_not_belong_in_a_list(cast: Cast):
    content = clean(1) | {"kind": "import", "declaration_type": "DT"}
    assert "kind" in {problem.code for problem in file_all(cast, listed(content))[0].problems}


def test_customs_may_record_the_arrival_and_a_trader_may_not(cast: Cast):
    file_all(cast, listed(clean(1)))
    route_all(cast)
    with cast.acting("trader", scopes=acting.FILING) as actor, pytest.raises(Refused) as refused:
        posting.release_clean(actor, dispatch_id=DISPATCH)
    assert refused.value.code == "nothing_to_present"
    assert arrive(cast, by="customs_officer").presented == 1


def test_where_the_operator_is_not_authorised_its_notice_releases_nothing(cast: Cast):
    file_all(cast, listed(clean(1)))
    route_all(cast)
    assert arrive(cast, office="KZ-NURJOLY").released == ()
    with cast.acting("system"):
        assert Declaration.objects.get().presented_at is None


def test_an_arrival_before_the_routing_releases_when_the_worker_comes(cast: Cast):
    file_all(cast, listed(clean(1)))
    assert arrive(cast).released == ()
    route_all(cast)
    with cast.acting("system"):
        assert Declaration.objects.get().state == "released"


def test_an_arrival_twice_is_one(cast: Cast):
    file_all(cast, listed(clean(1), clean(2, value="900.00", form="CN23")))
    route_all(cast)
    assert arrive(cast).presented == 2
    assert arrive(cast).presented == 0
    with cast.acting("system"):
        assert Event.objects.filter(kind="goods.presented").count() == 2


def released_item(cast: Cast) -> str:
    number = 1
    while True:
        filed = file_all(cast, listed(clean(number)))
        route_all(cast)
        if reference := next(iter(arrive(cast).released), None):
            assert reference == filed[0].reference
            return reference
        number += 1


def scan(cast: Cast, reference: str, code: str, **more: Any) -> bool:
    with cast.acting("postman", scopes=acting.FILING) as actor:
        return posting.record_item_event(actor, reference=reference, code=code, **more)


def test_delivery_follows_release_and_closes_the_file(cast: Cast):
    reference = released_item(cast)
    assert scan(cast, reference, "EMG")
    assert scan(cast, reference, "EMI")
    with cast.acting("system"):
        declaration = Declaration.objects.get(reference=reference)
    advance.advance(declaration.pk)
    declaration = acting.fresh(cast, declaration)
    assert declaration.state == "closed"
    with cast.acting("postman"):
        kinds = Event.objects.filter(declaration=declaration).values_list("kind", flat=True)
        assert {"item.at_delivery_office", "item.delivered"} <= set(kinds)


def test_nothing_is_delivered_before_release(cast: Cast):
    reference = file_all(cast, listed(clean(1)))[0].reference
    assert scan(cast, str(reference), "EMD")
    with pytest.raises(Refused) as refused:
        scan(cast, str(reference), "EMI")
    assert refused.value.code == "not_released"


def test_the_same_scan_twice_is_one(cast: Cast):
    from clearance import clock

    reference, moment = released_item(cast), clock.now()
    assert scan(cast, reference, "EMG", at=moment)
    assert not scan(cast, reference, "EMG", at=moment)


def test_a_scan_that_needs_a_reason_has_one(cast: Cast):
    reference = released_item(cast)
    with pytest.raises(Problems) as wrong:
        scan(cast, reference, "EMH")
    assert [problem.code for problem in wrong.value.problems] == ["reason_missing"]
    assert scan(cast, reference, "EMH", reason="Nobody at home")


def test_a_stranger_neither_sees_nor_scans_an_item(cast: Cast):
    reference = released_item(cast)
    with cast.acting("stranger", scopes=acting.FILING) as actor, pytest.raises(Declaration.DoesNotExist):
        posting.record_item_event(actor, reference=reference, code="EMG")


# --- the list as a file


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


HEAD = "item_id,content,description,net_mass_kg,gross_mass_kg,value,currency,personal,sender_name"


def test_lines_of_one_item_are_its_contents():
    rows = parse_dispatch(
        csv_of(HEAD, "CB000000014DE,1,Books,1,1.1,10,EUR,yes,A", "CB000000014DE,2,Scarf,0.3,0.4,15,EUR,yes,A"),
        "text/csv",
    )
    assert len(rows) == 1
    assert rows[0].lines == (2, 3)
    assert [item["description"] for item in rows[0].content["items"]] == ["Books", "Scarf"]
    assert rows[0].content["flags"] == {"personal": True}
    assert rows[0].problems == []


def test_lines_that_disagree_or_repeat_are_told_by_line():
    rows = parse_dispatch(
        csv_of(HEAD, "CB000000014DE,1,Books,1,1.1,10,EUR,yes,A", "CB000000014DE,1,Books,1,1.1,10,EUR,perhaps,B"),
        "text/csv",
    )
    assert {(problem.code, problem.line) for problem in rows[0].problems} == {("listed_twice", 3), ("lines_differ", 3)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_of_any_country_are_read(delimiter: str):
    data = "\ufeff" + "\n".join(
        line.replace(",", delimiter) for line in (HEAD, "CB000000014DE,1,Books,1,1.1,10,EUR,yes,A", ",,,,,,,,")
    )
    assert [row.item_id for row in parse_dispatch(data.encode(), "text/csv")] == ["CB000000014DE"]


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (b"\xff\xfe\x00", "text/csv", "not_utf8"),
        (csv_of(HEAD), "text/csv", "empty_list"),
        (csv_of("item_id,colour"), "text/csv", "column_missing"),
        (csv_of(HEAD, 'CB000000014DE,1,"Books'), "text/csv", "not_csv"),
        (b"{", "application/json", "not_json"),
        (b'{"items": 3}', "application/json", "not_a_list"),
        (b"[" * 100_000, "application/json", "not_json"),
        (b"[" * 995 + b"]" * 995, "application/json", "not_json"),
        (csv_of(HEAD, *(f"X{n},1,Books,1,1,1,EUR,yes,A" for n in range(1001))), "text/csv", "too_many_items"),
        (b" " * (10 * 1024 * 1024 + 1), "text/csv", "too_large"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(data: bytes, media_type: str, code: str):
    with pytest.raises(Problems) as wrong:
        parse_dispatch(data, media_type)
    assert code in {problem.code for problem in wrong.value.problems}


def test_a_list_as_json_is_completed_and_located(cast: Cast):
    whole = clean(1)
    short = {"postal": whole["postal"], "currency": "EUR", "items": whole["items"], "flags": {"personal": True}}
    floating = {**short, "items": [{**whole["items"][0], "price": 4.5}]}
    data = json.dumps(
        {"dispatch_id": DISPATCH, "office": "POST-ALA", "items": [short, {"items": 7}, 5, floating]}
    ).encode()
    rows = parse_dispatch(data, "application/json")
    filed = file_all(cast, rows)
    assert filed[0].problems == ()
    assert [told["pointer"] for told in posting.located(filed[1], rows[1])] == ["/1/items"]
    assert filed[2].problems[0].code == "not_an_object"
    assert [told["pointer"] for told in posting.located(filed[3], rows[3])] == ["/3/items/0/price"]


def test_the_command_files_a_list_as_the_operator(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "dispatch.csv"
    path.write_bytes(csv_of(*SAMPLE.read_text(encoding="utf-8").splitlines()[:4]))
    call_command("file_declarations", str(path), "--as", "postman", "--json")
    assert [bool(one["reference"]) for one in json.loads(capsys.readouterr().out)] == [True, True, True]
