"""Finding a commodity: by code, by words in three languages, misspelt, in a name as long as official ones are."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from clearance import registry
from clearance.commodity import PART
from clearance.reference import tariff
from clearance.reference.finding import find, statement_of
from clearance.reference.kinds import KINDS
from clearance.reference.loading import load
from clearance.reference.plain import stem_of
from clearance.reference.starting import FOLDER, load_starter
from clearance.reference.tariff import Editions, editions
from portal.demo import wares
from tests.cast import Cast

DAY = date(2026, 11, 1)
LONG = "аппаратура передающая, включающая в свой состав приёмную аппаратуру, для радиовещания, неповторимокварцевая"
OFFICIAL = [
    "code,depth,name_ru,unit_ru,duty_ru",
    "0808,0,Плоды семечковые свежие:,,",
    "080810,1,– яблоки:,,",
    ",2,– – для производства сидра:,,",
    "0808101000,3,– – – навалом,–,5",
    ",2,– – прочие:,,",
    '0808109000,3,– – – прочие,–,"15, но не менее 0,15 евро за 1 кг"',
    f'8525509000,0,"{LONG}",шт,0',
]


@pytest.fixture
def known(cast: Cast) -> Editions:
    return editions(DAY)


@pytest.fixture
def official(cast: Cast) -> Editions:
    load(KINDS["nomenclature"], OFFICIAL, source="test", valid_from=date(2026, 1, 1))
    return editions(DAY)


def codes(known: Editions, query: str, *, whole: bool = False) -> list[str]:
    return [hit.code.code for hit in find(known, query, whole=whole).hits]


@pytest.mark.parametrize("query", ["0808108006", "0808 10 800 6", "0808.10.800.6", " 0808108006 ", "0808\u00a0108006"])
def test_a_code_is_found_however_it_is_written(known: Editions, query: str):
    assert codes(known, query)[0] == "0808108006"


@pytest.mark.parametrize(
    "query", ["apples", "Apples fresh", "яблоки", "ЯБЛОКО", "свежие яблоки", "алма", "балғын алма"]
)
def test_words_of_three_languages_find_the_same_goods(known: Editions, query: str):
    assert "080810" in codes(known, query)[:3]
    assert "0808108006" in codes(known, query, whole=True)


def test_a_code_begun_lists_what_begins_so_and_one_mistyped_at_its_end_its_family(known: Editions):
    assert codes(known, "0808")[0] == "0808"
    assert all(code.startswith("0808") for code in codes(known, "0808"))
    assert "0808108006" in codes(known, "0808108007")


@pytest.mark.parametrize(("typed", "meant"), [("яблаки", "яблоки"), ("smartfones", "smartphones"), ("обув", "")])
def test_a_misspelt_word_is_read_as_the_nearest_one(known: Editions, typed: str, meant: str):
    found = find(known, typed)
    assert found.hits
    assert found.meant == meant


def test_the_name_itself_goes_before_a_name_that_only_holds_the_word(known: Editions):
    found = codes(known, "cheese")
    assert found.index("0406") < found.index("0406900100")


def test_where_no_code_holds_all_words_those_that_hold_some_are_found(known: Editions):
    assert "8517130000" in codes(known, "smartphones unheardofword")


@pytest.mark.parametrize("query", ["", "ap", "%", "a_", "''", "  "])
def test_too_little_finds_nothing_and_says_so(known: Editions, query: str):
    found = find(known, query)
    assert found.hits == ()
    assert found.too_short


@pytest.mark.parametrize("query", ["100%", "apples'; drop", "\\", "яблоки_", "0" * 60, "а" * 500, "1 2 x"])
def test_any_text_can_be_searched(known: Editions, query: str):
    assert find(known, query) is not None


def test_a_word_at_the_end_of_a_long_russian_name_is_found(official: Editions):
    assert codes(official, "неповторимокварцевая") == ["8525509000"]
    assert codes(official, "повторимокварц") == ["8525509000"], "the middle of a word will do"


def test_the_uncoded_headings_between_codes_belong_to_the_names_below(official: Editions):
    found = {hit.code.code: hit for hit in find(official, "сидра").hits}
    assert "0808101000" in found
    assert "0808109000" not in found, "the next heading of the same depth ends the one before"
    code = found["0808101000"].code
    assert code.names["ru"] == "для производства сидра › навалом"
    assert [one.code for one in found["0808101000"].path] == ["08", "0808", "080810"]


def test_where_the_official_tariff_is_loaded_only_it_says_which_codes_are_whole(official: Editions):
    assert codes(official, "apples", whole=True) == ["0808101000", "0808109000"], "by the English of the starter set"
    assert tariff.one(official, "0808108006") is None
    told = tariff.one(official, "0808")
    assert told is not None
    assert told.names == {"en": "Apples, pears, quinces", "ru": "Плоды семечковые свежие", "kk": "Алма, алмұрт, айва"}


def test_a_code_past_its_day_is_not_found(cast: Cast):
    rows = ["code,name_ru,valid_from,valid_to", "0808,плоды,,", "0808101000,сидровые,2020-01-01,2025-12-31"]
    load(KINDS["nomenclature"], rows, source="test", valid_from=date(2020, 1, 1))
    assert codes(editions(date(2025, 6, 1)), "сидровые") == ["0808101000"]
    assert codes(editions(DAY), "сидровые") == []


def plan_of(text: str, given: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"explain {text}", given)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_words_and_codes_are_looked_up_in_their_indexes(known: Editions):
    text, given = statement_of(known, ["яблоки", "свежие"], 40)
    assert "commodity_words" in plan_of(text, given)
    rows = known.rows().filter(code__startswith="0808").order_by()
    plan = plan_of(*rows.query.sql_with_params())
    assert "Index" in plan
    assert "Seq Scan" not in plan


def test_a_search_costs_few_statements(known: Editions, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        find(known, "apples", whole=True)
    with django_assert_max_num_queries(8):
        find(known, "яблаки свежие", whole=True)


def test_endings_do_not_matter():
    assert stem_of("яблоко") == stem_of("яблоки") == "яблок"
    assert stem_of("apples") in "apple"
    assert stem_of("чай") == "чай", "a short word stays whole"


def named_by_rules() -> Iterator[str]:
    for code in registry.rulebook_codes():
        for row in registry.rules_of(code):
            for part in f"{row['hs_include']};{row['hs_exclude']}".split(";"):
                if (found := PART.match(part.strip())) and found.group(2) is None:
                    yield found.group(1)


def test_the_set_that_ships_holds_what_rules_examples_and_the_demo_speak_of():
    kept = {row["code"] for name in ("chapters", "headings", "codes") for row in rows_of(name)}
    declared = {one.code for one in vars(wares).values() if isinstance(one, wares.Goods)}
    examples = "".join(path.read_text() for path in (Path(settings.BASE_DIR) / "docs" / "examples").glob("*.xml"))
    assert declared - kept == set()
    assert {code for code in named_by_rules() if code[:4] not in kept and code[:2] not in kept} == set()
    assert {code for code in named_by_rules() if len(code) == 10} - kept == set()
    assert "0808108006" in examples
    assert {code[:2] for code in kept} == {f"{number:02}" for number in range(1, 98)} - {"77"}


def test_the_set_that_ships_is_named_in_three_languages():
    for name in ("chapters", "headings", "codes"):
        for row in rows_of(name):
            assert all(row[f"name_{language}"].strip() for language in ("en", "ru", "kk")), row["code"]


def test_the_set_that_ships_is_loaded_once(cast: Cast):
    assert load_starter().loaded is None, "migrate has loaded it already"


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
