"""A train list is filed in one act, decided in one act but for the exceptions, and moved from wagon to wagon."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.customs.models import Consigned, Movement, Seal, Stop, Train, Transfer
from agencies.customs.trains import columns, deciding, filing, transferring
from agencies.customs.trains.transferring import Change
from clearance.acts import NotAllowed, NotFound, Problems, Refused
from clearance.models import Declaration, Hold
from tests.acting import FILING, fresh
from tests.cast import Cast
from tests.corridor.helping import kinds, movement_of, transit_of_phones
from tests.corridor.trained import HEAD, a_train, listed, wagon_number, wagons

pytestmark = pytest.mark.django_db


def sent(cast: Cast, rows: list[columns.Row], *, by: str = "trader", **more: Any) -> filing.Sent:
    with cast.acting(by, scopes=FILING) as actor:
        return filing.file_train(actor, company_id=cast.companies()["silk_road"], head=HEAD, rows=rows, **more)


def notes_of(cast: Cast, train: Train) -> list[Consigned]:
    with cast.acting("system"):
        return list(Consigned.objects.filter(train=train).select_related("declaration"))


def states(cast: Cast, train: Train) -> list[str]:
    return [one.declaration.state for one in notes_of(cast, train)]


@pytest.mark.parametrize(("notes", "each"), [(60, 1), (12, 5)])
def test_each_note_is_a_declaration_of_its_own(cast: Cast, notes: int, each: int) -> None:
    answer = sent(cast, listed(notes, each))
    assert (answer.filed, answer.faults) == (notes, ())
    filed = notes_of(cast, answer.train)
    assert [len(one.wagons) for one in filed] == [each] * notes
    assert {one.declaration.state for one in filed} == {"lodged"}
    with cast.acting("system"):
        content = filed[0].declaration.versions.get(number=1).content
        assert {one.declaration.events.filter(kind="train.listed").count() for one in filed} == {1}
    assert content["transit"]["smgs_note"]["number"] == "29540001"
    assert [wagon["number"] for wagon in content["transit"]["wagons"]] == [wagon_number(n) for n in range(each)]
    assert content["gross_mass_total_kg"] == str(21000.5 * each)
    assert len(content["items"]) == 1
    assert filed[0].declaration.money_position == "nothing_due", "rail alone needs no guarantee"


def test_filing_costs_the_same_for_two_notes_and_for_twenty(cast: Cast) -> None:
    def cost(notes: int, first: int) -> int:
        head = replace(HEAD, list_number=f"TL-{notes}")
        with (
            cast.acting("trader", scopes=FILING) as actor,
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            filing.file_train(actor, company_id=cast.companies()["silk_road"], head=head, rows=listed(notes))
        return len(queries)

    cost(2, 0)
    assert cost(3, 10) == cost(20, 100)


WRONG: list[tuple[str, Any, str, str]] = [
    ("wagon", "52100001", "wagon", "wagon_number"),
    ("wagon", "", "wagon", "wagon_without_number"),
    ("packages", "forty", "packages", "count"),
    ("gross_mass_kg", "heavy", "gross_mass_kg", "decimal"),
    ("price", "", "price", "price_missing"),
    ("commodity_code", "85", "commodity_code", "commodity_code"),
    ("description", "", "description", "description_missing"),
    ("consignee", "", "consignee", "consignee_name_missing"),
    ("note", "", "note", "smgs_note_missing"),
    ("note_date", "1 Sept", "note_date", "date"),
    ("seals", "S" * 21, "seals", "too_long"),
    ("invoice_date", "", "invoice_date", "document_date"),
]


@pytest.mark.parametrize(("column", "value", "at", "code"), WRONG)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_filed(
    cast: Cast, column: str, value: Any, at: str, code: str
) -> None:
    rows = wagons(3)
    rows[2][rows[0].index(column)] = value
    answer = sent(cast, columns.from_rows(rows))
    assert (answer.filed, answer.train) == (0, None)
    assert (3, at, code) in [(one.line, one.column, one.code) for one in answer.faults]
    assert {one.line for one in answer.faults} == {3}
    with cast.acting("system"):
        assert not Declaration.objects.filter(kind="transit").exists()


def test_a_wagon_is_in_one_note_only(cast: Cast) -> None:
    rows = wagons(3)
    rows[3][rows[0].index("wagon")] = wagon_number(0)
    assert [(one.line, one.column, one.code) for one in sent(cast, columns.from_rows(rows)).faults] == [
        (4, "wagon", "wagon_twice")
    ]


def test_the_right_notes_can_go_and_the_list_sent_again_files_the_others_only(cast: Cast) -> None:
    rows = wagons(3)
    rows[1][rows[0].index("price")] = ""
    first = sent(cast, columns.from_rows(rows), partly=True)
    assert (first.filed, [one.line for one in first.faults]) == (2, [2])
    again = sent(cast, listed(3))
    assert (again.filed, again.train) == (1, first.train)
    assert sent(cast, listed(3)).filed == 0
    assert [one.place for one in notes_of(cast, first.train)] == [1, 2, 3]


def test_a_list_is_a_sheet_or_json(cast: Cast) -> None:
    names, *values = wagons(2)
    given = [{**dict(zip(names, map(str, row), strict=True)), "seals": ["A1", "A2"]} for row in values]
    head, rows = columns.from_json(json.dumps({"list_number": "TL-9", "wagons": given}).encode())
    assert head == {"list_number": "TL-9"}
    assert [row["seals"] for row in rows] == ["A1 A2", "A1 A2"]
    assert sent(cast, rows).filed == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"{", "not_json"), (b"[1]", "not_a_list"), (b'{"wagons": []}', "empty_list"), (b'[{"x": 1}]', "column_unknown")],
)
def test_what_is_no_list_is_said(data: bytes, code: str) -> None:
    with pytest.raises(Problems, match=code):
        columns.from_json(data)


@pytest.mark.parametrize(
    ("rows", "code"), [([], "empty_list"), ([["note"]], "column_missing"), ([list(columns.NEEDED)], "empty_list")]
)
def test_a_sheet_without_wagons_or_columns_is_said(rows: list[list[str]], code: str) -> None:
    with pytest.raises(Problems, match=code):
        columns.from_rows(rows)


def test_only_who_may_sign_for_the_company_sends_its_train(cast: Cast) -> None:
    for who in ("viewer", "stranger", "customs_officer"):
        with pytest.raises(NotAllowed):
            sent(cast, listed(1), by=who)


def a_released_train(cast: Cast, notes: int, **more: Any) -> Train:
    train = a_train(cast, notes, **more)
    with cast.acting("customs_officer") as officer:
        answer = deciding.arrived(officer, train)
    assert (answer.done, answer.left) == (notes, {})
    return train


def decided(cast: Cast, train: Train, exceptions: dict[str, str], *, by: str = "customs_officer") -> deciding.Done:
    with cast.acting(by) as officer:
        return deciding.decide_all(officer, train, place="Track 7", exceptions=exceptions)


def test_one_held_note_does_not_hold_the_rest_of_the_train(cast: Cast) -> None:
    train = a_released_train(cast, 4)
    answer = decided(cast, train, {"29540002": "The seal of the wagon is open"})
    assert (answer.done, answer.left) == (3, {})
    with cast.acting("customs_officer") as officer:
        gone = deciding.set_off(officer, train)
    assert (gone.done, list(gone.left)) == (3, ["29540002"])
    filed = notes_of(cast, train)
    moving = [movement_of(cast, one.declaration) for one in filed]
    assert [one.state if one else None for one in moving].count("en_route") == 3
    held = filed[1].declaration
    with cast.acting("system"):
        stopped = Stop.objects.filter(declaration=held, lifted_at=None).first() or Hold.objects.get(declaration=held)
    assert "open" in (getattr(stopped, "reason", "") or stopped.public_reason)
    assert {one.exempt for one in moving if one} == {"rail"}
    assert {bool(one.seals) for one in moving if one and one.state == "en_route"} == {True}


def test_an_exception_has_a_reason_and_is_a_note_of_the_train(cast: Cast) -> None:
    train = a_released_train(cast, 2)
    for exceptions, code in (({"29540001": " "}, "reason_missing"), ({"1": "Wrong"}, "unknown_note")):
        with pytest.raises(Problems, match=code):
            decided(cast, train, exceptions)
    with cast.acting("customs_officer") as officer, pytest.raises(Problems, match="place_missing"):
        deciding.decide_all(officer, train, place=" ", exceptions={})


def test_a_note_held_once_stays_held_when_the_train_is_decided_again(cast: Cast) -> None:
    train = a_released_train(cast, 2)
    decided(cast, train, {"29540001": "Papers differ"})
    assert list(decided(cast, train, {}).left) == ["29540001"]


def test_others_decide_no_train(cast: Cast) -> None:
    train = a_released_train(cast, 2)
    for who in ("trader", "plant_health_officer", "cashier"):
        assert decided(cast, train, {}, by=who).done == 0
    assert set(states(cast, train)) <= {"released", "accepted"}


def on_the_way(cast: Cast, notes: int = 1, **more: Any) -> tuple[Train, list[Consigned]]:
    train = a_released_train(cast, notes, **more)
    decided(cast, train, {})
    with cast.acting("customs_officer") as officer:
        deciding.set_off(officer, train)
    return train, notes_of(cast, train)


NEW = wagon_number(900)


def transferred(
    cast: Cast, reference: str, *changes: Change, by: str = "customs_officer", **more: Any
) -> list[Transfer]:
    given = {"office": "KZ-ALTYNKOL", "list_number": "TR-1", **more}
    with cast.acting(by) as actor:
        return transferring.transfer(actor, reference=reference, changes=changes, **given)


def test_at_the_break_of_gauge_goods_change_wagons_and_the_old_ones_stay_on_record(cast: Cast) -> None:
    _train, (note,) = on_the_way(cast, each=2)
    first, second = note.wagons
    transferred(cast, note.declaration.reference, Change(first, NEW, seals_whole=False, new_seals=("NEW1",)))
    movement = movement_of(cast, note.declaration)
    assert movement.vehicles == [NEW, second]
    assert set(movement.seals) == {"NEW1", "KTZ00001"}
    assert "movement.transferred" in kinds(cast, note.declaration)
    with cast.acting("system"):
        row = Transfer.objects.get(declaration=note.declaration)
        assert (row.old_wagon, row.new_wagon, row.old_seals) == (first, NEW, ["KTZ00000"])
        seal = Seal.objects.get(number="NEW1")
        assert (seal.replaces.number, seal.replaces.state) == ("KTZ00000", "broken")
    assert notes_of(cast, _train)[0].wagons == [first, second]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ((), "no_wagons"),
        ((Change("11111111", NEW),), "old_wagon"),
        ((Change("OLD", "12345678"),), "new_wagon"),
        ((Change("OLD", NEW, seals_whole=False),), "new_seals"),
        ((Change("OLD", NEW), Change("OLD", wagon_number(901))), "old_wagon"),
    ],
)
def test_a_transfer_list_is_checked_line_by_line(cast: Cast, changes: tuple[Change, ...], code: str) -> None:
    _train, (note,) = on_the_way(cast)
    changes = tuple(replace(one, old=note.wagons[0] if one.old == "OLD" else one.old) for one in changes)
    with pytest.raises(Problems, match=code):
        transferred(cast, note.declaration.reference, *changes)


def test_only_customs_at_the_place_writes_a_transfer_list(cast: Cast) -> None:
    _train, (note,) = on_the_way(cast)
    change = Change(note.wagons[0], NEW)
    for who, refusal in (("trader", NotAllowed), ("stranger", NotFound), ("nurjoly_officer", (NotAllowed, NotFound))):
        with pytest.raises(refusal):
            transferred(cast, note.declaration.reference, change, by=who)


def test_what_was_delivered_changes_no_wagon(cast: Cast) -> None:
    _train, (note,) = on_the_way(cast)
    with cast.acting("system"):
        Movement.objects.filter(declaration=note.declaration).update(
            state="arrived", arrived_at=note.declaration.changed_at
        )
    with pytest.raises(Refused):
        transferred(cast, note.declaration.reference, Change(note.wagons[0], NEW))


def test_the_database_keeps_trains_and_transfers(cast: Cast) -> None:
    train, (note,) = on_the_way(cast)
    transferred(cast, note.declaration.reference, Change(note.wagons[0], NEW))
    road = fresh(cast, transit_of_phones(cast))
    company = cast.companies()["silk_road"]
    with cast.acting("system"):
        row = Transfer.objects.get()
        for act, says in (
            (lambda: Transfer.objects.update(new_wagon="1"), "stays as it was written"),
            (row.delete, "permission denied"),
            (lambda: Consigned.objects.create(train=train, declaration=road, company_id=company, place=9, note="9",
                                              wagons=["1"]), "transit by rail"),
            (lambda: Consigned.objects.filter(train=train).update(wagons=[]), "a_note_of_a_train_has_a_wagon"),
            (lambda: Train.objects.filter(pk=train.pk).update(list_number=""), "a_train_list_has_a_number"),
            (lambda: Transfer.objects.create(movement=Movement.objects.get(declaration=note.declaration),
                                             declaration=road, company_id=company, office_id="KZ-ALTYNKOL", list_number="1",
                                             old_wagon="1", new_wagon="2", seals_whole=True, made_by_id=train.made_by_id,
                                             made_at=train.made_at), "change wagons while they move by rail"),
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match=says), transaction.atomic():
                act()


def test_rail_with_a_truck_after_it_needs_a_guarantee(cast: Cast) -> None:
    head = replace(HEAD, inland_mode="30")
    train = a_train(cast, 1, head=head)
    assert notes_of(cast, train)[0].declaration.money_position == "due"


def sheet(notes: int) -> Any:
    """The list as a CSV file."""
    text = "\r\n".join(";".join(map(str, row)) for row in wagons(notes))
    return SimpleUploadedFile("train.csv", text.encode(), "text/csv")


def form_of(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "company": cast.companies()["silk_road"], "list_number": "TL-7", "number": "1206", "office": "KZ-ALTYNKOL",
        "destination_office": "KZ-ASTANA-LC", "dispatch_country": "CN", "destination_country": "KZ", "currency": "USD",
        "inland_mode": "20", "carrier": "KTZ Express", "password": cast.password, **more,
    }  # fmt: skip


def test_the_railway_sends_its_list_on_a_page_and_follows_each_wagon(cast: Cast) -> None:
    trader = cast.browser("trader")
    page = trader.post(reverse("new_train"), form_of(cast, file=sheet(2)), follow=True)
    assert page.status_code == 200, page.content.decode()
    text = page.content.decode()
    assert wagon_number(0) in text
    assert "Filed, not at the border yet: 2" in text
    assert "Decide on the whole train" not in text
    assert "TL-7" in trader.get(reverse("trains")).content.decode()
    assert "TL-7" not in cast.browser("stranger").get(reverse("trains")).content.decode()


def test_the_page_tells_what_is_wrong_by_row_and_column(cast: Cast) -> None:
    trader = cast.browser("trader")
    bad = SimpleUploadedFile("t.csv", sheet(1).read().replace(wagon_number(0).encode(), b"52100001"))
    page = trader.post(reverse("new_train"), form_of(cast, file=bad))
    assert page.status_code == 422
    assert "Check wagon 52100001" in page.content.decode()
    for change, says in (({"office": ""}, "Select the office of departure"), ({"password": "x"}, "password")):
        page = trader.post(reverse("new_train"), form_of(cast, file=sheet(1), **change))
        assert page.status_code == 422
        assert says in page.content.decode()
    with cast.acting("system"):
        assert not Train.objects.exists()


def test_customs_decides_a_train_on_its_page_but_for_what_is_ticked(cast: Cast) -> None:
    train = a_train(cast, 3)
    officer = cast.browser("customs_officer")
    act = reverse("train_act", args=[train.uuid])
    assert officer.post(act, {"act": "arrive"}, follow=True).status_code == 200
    wrong = officer.post(act, {"act": "decide", "place": "Track 7", "hold": ["29540002"], "why-29540002": ""})
    assert wrong.status_code == 422
    assert "Enter why note 29540002 is held" in wrong.content.decode()
    given = {"act": "decide", "place": "Track 7", "hold": ["29540002"], "why-29540002": "Seal is open"}
    text = officer.post(act, given, follow=True).content.decode()
    assert "Ready to set off: 2" in text
    assert "Held: 1" in text
    officer.post(act, {"act": "set_off"})
    assert "On the way: 2" in cast.browser("trader").get(reverse("train", args=[train.uuid])).content.decode()
    assert cast.browser("nurjoly_officer").post(act, {"act": "arrive"}).status_code == 403


def test_a_transfer_list_is_written_on_a_page_and_shown_to_all(cast: Cast) -> None:
    train, (note,) = on_the_way(cast)
    officer, address = cast.browser("customs_officer"), reverse("transfer", args=[note.declaration.reference])
    assert note.wagons[0] in officer.get(address).content.decode()
    given = {"list_number": "TR-1", "office": "KZ-ALTYNKOL", "wagons": f"{note.wagons[0]} {NEW} broken"}
    page = officer.post(address, given)
    assert page.status_code == 422
    assert f"new seal of wagon {NEW}" in page.content.decode()
    page = officer.post(address, {**given, "wagons": f"{note.wagons[0]} {NEW} broken KTZ900"}, follow=True)
    assert page.status_code == 200
    for who, name, of in (("trader", "train", train.uuid), ("trader", "declaration", note.declaration.reference)):
        text = cast.browser(who).get(reverse(name, args=[of])).content.decode()
        assert NEW in text
        assert note.wagons[0] in text
