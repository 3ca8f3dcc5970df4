"""What a sheet is made of, whatever file it came in: rows of texts, numbers and formulas. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

Sentence = str | Promise


class Formula(str):
    """A cell that works its value out; what it would show is not in the file for sure."""

    __slots__ = ()


Cell = str | Decimal
"""A text ("" for nothing), a number, or a Formula."""


class Unreadable(Exception):
    """The file cannot be read as a sheet; the sentence says what to do about it."""

    def __init__(self, code: str, sentence: Sentence) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet from its first row on; `encoding` is what a text file was read as."""

    name: str
    form: str
    rows: list[list[Cell]] = field(default_factory=list)
    encoding: str = ""

    def as_json(self) -> list[list[Any]]:
        """The rows as JSON can hold them."""
        return [[_kept(cell) for cell in row] for row in self.rows]


def rows_from_json(rows: list[list[Any]]) -> list[list[Cell]]:
    """The rows as they were before `as_json`."""
    return [[_cell(cell) for cell in row] for row in rows]


def _kept(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return {"n": str(cell)}
    return {"f": str(cell)} if isinstance(cell, Formula) else cell


def _cell(kept: Any) -> Cell:
    if isinstance(kept, dict):
        return Decimal(kept["n"]) if "n" in kept else Formula(kept["f"])
    return str(kept)


def letter_of(column: int) -> str:
    """The letters over a column of a sheet; columns count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The column under these letters, from 0."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1
