"""The queue as cards: all rows of one agency on one declaration are one card, standing where its most urgent row stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, Q, QuerySet

from clearance import queues
from clearance.acting import Actor
from clearance.models import SignOff
from clearance.reading import marks
from clearance.reading.paging import Page, beyond, cursor_of, values_of
from clearance.worklist import looks

VIEWS = ("all", "unclaimed", "mine", "waiting_for_trader", "changed", "overdue", "soon")
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

    @cached_property
    def bearing(self) -> Q:
        """What sign-offs fit the words; looked up once for a page."""
        return marks.bearing(self.words)

    @cached_property
    def awaiting(self) -> Q:
        """What sign-offs stand beside an undecided one of the agency; looked up once for a page."""
        undecided = SignOff.objects.filter(agency=self.waiting_on, state__in=["waiting", *IN_QUEUE])
        return marks.few_or_probed(undecided)

    @property
    def is_filtered(self) -> bool:
        return bool(self.agency or self.office or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        """Whether fewer cards are looked for than the view has."""
        return any((self.words, self.risk, self.transport, self.waiting_on))


def page(actor: Actor, asked: Asked, *, after: str = "", size: int = SIZE) -> Page[SignOff]:
    """One page of cards, each given by its most urgent row: one statement, first and deep pages alike.

    A place in the order is several ranges of the index (equal so far, then beyond), and so is a person with several
    queues. Each range is read from its own start, and no further than one page.
    """
    arms = nearest(actor, asked, after=after, size=size)
    if not arms:
        return Page([])
    found = arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]
    return shown(actor, asked, SignOff.objects.filter(pk__in=found), size=size)


def nearest(actor: Actor, asked: Asked, *, after: str, size: int) -> list[QuerySet[SignOff, tuple[int]]]:
    """Ids of the cards a page may hold, a query for each queue and each range; each reads no further than one page."""
    order = SORTS[asked.sort]
    ranges = beyond(order, values_of(SignOff, order, after))
    return [
        cards(actor, asked, part).filter(one).order_by(*order).values_list("pk")[: size + 1]
        for part in parts_of(actor, asked)
        for one in ranges
    ]


def shown(actor: Actor, asked: Asked, rows: QuerySet[SignOff], *, size: int) -> Page[SignOff]:
    """The first of these rows as a page, with the cursor of the next."""
    order = SORTS[asked.sort]
    found = list(with_all_it_shows(actor, rows).order_by(*order)[: size + 1])
    return Page(found[:size], cursor_of(found[size - 1], order) if len(found) > size else "")


def parts_of(actor: Actor, asked: Asked) -> list[Q]:
    """The queues that are asked about, one condition each."""
    return queues.parts(actor, agency=asked.agency or None, office=asked.office or None)


def cards(actor: Actor, asked: Asked, part: Q) -> QuerySet[SignOff]:
    """The most urgent row of each card that a view and its filters keep."""
    rows = filtered(in_view(actor, asked.view, part), asked)
    return rows.alias(is_behind=marks.there_is(_ahead(actor, asked))).filter(is_behind=False)


def in_view(actor: Actor, view: str, part: Q) -> QuerySet[SignOff]:
    """The rows of a queue that a view keeps; never of an own company."""
    rows = SignOff.objects.filter(part, _keeps(actor, view), state__in=IN_QUEUE)
    own = sorted(actor.barred_companies)
    return rows.exclude(company_id__in=own) if own else rows


def filtered(rows: QuerySet[SignOff], asked: Asked) -> QuerySet[SignOff]:
    """The filters of the page; all of them are about the declaration, so that a card stays whole."""
    if asked.words:
        rows = rows.filter(asked.bearing)
    if asked.risk:
        rows = rows.filter(lane=asked.risk)
    if asked.transport:
        rows = rows.filter(border_mode=asked.transport)
    if asked.waiting_on:
        rows = rows.filter(asked.awaiting)
    return rows


def rows_of_card(row: SignOff) -> QuerySet[SignOff]:
    """The undecided rows that stand on the same card, the row itself among them."""
    return SignOff.objects.filter(
        declaration_id=row.declaration_id,
        executed_by=row.executed_by,
        office_id=row.office_id,
        state__in=IN_QUEUE,
    ).order_by("id")


def with_all_it_shows(actor: Actor, rows: QuerySet[SignOff]) -> QuerySet[SignOff]:
    """Rows with their declaration, people, and whether there is news."""
    return rows.select_related("declaration__company", "office", "claimed_by").annotate(
        is_changed=looks.is_changed(actor)
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
