"""A cell as a form field wants it: choices by code or by name in three languages, zeros that a program took away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.utils import translation

from clearance import clock
from clearance.forms.goods import ItemForm
from clearance.sheets.cells import Cell
from clearance.sheets.columns import LANGUAGES, NUMBERS

PADDED: Mapping[str, int] = {"commodity_code": 10, "previous_procedure": 2, "undg": 4}
"""Codes whose zeros at the beginning are lost when a program takes them for numbers, and their length."""


def value_of(field: str, cell: Cell) -> Any:
    """What the form is given for a cell."""
    if isinstance(cell, Decimal):
        if field in NUMBERS:
            return cell
        text = f"{cell:f}"
        length = PADDED.get(field, 0)
        # A commodity code loses one zero at most: no chapter begins with two.
        return text.zfill(length) if len(text) >= length - 1 else text
    text = str(cell).strip()
    if field == "answers":
        return [_choice(field, part) for part in re.split(r"[;\n|]", text) if part.strip()]
    return _choice(field, text) if _is_choice(field) else text


def _is_choice(field: str) -> bool:
    return isinstance(ItemForm.base_fields[field], forms.ChoiceField)


def _choice(field: str, text: str) -> str:
    """The code of a choice named by its code, its name, or both; what is none of them stays as it is."""
    known = _choices(field, clock.today())
    plain = _plain(text)
    return known.get(plain) or known.get(_plain(text.split("—")[0].split(" - ")[0])) or text.strip()


@lru_cache(maxsize=256)
def _choices(field: str, on: date) -> Mapping[str, str]:
    """The codes of a field's choices by code and by name, in every language; a day's lists hold for the day."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in ItemForm.base_fields[field].choices:  # type: ignore[attr-defined]
                if code:
                    name = str(label)
                    known.setdefault(_plain(name), code)
                    known.setdefault(_plain(name.partition("—")[2]), code)
    for code in set(known.values()):
        known[_plain(code)] = code
        known.setdefault(_plain(code.lstrip("0") or "0"), code)
    known.pop("", None)
    return known


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold().replace("ё", "е")
