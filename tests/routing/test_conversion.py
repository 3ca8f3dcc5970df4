"""The converter from the old table: no rule is lost, and the folders hold what it makes."""

import pytest

from agencies import convert_rules
from clearance import registry

DECISIONS = convert_rules.rows(convert_rules.DECISIONS)


def old_table() -> list[dict[str, str]]:
    """The old columns of every rule, as the folders keep them."""
    return [{**row, "title": row["title_en"]} for code in registry.rulebook_codes() for row in registry.rules_of(code)]


def test_every_rule_has_a_decision_and_every_decision_a_rule() -> None:
    assert {row["rule_id"] for row in DECISIONS} == {row["rule_id"] for row in old_table()}
    assert len(DECISIONS) == 99


def test_a_rule_without_a_decision_is_refused() -> None:
    with pytest.raises(KeyError, match="NEW-001"):
        convert_rules.converted([{"rule_id": "NEW-001"}], DECISIONS)


def test_the_folders_hold_what_the_converter_makes(tmp_path) -> None:
    books = convert_rules.converted(old_table(), DECISIONS)
    assert set(books) == set(registry.rulebook_codes())
    for code, book in books.items():
        convert_rules.write(book, tmp_path / code / "rules.csv")
        assert convert_rules.rows(tmp_path / code / "rules.csv") == registry.rules_of(code)


def test_crossing_rows_become_visit_checks_and_gate_alarms_do_not() -> None:
    crossing = {row["rule_id"]: row["kind"] for row in old_table() if row["blocking"] == "crossing"}
    assert {rule for rule, kind in crossing.items() if kind != "visit_check"} == {"SAN-006"}


def test_what_an_officer_must_do_is_never_automatic() -> None:
    for row in old_table():
        if row["auto_when"]:
            assert (row["signoff_type"], row["visibility"], row["kind"]) == ("documentary", "public", "sign_off")
            assert "lane" not in row["auto_when"]


def test_what_reads_a_restricted_fact_is_restricted_and_opens_with_the_goods() -> None:
    restricted = {row["rule_id"]: row["opens_on"] for row in old_table() if row["visibility"] == "restricted"}
    assert {"CUS-011", "CUS-012", "CUS-017", "CUS-021"} <= set(restricted)
    assert {restricted[rule] for rule in ("CUS-011", "CUS-012", "CUS-017", "CUS-021")} == {"presented"}
