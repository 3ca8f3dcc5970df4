"""How many cards each view has, and a page with its counts as of one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value

from clearance import queues
from clearance.acting import Actor
from clearance.models import SignOff
from clearance.reading.paging import Page
from clearance.worklist import cards
from clearance.worklist.cards import SIZE, VIEWS, Asked

FEW = 100
"""What filters leave is counted so far; who reads more than four pages sets another filter."""
NARROWED, LISTED = len(VIEWS), -1
"""Beside the views' own numbers: what the filters leave of a view, and the cards of the page themselves."""


class Tally(int):
    """A count that stops at `queues.MANY` rows; `is_more` says that there are others."""

    is_more: bool = False

    def __str__(self) -> str:
        return f"{int(self)}+" if self.is_more else str(int(self))


@dataclass(frozen=True)
class Overview:
    """A page of the queue, the counts of all views, and how many cards the page's filters leave."""

    page: Page[SignOff] = field(default_factory=lambda: Page([]))
    counts: dict[str, Tally] = field(default_factory=lambda: dict.fromkeys(VIEWS, Tally()))
    found: Tally = field(default_factory=Tally)


def counts(actor: Actor, *, agency: str | None = None, office: str | None = None) -> dict[str, Tally]:
    """How many cards each view has, in one statement that reads at most `queues.MANY` rows of a view and a queue."""
    asked = Asked(agency=agency or "", office=office or "")
    counted = _counted(actor, asked)
    return _by_view(_asked_at_once(counted, [])[0]) if counted else Overview().counts


def overview(actor: Actor, asked: Asked, *, after: str = "", size: int = SIZE) -> Overview:
    """A page and the counts of all views.

    Which cards are listed and how many are counted comes from one statement, so from one moment, whatever others claim
    and decide meanwhile. What a card then says of itself is read by the next statement and may be newer.
    """
    counted = _counted(actor, asked)
    if not counted:
        return Overview()
    if asked.is_narrowed:
        counted += [
            _counting(cards.filtered(cards.in_view(actor, asked.view, part), asked), NARROWED, most=FEW)
            for part in cards.parts_of(actor, asked)
        ]
    tallies, listed = _asked_at_once(counted, cards.nearest(actor, asked, after=after, size=size))
    by_view = _by_view(tallies)
    return Overview(
        cards.shown(actor, asked, SignOff.objects.filter(pk__in=listed), size=size),
        by_view,
        tallies.get(NARROWED, Tally()) if asked.is_narrowed else by_view[asked.view],
    )


def _counted(actor: Actor, asked: Asked) -> list[QuerySet[SignOff, Any]]:
    return [
        _counting(cards.in_view(actor, view, part), number)
        for number, view in enumerate(VIEWS)
        for part in cards.parts_of(actor, asked)
    ]


def _counting(rows: QuerySet[SignOff], number: int, *, most: int = queues.MANY) -> QuerySet[SignOff, Any]:
    """What makes up a card, for so many rows at most."""
    return rows.order_by().values_list(Value(number), "declaration_id", "executed_by", "office_id")[:most]


def _asked_at_once(
    counted: list[QuerySet[SignOff, Any]], listed: list[QuerySet[SignOff, tuple[int]]]
) -> tuple[dict[int, Tally], list[int]]:
    """Tallies by their numbers and ids of listed cards, of one snapshot."""
    counting, parameters = _union(counted)
    sql = (
        "select view, count(distinct (declaration, executed_by, office)), count(*)"  # noqa: S608  our own SQL
        f" from ({counting}) as counted(view, declaration, executed_by, office) group by view"
    )
    if listed:
        listing, more = _union(listed)
        sql += f" union all select {LISTED}, pk, 0 from ({listing}) as listed(pk)"  # noqa: S608  our own SQL
        parameters += more
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    tallies = {number: _tally(number, cards_, rows) for number, cards_, rows in found if number != LISTED}
    return tallies, [pk for number, pk, _nothing in found if number == LISTED]


def _union(rows: list[QuerySet[SignOff, Any]]) -> tuple[str, tuple[Any, ...]]:
    whole: QuerySet[SignOff, Any] = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    sql, parameters = whole.query.sql_with_params()
    return sql, tuple(parameters)


def _by_view(tallies: dict[int, Tally]) -> dict[str, Tally]:
    return {view: tallies.get(number, Tally()) for number, view in enumerate(VIEWS)}


def _tally(number: int, found: int, rows: int) -> Tally:
    tally = Tally(found)
    tally.is_more = rows >= (FEW if number == NARROWED else queues.MANY)
    return tally
