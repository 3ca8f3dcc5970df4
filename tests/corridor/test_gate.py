"""The gate: one sign in, one word out, with who and why; worked out from plain facts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from agencies.customs.gate import dated, fees, plates, readiness, weighing
from agencies.customs.gate.answering import Asked, Check, Goods, Halt, Vehicle, Why, Word, answer
from agencies.customs.gate.life import CHAIN, MOVES, State, pairs
from agencies.customs.gate.places import Capacity
from agencies.customs.gate.readiness import Load, Standing

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
ON = date(2026, 11, 23)
OUT = Vehicle(State.PROCESSED)
HOLD, STOP = Halt("plant_health", LATER, "Alert"), Halt("customs", LATER, "The seal is broken")
DUE, DIG = (
    Asked("plant_health", "plant_health.phytosanitary", LATER),
    Asked("customs", "customs.inspection", is_physical=True),
)
HIDDEN = Asked("customs", "customs.risk_profile", is_physical=True, is_named=False)
COMING = Asked("customs", "customs.sealing", is_open=False)


def at_work(**more: object) -> Goods:
    return Goods("A", "accepted", **more)  # type: ignore[arg-type]


def out(**more: object) -> Goods:
    return Goods("A", "released", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("vehicle", "goods", "word", "whys"),
    [
        # Before the gate only the queue, a stop and a refusal count.
        (Vehicle(State.BOOKED, LATER), [at_work(asked=(DUE,))], Word.WAIT, [Why.EARLY]),
        (Vehicle(State.BOOKED, NOW), [at_work()], Word.WAIT, [Why.TO_ZONE]),
        (Vehicle(State.WAITING_ZONE, LATER), [at_work()], Word.WAIT, [Why.IN_ZONE]),
        (Vehicle(State.WAITING_ZONE), [], Word.WAIT, [Why.IN_ZONE]),
        (Vehicle(State.CALLED), [at_work(asked=(DUE,), is_here=False)], Word.GO, []),
        (Vehicle(State.CALLED), [out(stops=(STOP,))], Word.WAIT, [Why.STOPPED]),
        (Vehicle(State.CALLED), [Goods("A", "refused")], Word.WAIT, [Why.REFUSED]),
        # Inside, everything counts, and the gravest is said first.
        (OUT, [out()], Word.GO, []),
        (OUT, [], Word.GO, []),
        (OUT, [Goods("A", "released_with_conditions"), Goods("B", "closed")], Word.GO, []),
        (OUT, [out(), at_work(asked=(DUE,))], Word.WAIT, [Why.ASKED]),
        (OUT, [at_work(asked=(DUE, DIG))], Word.BAY, [Why.INSPECTION, Why.ASKED]),
        (OUT, [at_work(asked=(DIG,), holds=(HOLD,))], Word.BAY, [Why.INSPECTION, Why.HELD]),
        (OUT, [at_work(asked=(DIG,), stops=(STOP,))], Word.WAIT, [Why.STOPPED, Why.INSPECTION]),
        (OUT, [Goods("A", "refused"), at_work(asked=(DIG,))], Word.WAIT, [Why.REFUSED, Why.INSPECTION]),
        (OUT, [out(holds=(HOLD,))], Word.WAIT, [Why.HELD]),
        (OUT, [out(asked=(DUE,))], Word.WAIT, [Why.ASKED]),
        (OUT, [at_work(asked=(COMING,))], Word.WAIT, [Why.PENDING]),
        (OUT, [at_work(asked=(HIDDEN,))], Word.WAIT, [Why.PENDING]),
        (OUT, [at_work(holds=(Halt("customs", LATER, "x", is_named=False),))], Word.WAIT, [Why.PENDING]),
        (OUT, [at_work(is_here=False)], Word.WAIT, [Why.NOT_PRESENTED]),
        (OUT, [out(arrives=True)], Word.WAIT, [Why.NOT_PRESENTED]),
        (OUT, [out(is_here=False, money_due=True)], Word.GO, []),
        (OUT, [at_work(money_due=True)], Word.WAIT, [Why.MONEY]),
        (Vehicle(State.WEIGHED, checks=(Check("border_guard", "x"),)), [out()], Word.WAIT, [Why.CHECK]),
        (Vehicle(State.WEIGHED, checks=(Check("transport", "x", failed=True),)), [out()], Word.WAIT, [Why.CHECK_FAILED]),
        (Vehicle(State.GATE_IN), [out()], Word.WAIT, [Why.SCALES]),
        # Without a visit the goods decide alone; without anything nobody goes.
        (Vehicle(), [out()], Word.GO, []),
        (Vehicle(), [at_work(asked=(DUE,))], Word.WAIT, [Why.ASKED]),
        (Vehicle(), [], Word.WAIT, [Why.UNKNOWN]),
        (Vehicle(note="revoked"), [out()], Word.WAIT, [Why.NOTE]),
    ],
)  # fmt: skip
def test_the_gate_says_one_word_and_why(vehicle: Vehicle, goods: list[Goods], word: Word, whys: list[Why]) -> None:
    found = answer(vehicle, goods, now=NOW)
    assert (found.word, [reason.why for reason in found.reasons]) == (word, whys)


def test_a_reason_says_who_and_until_when_and_nothing_of_what_is_hidden() -> None:
    found = answer(OUT, [at_work(asked=(HIDDEN, DUE), holds=(HOLD,))], now=NOW)
    assert [(one.who, one.until, one.title) for one in found.reasons] == [
        ("plant_health", LATER, ""), ("plant_health", LATER, "plant_health.phytosanitary"), ("customs", None, ""),
    ]  # fmt: skip
    assert answer(Vehicle(State.BOOKED, LATER), [], now=NOW).reasons[0].until == LATER


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("731 BOL 05", "731BOL05"), ("731-bol-05", "731BOL05"), ("731 ВОL 05", "731BOL05"), ("А 123 ВС 02", "A123BC02"),
        ("新A·12345", "A12345"), ("MSKU 123456-5", "MSKU1234565"), ("  ", ""), ("9" * 30, "9" * 20),
    ],
)  # fmt: skip
def test_plates_are_compared_as_machines_read_them(written: str, normal: str) -> None:
    assert plates.normal(written) == normal


def test_a_plate_is_looked_for_in_both_alphabets() -> None:
    assert plates.spellings("123 abc 02") == ["123ABC02", "123АВС02"]
    assert "731ВОL05" in plates.spellings("731 bol 05")


def test_a_visit_goes_the_way_of_the_handbook() -> None:
    assert {("scanned", "processed"), ("weighed", "processed")} <= pairs()
    assert set(pairwise(CHAIN)) <= pairs(), "each step of the chain follows from the one before"
    assert not [one for one in MOVES.values() if one.sources & {State.GATE_OUT, State.NO_SHOW, State.CANCELLED}]


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (None, 20_000, None),
        (20_000, 20_100, None),
        (20_000, 19_400, None),
        (20_000, 19_399, "3.0"),
        (20_000, 15_000, "25.0"),
    ],
)
def test_a_drop_over_three_in_a_hundred_counts(before: int | None, after: int, percent: str | None) -> None:
    found = weighing.between(before, after, ON)
    assert (found and str(found.percent)) == percent


TWENTY = Capacity(20, {"priority": Decimal("0.05"), "post": Decimal("0.01"), "fast": Decimal("0.01")})


def test_shares_of_an_hour_are_kept_free_and_shares_of_a_day_are_no_larger() -> None:
    assert TWENTY.kept == 2
    assert TWENTY.place("ordinary", range(17), of_kind_today=0) == 17
    assert TWENTY.place("ordinary", range(18), of_kind_today=0) is None, "the last two are kept"
    assert TWENTY.place("priority", range(18), of_kind_today=0) == 18
    assert TWENTY.place("priority", [18, 19], of_kind_today=0) == 0, "who is preferred may take any place"
    assert TWENTY.place("priority", range(20), of_kind_today=0) is None
    assert [TWENTY.most_of_a_day(kind) for kind in ("priority", "post", "fast")] == [24, 4, 4]
    assert TWENTY.place("priority", [], of_kind_today=24) is None
    assert TWENTY.place("post", [], of_kind_today=4) is None


@pytest.mark.parametrize(
    ("loads", "standing"),
    [
        ([Load("lodged", 0, 0, 0)], Standing.READY),
        ([Load("released", 0, 0, 0), Load("lodged", 0, 0, 1)], Standing.BETWEEN),
        ([Load("released", 1, 0, 0)], Standing.HELD),
        ([Load("lodged", 0, 1, 0), Load("released", 0, 0, 0)], Standing.HELD),
        ([Load("refused", 0, 0, 0)], Standing.HELD),
        ([Load("cancelled", 0, 0, 0)], Standing.BETWEEN),
    ],
)
def test_goods_are_held_ready_or_between(loads: list[Load], standing: Standing) -> None:
    assert readiness.of(loads) is standing


def test_fees_follow_the_tariff_of_the_day() -> None:
    used = fees.Used("KZ-NURJOLY", timedelta(hours=7, minutes=1), weighings=2, scans=1)
    assert [(line.code, line.count, str(line.amount)) for line in fees.of(used, ON)] == [
        ("entry", 1, "6500.00"), ("weighing", 2, "5600.00"), ("scan", 1, "9400.00"), ("parking", 2, "2400.00"),
    ]  # fmt: skip
    short = fees.Used("KZ-NURJOLY", timedelta(hours=6), is_fast=True)
    assert [line.code for line in fees.of(short, ON)] == ["entry", "fast"]
    assert fees.of(used, date(2017, 12, 31)) == []


def test_settings_are_those_of_the_day() -> None:
    assert dated.setting("mrp", date(2025, 12, 31)) == 3932
    assert dated.setting("mrp", date(2026, 1, 1)) == 4325
    with pytest.raises(LookupError, match="no value"):
        dated.setting("mrp", date(2020, 1, 1))
