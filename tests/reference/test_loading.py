"""Loading an official list: whole or not at all, told before it is kept, the old editions kept."""

import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from clearance.reference import loading
from clearance.reference.kinds import KINDS, digest_of, read
from clearance.reference.lists import in_force
from clearance.reference.loading import Told, load
from clearance.reference.models import Commodity, ListEntry, ListVersion
from clearance.reference.rates import read as read_rate
from clearance.reference.rates import written
from tests.cast import Cast

SINCE = date(2026, 1, 1)
TARIFF = KINDS["nomenclature"]
HEAD = "code,description,unit"
DATA = Path(os.environ.get("CONFORMANCE_DATA", "../shared/data"))


def many(count: int) -> Iterator[str]:
    yield HEAD
    for number in range(count):
        yield f"{number:010},goods {number},"


def test_an_edition_refused_leaves_nothing_behind(cast: Cast):
    told: list[Told] = []

    def refuse(seen: Told) -> bool:
        told.append(seen)
        return False

    assert load(TARIFF, [HEAD, "0808108006,apples,"], source="x", valid_from=SINCE, agreed=refuse).loaded is None
    assert (told[0].changes.added, told[0].changes.first["added"]) == (1, ("0808108006",))
    assert not ListVersion.objects.filter(kind="nomenclature").exists()
    assert not ListEntry.objects.filter(key="0808108006", version__kind="nomenclature").exists()


def test_an_interruption_at_any_moment_leaves_the_old_edition(cast: Cast):
    load(TARIFF, [HEAD, "0808108006,apples,"], source="first", valid_from=SINCE)

    def stopped() -> Iterator[str]:
        yield from many(loading.BATCH + 1)
        raise KeyboardInterrupt

    entries, codes = ListEntry.objects.count(), Commodity.objects.count()
    with pytest.raises(KeyboardInterrupt):
        load(TARIFF, stopped(), source="second", valid_from=SINCE)
    kept = in_force("nomenclature", SINCE)
    assert kept is not None
    assert kept.source == "first"
    assert (ListEntry.objects.count(), Commodity.objects.count()) == (entries, codes)


def test_ctrl_c_is_answered_with_what_stays_in_force(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def pressed(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "1.csv"
    path.write_text(f"{HEAD}\n0808108006,apples,\n")
    call_command("load_reference", "nomenclature", str(path), "--yes", stdout=StringIO())
    path.write_text(f"{HEAD}\n0808108006,fresh apples,\n")
    monkeypatch.setattr("builtins.input", pressed)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match="Stopped: nothing was loaded, edition 1 stays in force") as stopped:
        call_command("load_reference", "nomenclature", str(path), stdout=StringIO())
    assert stopped.value.returncode == 130


def test_lines_are_read_one_at_a_time():
    given = 0

    def lines() -> Iterator[str]:
        nonlocal given
        for line in many(50):
            given += 1
            yield line

    reading = read(TARIFF, lines())
    next(reading)
    assert given <= 3, "a file is never held whole"


def test_old_editions_stay_and_the_newest_begun_is_searched(cast: Cast):
    first = load(TARIFF, [HEAD, "0808108006,apples,"], source="1", valid_from=SINCE).loaded
    second = load(TARIFF, [HEAD, "0808108006,fruit,"], source="2", valid_from=date(2026, 7, 1)).loaded
    assert first is not None
    assert second is not None
    assert in_force("nomenclature", date(2026, 6, 1)) == first
    assert in_force("nomenclature", date(2026, 8, 1)) == second
    assert Commodity.objects.get(version=first, code="0808108006").name_en == "apples"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_other_programs_are_read_too(separator: str):
    lines = [separator.join(("Code", "Description")), separator.join(("0808", '"apples, fresh"'))]
    assert [(line.key, line.row["description"]) for line in read(TARIFF, lines)] == [("0808", "apples, fresh")]


def test_the_digest_is_that_of_the_entries_in_the_order_of_their_keys(cast: Cast):
    told = load(TARIFF, [HEAD, "0900,b,", "0808,a,"], source="x", valid_from=SINCE)
    assert told.loaded is not None
    rows = {
        "0808": {"code": "0808", "description": "a", "unit": ""},
        "0900": {"code": "0900", "description": "b", "unit": ""},
    }
    assert told.loaded.digest == digest_of(sorted(rows.items()))


def test_every_fault_is_told_with_its_line(cast: Cast, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text(f"{HEAD}\n08x,a,\n0808,b,\n0808,c,\n9,d,\n")
    with pytest.raises(CommandError) as refused:
        call_command("load_reference", "nomenclature", str(path), "--yes")
    for said in ("line 2: code '08x'", "line 4: 0808 is there twice", "line 5: code '9'"):
        assert said in str(refused.value)
    assert not ListEntry.objects.filter(key="0808", version__kind="nomenclature").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "name", "entries"),
    [("hs", "hs-2022/harmonized-system.csv", 6939), ("nomenclature", "eaeu-tnved/tnved-2026.csv", 17910)],
)
def test_the_official_lists_are_taken_as_they_are(cast: Cast, kind: str, name: str, entries: int):
    if not (DATA / name).exists():
        pytest.skip(f"The official list {name} is not in CONFORMANCE_DATA.")
    out = StringIO()
    call_command("load_reference", kind, str(DATA / name), "--yes", "--valid-from", "2026-01-01", stdout=out)
    assert f"{entries} entries" in out.getvalue()
    assert Commodity.objects.filter(version__kind=kind).count() == entries


@pytest.mark.parametrize(
    ("rate", "duty"),
    [
        ("0%", "0"),
        ("10", "100000"),
        ("15%, min 0.15 EUR/kg", "150000"),
        ("1%, min 1 EUR/kg", "605000"),
        ("15, но не менее 0,15 евро за 1 кг", "150000"),
        ("10% plus 0.1 EUR/kg", "160500"),
        ("1.75 EUR/kg", "1058750"),
        ("0.04 EUR/l", "24200"),
        ("2 евро за 1 пару", "1210000"),
        ("12 евро за 1000 шт", None),
        ("1 EUR/cm3", None),
        ("0.06 EUR/kg, 1 Aug - 30 Nov", None),
        ("", None),
    ],
)
def test_a_reference_rate_is_reckoned_or_not_at_all(rate: str, duty: str | None):
    found = read_rate(rate)
    if duty is None:
        assert found is None
    else:
        assert found is not None
        came_to = found.of(value=Decimal(1_000_000), quantity=Decimal(1000), kzt_per_eur=Decimal(605))
        assert came_to == Decimal(duty)


def test_a_bare_rate_is_per_cent():
    assert (written("5"), written("10%"), written("7,5")) == ("5%", "10%", "7,5%")
