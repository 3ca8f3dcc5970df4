"""Reading a train list, a sheet or JSON: a row is a wagon of a consignment note. Each fault has its row and column. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance.acts import Problem, Problems

NEEDED = (
    "note",
    "wagon",
    "description",
    "commodity_code",
    "packages",
    "gross_mass_kg",
    "price",
    "consignor",
    "consignee",
)
OTHER = (
    "note_date", "container", "seals", "package_type", "currency", "consignor_country", "consignee_id",
    "consignee_country", "invoice", "invoice_date", "departure_station", "destination_station",
)  # fmt: skip
COLUMNS = (*NEEDED, *OTHER)
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that neither XML nor the database can hold."""
LONGEST = 500
"""Wagons of one list; a long train has some seventy."""


@dataclass(frozen=True)
class Row:
    """One wagon as the list tells it; `line` counts as the sheet does."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


def from_rows(rows: Sequence[Sequence[Any]]) -> list[Row]:
    """The wagons of a sheet: the first row that says something names the columns. Raises Problems."""
    filled = [(line, [_text(cell) for cell in row]) for line, row in enumerate(rows, 1)]
    filled = [(line, cells) for line, cells in filled if any(cells)]
    if not filled:
        raise Problems([Problem("empty_list", "", _("Add at least one wagon to the list."))])
    line, head = filled[0]
    names = [cell.lower().replace(" ", "_") for cell in head]
    _check(names, line)
    return _listed(
        Row(number, {name: cell for name, cell in zip(names, cells, strict=False) if name and cell})
        for number, cells in filled[1:]
    )


def from_json(data: bytes) -> tuple[dict[str, str], list[Row]]:
    """What the list says of the train, and its wagons; raises Problems."""
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", None)
        raise Problems([Problem("not_json", "", _("Mend the JSON: the text stops being JSON."), line=line)]) from fault
    wagons = given.get("wagons") if isinstance(given, dict) else given
    if not isinstance(wagons, list) or not all(isinstance(one, dict) for one in wagons):
        raise Problems([Problem("not_a_list", "", _("Send the list “wagons”, with an object for each wagon."))])
    _check(sorted({str(name) for one in wagons for name in one} | set(NEEDED)), None)
    head = {name: _text(value) for name, value in given.items() if name != "wagons"} if isinstance(given, dict) else {}
    rows = (Row(place, {name: _text(value) for name, value in one.items()}) for place, one in enumerate(wagons, 1))
    return head, _listed(rows)


def by_note(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The wagons of each note, in the order of the list; rows without a number of a note stand together."""
    notes: dict[str, list[Row]] = {}
    for row in rows:
        notes.setdefault(row["note"], []).append(row)
    return notes


def _listed(rows: Iterable[Row]) -> list[Row]:
    found = list(rows)
    if not found:
        raise Problems([Problem("empty_list", "", _("Add at least one wagon to the list."))])
    if len(found) > LONGEST:
        message = format_lazy(_("Split the list: at most {most} wagons fit into one."), most=LONGEST)
        raise Problems([Problem("too_many_wagons", "", message)])
    return found


def _check(names: Sequence[str], line: int | None) -> None:
    problems = [
        Problem("column_missing", f"/{name}", format_lazy(_("Add the column {name}."), name=name), line=line)
        for name in NEEDED
        if name not in names
    ]
    problems += [
        Problem(
            "column_unknown",
            f"/{name}",
            format_lazy(_("Remove or rename the column {name}: it is not known here."), name=name[:40]),
            format_lazy(_("The columns are: {names}."), names=", ".join(COLUMNS)),
            line=line,
        )
        for name in names
        if name and name not in COLUMNS
    ]
    if problems:
        raise Problems(problems)


def _text(cell: Any) -> str:
    if isinstance(cell, list):
        return " ".join(str(one).strip() for one in cell)
    return "" if cell is None else UNSTORABLE.sub("", str(cell)).strip()
