"""The table of goods: the rows of one page of it, what is looked for, and the problems of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from clearance.content import Problem
from clearance.forms.item_list import Totals, items_of, totals_of
from clearance.views.keeping import Kept

SIZE = 50
"""Rows of a page: what a person looks through, and what keeps the page quick however many items there are."""

FAULTY = "problems"


@dataclass(frozen=True)
class Row:
    """One item in the table: its place in the list, and the number it is known by."""

    place: int
    number: int
    item: Mapping[str, Any]
    url: str
    problems: int
    is_last: bool


@dataclass(frozen=True)
class Table:
    """One page of the table; `faulty` counts the items of the whole list that have a problem."""

    page: Page
    rows: list[Row]
    totals: Totals
    faulty: int
    words: str
    only_faulty: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.only_faulty)

    @property
    def keep(self) -> str:
        """What is looked for, as the beginning of an address of another page."""
        asked = {"q": self.words, "show": FAULTY if self.only_faulty else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{query}&" if query else ""


def table_of(kept: Kept, problems: Iterable[Problem], asked: Mapping[str, str]) -> Table:
    """The rows that are asked for: by page, by words of the goods, by having problems."""
    items = items_of(kept.content)
    faults = problems_by_item(problems)
    words, only_faulty = str(asked.get("q", "")).strip()[:100], asked.get("show") == FAULTY
    places = [
        place
        for place, item in enumerate(items, 1)
        if (not only_faulty or place in faults) and (not words or _speaks_of(item, words))
    ]
    page: Page = Paginator(places, SIZE).get_page(asked.get("page"))
    rows = [
        Row(
            place,
            kept.number_at(place) or place,
            items[place - 1],
            kept.url("item", place),
            len(faults.get(place, ())),
            place == len(items),
        )
        for place in page.object_list
    ]
    return Table(page, rows, totals_of(kept.content, items), len(faults), words, only_faulty)


def problems_by_item(problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    """The problems of items, by the place of the item."""
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        steps = problem.pointer.split("/")
        if len(steps) > 2 and steps[1] == "items" and steps[2].isdigit():
            found.setdefault(int(steps[2]) + 1, []).append(problem)
    return found


def page_with(place: int) -> int:
    """The page of the whole table on which an item stands."""
    return (max(1, place) - 1) // SIZE + 1


def place_of(kept: Kept, place: int) -> str:
    """The address of an item's row in the table."""
    page = page_with(place)
    return kept.url("items") + (f"?page={page}" if page > 1 else "") + f"#item-{place}"


def _speaks_of(item: Mapping[str, Any], words: str) -> bool:
    """Whether every word is in the code, the description or the marks of an item."""
    marks = " ".join(str(package.get("marks") or "") for package in item.get("packages") or ())
    text = f"{item.get('commodity_code', '')} {item.get('description', '')} {item.get('origin', '')} {marks}".casefold()
    return all(word in text for word in words.casefold().split())
