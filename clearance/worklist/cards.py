"""The queue as cards: all rows of one agency on one declaration are one card, standing where its most urgent row stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from clearance import queues
from clearance.acting import Actor
from clearance.models import SignOff
from clearance.reading.paging import Page, beyond, cursor_of, values_of
from clearance.worklist import looks

VIEWS = ("all", "unclaimed", "mine", "waiting_for_trader", "changed", "overdue")
SORTS: dict[str, tuple[str, ...]] = {"urgent": queues.ORDER, "due": ("due_at", "id")}
IN_QUEUE = ("open", "claimed")
SIZE = 25


@dataclass(frozen=True)
class Asked:
    """What a person wants to see of the queue, as it stands in the address."""

    view: str = "all"
    sort: str = "urgent"
    agency: str = ""
    office: str = ""
    words: str = ""
    risk: str = ""
    transport: str = ""
    waiting_on: str = ""

    @property
    def is_filtered(self) -> bool:
        return any((self.agency, self.office, self.words, self.risk, self.transport, self.waiting_on))


class Tally(int):
    """A count that stops at `queues.MANY` rows; `is_more` says that there are others."""

    is_more: bool = False

    def __str__(self) -> str:
        return f"{int(self)}+" if self.is_more else str(int(self))


def page(actor: Actor, asked: Asked, *, after: str = "", size: int = SIZE) -> Page[SignOff]:
    """One page of cards, each given by its most urgent row: one statement, first and deep pages alike.

    A place in the order is several ranges of the index (equal so far, then beyond), and so is a person with several
    queues. Each range is read from its own start, and no further than one page.
    """
    order = SORTS[asked.sort]
    ranges = beyond(order, values_of(SignOff, order, after))
    found = [
        cards(actor, asked, part).filter(one).order_by(*order).values_list("pk")[: size + 1]
        for part in queues.parts(actor, agency=asked.agency or None, office=asked.office or None)
        for one in ranges
    ]
    if not found:
        return Page([])
    nearest = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    rows = with_all_it_shows(actor, SignOff.objects.filter(pk__in=nearest)).order_by(*order)
    shown = list(rows[: size + 1])
    return Page(shown[:size], cursor_of(shown[size - 1], order) if len(shown) > size else "")


def cards(actor: Actor, asked: Asked, part: Q) -> QuerySet[SignOff]:
    """The most urgent row of each card that a view and its filters keep."""
    own = sorted(actor.barred_companies)
    rows = SignOff.objects.filter(part, _keeps(actor, asked.view), state__in=IN_QUEUE)
    if own:
        rows = rows.exclude(company_id__in=own)
    return filtered(rows, asked).filter(~Exists(_ahead(actor, asked)))


def filtered(rows: QuerySet[SignOff], asked: Asked) -> QuerySet[SignOff]:
    """The filters of the page; all of them are about the declaration, so that a card stays whole."""
    if words := asked.words.strip():
        rows = rows.filter(
            Q(declaration__reference__istartswith=words)
            | Q(declaration__vehicle__istartswith=words)
            | Q(declaration__company__name__icontains=words)
        )
    if asked.risk:
        rows = rows.annotate(drawn=KeyTextTransform("value", KeyTransform("lane", "run__derived"))).filter(
            drawn=asked.risk
        )
    if asked.transport:
        rows = rows.filter(declaration__border_mode=asked.transport)
    if asked.waiting_on:
        others = SignOff.objects.filter(declaration_id=OuterRef("declaration_id"), agency=asked.waiting_on)
        rows = rows.filter(Exists(others.filter(state__in=["waiting", *IN_QUEUE])))
    return rows


def counts(actor: Actor, *, agency: str | None = None, office: str | None = None) -> dict[str, Tally]:
    """How many cards each view has, in one statement that reads at most `queues.MANY` rows of a view and a queue."""
    parts = queues.parts(actor, agency=agency, office=office)
    own = sorted(actor.barred_companies)
    if not parts:
        return {view: Tally() for view in VIEWS}
    pieces = []
    for number, view in enumerate(VIEWS):
        for part in parts:
            rows = SignOff.objects.filter(part, _keeps(actor, view), state__in=IN_QUEUE).exclude(company_id__in=own)
            pieces.append(
                rows.order_by().values_list(Value(number), "declaration_id", "executed_by", "office_id")[: queues.MANY]
            )
    sql, parameters = pieces[0].union(*pieces[1:], all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "select view, count(distinct (declaration, executed_by, office)), count(*)"  # noqa: S608  our own SQL
            f" from ({sql}) as counted(view, declaration, executed_by, office) group by view",
            parameters,
        )
        found = {view: (cards, rows) for view, cards, rows in cursor.fetchall()}
    return {view: _tally(*found.get(number, (0, 0))) for number, view in enumerate(VIEWS)}


def rows_of_card(row: SignOff) -> QuerySet[SignOff]:
    """The undecided rows that stand on the same card, the row itself among them."""
    return SignOff.objects.filter(
        declaration_id=row.declaration_id,
        executed_by=row.executed_by,
        office_id=row.office_id,
        state__in=IN_QUEUE,
    ).order_by("id")


def with_all_it_shows(actor: Actor, rows: QuerySet[SignOff]) -> QuerySet[SignOff]:
    """Rows with their declaration, people, lane, and whether there is news."""
    lane = KeyTextTransform("value", KeyTransform("lane", "run__derived"))
    return rows.select_related("declaration__company", "office", "claimed_by").annotate(
        lane=lane, is_changed=looks.is_changed(actor)
    )


def _keeps(actor: Actor, view: str) -> Q:
    if view == "changed":
        return Q(declaration_id__in=looks.changed(actor))
    return queues.of_view(actor)[view]


def _ahead(actor: Actor, asked: Asked) -> QuerySet[SignOff]:
    """Rows of the same card and view that come before: a row with none of them shows the card."""
    view = Q() if asked.view == "changed" else _keeps(actor, asked.view)
    same = SignOff.objects.filter(
        view,
        declaration_id=OuterRef("declaration_id"),
        executed_by=OuterRef("executed_by"),
        office_id=OuterRef("office_id"),
        state__in=IN_QUEUE,
    )
    return same.filter(_before(SORTS[asked.sort]))


def _before(order: Sequence[str]) -> Q:
    found, equal = Q(), Q()
    for name in order:
        field = name.lstrip("-")
        found |= equal & Q(**{f"{field}__{'gt' if name.startswith('-') else 'lt'}": OuterRef(field)})
        equal &= Q(**{field: OuterRef(field)})
    return found


def _tally(cards: int, rows: int) -> Tally:
    found = Tally(cards)
    found.is_more = rows >= queues.MANY
    return found
