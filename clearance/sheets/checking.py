"""Every row of a sheet through the form of the item page: items to take over, or what is wrong by row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.utils.translation import gettext as _

from clearance.forms.goods import ItemForm
from clearance.forms.item_list import Totals, items_of, number, shared_with, totals_of, with_items
from clearance.sheets.cells import Cell, Formula, letter_of
from clearance.sheets.columns import FIELDS, NUMBER, NUMBERS, REMARK, Columns, columns_of, heading
from clearance.sheets.values import value_of

APPEND, REPLACE = "append", "replace"


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, or ("" for `column`) in a row or the sheet as a whole; rows count from 1."""

    row: int
    column: str
    field: str
    message: str

    @property
    def heading(self) -> str:
        return heading(self.field) if self.field else ""


@dataclass(frozen=True)
class Line:
    """One row of goods: its number in the sheet and the item it makes."""

    row: int
    item: dict[str, Any]


@dataclass
class Checked:
    """What a sheet holds; `general` are faults of the sheet as a whole, without rows to point at."""

    columns: Columns | None = None
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    general: list[str] = field(default_factory=list)
    rows: int = 0
    room: int = 0
    already: int = 0

    @property
    def is_good(self) -> bool:
        """Whether the sheet can be taken over."""
        return bool(self.lines) and not self.faults and not self.general

    @property
    def faulty_rows(self) -> int:
        return len({fault.row for fault in self.faults})

    @property
    def good_rows(self) -> int:
        return self.rows - self.faulty_rows

    @property
    def items(self) -> list[dict[str, Any]]:
        return [line.item for line in self.lines]

    @property
    def totals(self) -> Totals:
        """The sums of the rows that are good."""
        return totals_of({}, self.items)

    @property
    def fits_behind(self) -> bool:
        """Whether the items fit behind those that are there."""
        return self.already + len(self.lines) <= self.room

    @property
    def ignored(self) -> list[str]:
        """Headings of columns that are left out."""
        return [*self.columns.unknown, *self.columns.repeated] if self.columns else []


def check(rows: Sequence[Sequence[Cell]], content: Mapping[str, Any], *, kind: str, most: int) -> Checked:
    """Check a whole sheet against the content it is for; the form says what is wrong, in the reader's language."""
    there = items_of(content)
    found = Checked(columns_of(rows), room=most, already=len(there))
    if found.columns is None:
        found.general.append(
            _("No row of headings was found. Put the headings into one row, without merged cells, as in the template.")
        )
        return found
    found.general += [
        _("Add the column “%(heading)s”: every item needs it. Headings in merged cells are not seen.")
        % {"heading": heading(name)}
        for name in found.columns.missing
    ]
    lines = _goods_rows(rows, found.columns)
    found.rows = len(lines)
    if not lines:
        found.general.append(_("There are no rows of goods below the headings. Fill in at least one."))
    if len(lines) > most:
        found.general.append(
            _("There are more than %(most)s rows. Split the goods: at most %(most)s items fit into one declaration.")
            % {"most": most}
        )
    if not found.general:
        _check_lines(found, lines, content, kind)
    return found


def taken_over(content: Mapping[str, Any], checked: Checked, how: str, *, free: int | None = None) -> dict[str, Any]:
    """The content with the sheet's items behind its own, or in their place; `free` as the list of items takes it."""
    new = [shared_with(content, item) for item in checked.items]
    if how == REPLACE:
        return with_items(content, new, free=free)
    for item in new:
        item.pop("number", None)
    return with_items(content, [*items_of(content), *new], free=free)


def _goods_rows(rows: Sequence[Sequence[Cell]], columns: Columns) -> list[tuple[int, Sequence[Cell]]]:
    """The rows below the headings that say anything in a column we know, with their numbers in the sheet."""
    telling = [column for column, name in columns.fields.items() if name not in (NUMBER, REMARK)]
    return [
        (place, row)
        for place, row in enumerate(rows[columns.row + 1 :], columns.row + 2)
        if any(column < len(row) and row[column] != "" for column in telling)
    ]


def _form(kind: str) -> ItemForm:
    """The form of the item page, its choices read once for all rows."""
    form = ItemForm({}, content={}, kind=kind)
    for one in form.fields.values():
        if isinstance(one, ChoiceField):
            one.choices = [*cast(Any, one.choices)]
    return form


def _check_lines(
    found: Checked, lines: Iterable[tuple[int, Sequence[Cell]]], content: Mapping[str, Any], kind: str
) -> None:
    assert found.columns is not None
    there = {str(item.get("number") or place): item for place, item in enumerate(items_of(content), 1)}
    defaults = {"previous_procedure": "00"} if kind in {"import", "export"} else {}
    numbers = found.columns.column_of(NUMBER)
    form = _form(kind)
    for place, row in lines:
        # A row with the number of an item that is there is that item again: what no column speaks of stays.
        named = str(row[numbers]) if numbers is not None and numbers < len(row) else ""
        base = there.pop(named, None) or defaults
        faults, item = _check_line(form, place, row, found.columns, base)
        found.faults += faults
        if item is not None:
            found.lines.append(Line(place, item))


def _check_line(
    form: ItemForm, place: int, row: Sequence[Cell], columns: Columns, base: Mapping[str, Any]
) -> tuple[list[Fault], dict[str, Any] | None]:
    cells = {name: row[column] if column < len(row) else "" for column, name in columns.fields.items()}
    at = {name: letter_of(column) for column, name in columns.fields.items()}
    formulas = [name for name, cell in cells.items() if isinstance(cell, Formula) and name in FIELDS]
    faults = [
        Fault(place, at[name], name, _("Replace the formula by its value: copy the cell and paste it as a value"))
        for name in formulas
    ]
    before = form.take(base)
    data = {
        name: value_of(name, cells[name]) if name in cells and name not in formulas else _as_it_was(name, before)
        for name in FIELDS
        if name in form.fields
    }
    if form.is_good(data) and not faults:
        return [], form.new_content()
    for name, errors in form.errors.as_data().items():
        if name not in formulas:
            known = name if name in FIELDS else ""
            faults += [
                Fault(place, at.get(name, ""), known, _said(name, error, cells.get(name, ""))) for error in errors
            ]
    return sorted(faults, key=lambda fault: (len(fault.column), fault.column)), None


def _as_it_was(name: str, before: Mapping[str, Any]) -> Any:
    """What an item keeps where the sheet has no such column; a kept number is one already, however it is written."""
    return number(before.get(name)) if name in NUMBERS else before.get(name)


def _said(name: str, error: ValidationError, cell: Cell) -> str:
    """What the form says; where it offers a list to choose from, what to write instead."""
    if error.code == "invalid_choice":
        sentence = (
            _("“%(value)s” is no country. Write its two letters, like CN, or its name.")
            if name == "origin"
            else _("“%(value)s” is not in the list. Write a code or a name that the template's second sheet has.")
        )
        return sentence % {"value": str(cell)[:60]}
    return "; ".join(map(str, error.messages))
