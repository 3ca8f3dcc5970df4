"""Turns the old table of 98 rules into the agencies' `rules.csv`, by the decisions in `convert_rules.csv` beside this.

Run once: `python -m agencies.convert_rules PATH_OF_routing_rules.csv`. Afterwards the rules live in the folders.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

HOME = Path(__file__).resolve().parent
DECISIONS = HOME / "convert_rules.csv"
COLUMNS = (
    "rule_id",
    "agency",
    "executed_by",
    "status",
    "kind",
    "requirement",
    "title_en",
    "title_ru",
    "title_kk",
    "channel",
    "direction",
    "mode",
    "procedures",
    "hs_include",
    "hs_exclude",
    "origin_condition",
    "condition",
    "required_documents",
    "signoff_type",
    "escalate_to",
    "stage",
    "place",
    "blocking",
    "blocks",
    "opens_on",
    "clock_start",
    "sla_value",
    "sla_unit",
    "sla_source",
    "auto_when",
    "stop",
    "follow_up",
    "visibility",
    "waivable",
    "targets",
    "rests_on",
    "legal_basis",
    "confidence",
    "is_default",
    "note",
)
UNSURE = ("M", "?")


def converted(
    old: Iterable[Mapping[str, str]], decisions: Iterable[Mapping[str, str]]
) -> dict[str, list[dict[str, str]]]:
    """Rows of the new rulebooks by agency; raises KeyError for a rule without a decision, so that none is lost."""
    decided = {row["rule_id"]: row for row in decisions}
    books: dict[str, list[dict[str, str]]] = {}
    for row in old:
        decision = decided[row["rule_id"]]
        new = dict.fromkeys(COLUMNS, "")
        new.update({name: value for name, value in row.items() if name in new})
        new.update({name: value for name, value in decision.items() if name in new})
        new["title_en"] = row["title"]
        new["status"] = "live"
        new["is_default"] = "yes" if row["confidence"] in UNSURE else "no"
        books.setdefault(decision["executed_by"], []).append(new)
    return books


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def write(book: Iterable[Mapping[str, str]], path: Path) -> None:
    """One agency's `rules.csv`."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(book)


def main() -> None:
    """Write every agency's rulebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="the old table, routing_rules.csv")
    parser.add_argument("--into", type=Path, default=HOME, help="folder of the agency folders")
    given = parser.parse_args()
    for agency, book in converted(rows(given.table), rows(DECISIONS)).items():
        write(book, given.into / agency / "rules.csv")


if __name__ == "__main__":
    main()
