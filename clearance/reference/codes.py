"""Lines of a tariff as commodities: names by language, the headings between codes, the words of the codes above. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clearance.reference.kinds import Entry
from clearance.reference.plain import plain

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "en": ("name_en", "description", "name", "description_en"),
    "ru": ("name_ru", "description_ru"),
    "kk": ("name_kk", "description_kk"),
}
"""Where the lists write the name in each language; the first that holds something counts."""
UNITS = ("unit", "unit_ru", "unit_en")
RATES = ("rate", "duty", "duty_ru")
LEVELS = (2, 4, 6)
_DASHES = re.compile(r"^(?:[–—-]\s*)+")
BETWEEN = " › "


@dataclass(frozen=True)
class Coded:
    """One code with its names, ready to be kept."""

    code: str
    parent: str
    names: Mapping[str, str]
    unit: str
    rate: str
    valid_from: date | None
    valid_to: date | None
    own: str
    words: str

    @property
    def level(self) -> int:
        """Digits of the code."""
        return len(self.code)


@dataclass
class Above:
    """What has been read and holds for the lines below: uncoded headings by depth, and the codes on the way."""

    headings: dict[int, Mapping[str, str]] = field(default_factory=dict)
    codes: list[tuple[str, str]] = field(default_factory=list)

    def heading(self, row: Entry) -> None:
        """A line without a code: its words belong to the codes below it."""
        depth = depth_of(row)
        self._leave(depth)
        self.headings[depth] = names_of(row)

    def coded(self, code: str, row: Entry) -> Coded:
        """A line with a code, with what stands above it."""
        self._leave(depth_of(row))
        self.codes = [(above, words) for above, words in self.codes if code.startswith(above) and above != code]
        between = [names for _depth, names in sorted(self.headings.items())]
        own_names = names_of(row)
        names = {
            language: BETWEEN.join(filter(None, [*(one.get(language, "") for one in between), own_names[language]]))
            for language in COLUMNS
        }
        own = plain(" ".join(names.values()))
        words = plain(" ".join([own, *(above for _code, above in reversed(self.codes))]))
        if len(code) < 10:
            self.codes.append((code, own))
            self.headings.clear()
        return Coded(
            code=code,
            parent=next((code[:level] for level in reversed(LEVELS) if level < len(code)), ""),
            names=names,
            unit=_first(row, UNITS).strip("–-"),
            rate=_first(row, RATES),
            valid_from=_day(row.get("valid_from")),
            valid_to=_day(row.get("valid_to")),
            own=own,
            words=words,
        )

    def _leave(self, depth: int) -> None:
        for known in [one for one in self.headings if one >= depth]:
            del self.headings[known]


def depth_of(row: Entry) -> int:
    """How deep a line stands: as its column says, else by the dashes before its name; 99 for one that says nothing."""
    if row.get("depth", "").isdigit():
        return int(row["depth"])
    name = next(filter(None, (_first(row, columns) for columns in COLUMNS.values())), "")
    dashes = _DASHES.match(name)
    return len(re.sub(r"\s", "", dashes.group())) if dashes else 0


def names_of(row: Entry) -> dict[str, str]:
    """The name in each language, without dashes in front and a colon behind."""
    return {language: _DASHES.sub("", _first(row, columns)).rstrip(" :") for language, columns in COLUMNS.items()}


def _first(row: Entry, columns: tuple[str, ...]) -> str:
    return next((row[column] for column in columns if row.get(column)), "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
