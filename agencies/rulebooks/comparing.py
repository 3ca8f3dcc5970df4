"""Two versions side by side: rules added, removed and changed, field by field, in words and as written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agencies.rulebooks import phrases, words
from clearance.services.publishing import Change, differences
from clearance.wording import in_language


@dataclass(frozen=True)
class Field:
    """One field that differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """One rule that differs; `what` is added, removed or changed."""

    rule_id: str
    what: str
    title: str
    row: Mapping[str, Any]
    fields: tuple[Field, ...]


def compared(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[Compared]:
    """Every rule that differs, in the order of their numbers."""
    return [_shown(change) for change in differences(before, after)]


def _shown(change: Change) -> Compared:
    what = "added" if change.before is None else "removed" if change.after is None else "changed"
    row = change.after or change.before or {}
    title = in_language({one: str(row.get(f"title_{one}") or "") for one in ("en", "ru", "kk")})
    order = list(words.COLUMNS)
    columns = sorted(change.columns, key=lambda name: order.index(name) if name in order else len(order))
    fields = tuple(_field(name, change) for name in columns) if what == "changed" else ()
    return Compared(change.rule_id, what, title, row, fields)


def _field(name: str, change: Change) -> Field:
    """A field in words; as written where the words do not tell the difference."""
    written = [str((side or {}).get(name) or "") for side in (change.before, change.after)]
    said = [phrases.cell_text(name, value) for value in written]
    return Field(words.column_name(name), *(written if said[0] == said[1] else said))
