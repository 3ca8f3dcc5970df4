"""What the postal desk looks at: dispatches with their figures, the items of one, and why an item is an exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from clearance import clock, figures, sentences
from clearance.acting import Actor
from clearance.headline import is_known_to_trader
from clearance.models import Declaration, Event, Hold, Office, Question, SignOff
from clearance.services import addressing
from clearance.services.found import NotFound, must_find
from clearance.services.posting import operator_of
from clearance.workflow import AT_WORK, ENDED, RELEASED, SETTLED_MONEY, Kind, SignOffState, State
from portal.accounts.models import Company
from portal.post.models import DispatchList

SHOWN_FOR = timedelta(days=90)
MOST_DISPATCHES = 100
LOOKED_AT = ("with_agency", "question", "held", "inspection", "payment_due", "split_choice")
# Not released although it is here, or already known to be looked at, or refused.
EXCEPTION = (Q(state__in=sorted(AT_WORK)) & (Q(presented_at__isnull=False) | Q(headline__code__in=LOOKED_AT))) | Q(
    state=State.REFUSED
)
TABS: Mapping[str, Q] = {
    "exceptions": EXCEPTION,
    "waiting": Q(state__in=sorted(AT_WORK)) & ~EXCEPTION,
    "released": Q(state__in=[*sorted(RELEASED), State.CLOSED]),
    "all": Q(),
}


@dataclass
class Dispatch:
    """One dispatch with its figures."""

    dispatch_id: str
    filed: int
    released: int
    exceptions: int
    arrived_at: datetime | None
    filed_at: datetime | None
    not_here: int = 0
    delivered: int = 0
    wrong: int = 0
    offices: str = ""

    @property
    def items(self) -> int:
        """What the list named: filed items and those that could not be filed."""
        return self.filed + self.wrong

    @property
    def has_arrived(self) -> bool:
        return self.arrived_at is not None and self.not_here == 0


@dataclass(frozen=True)
class Looked:
    """An item that is not released: why in words, who has it, until when."""

    declaration: Declaration
    reasons: list[str]
    who: str
    until: datetime | None
    has_objection: bool = False
    asks_return: bool = False


@dataclass(frozen=True)
class Neighbours:
    """Where an exception stands among those of its dispatch."""

    place: int
    count: int
    before: str = ""
    after: str = ""


@dataclass
class _Rows:
    """What belongs to several declarations, by their keys."""

    signoffs: dict[int, list[SignOff]] = field(default_factory=dict)
    questions: dict[int, list[Question]] = field(default_factory=dict)
    holds: dict[int, list[Hold]] = field(default_factory=dict)
    events: dict[int, set[str]] = field(default_factory=dict)


def items_of(actor: Actor, dispatch_id: str = "") -> QuerySet[Declaration]:
    """The operator's filed postal items, of one dispatch or of all."""
    rows = Declaration.objects.filter(company_id=operator_of(actor).company, kind=Kind.POSTAL, version__gte=1)
    if dispatch_id:
        rows = rows.filter(dispatch_id=dispatch_id)
    return rows.select_related("company", "office").defer("draft")


def dispatches(actor: Actor, number: str = "") -> list[Dispatch]:
    """The dispatches of the last months, the last filed first; with `number` those whose number begins so."""
    since = clock.now() - SHOWN_FOR
    rows = items_of(actor).filter(changed_at__gte=since).exclude(dispatch_id="")
    if number:
        rows = items_of(actor).filter(dispatch_id__istartswith=number.strip())
    found = {row["dispatch_id"]: _dispatch(row) for row in _figures(rows)}
    return _with_more(actor, found)


def dispatch(actor: Actor, dispatch_id: str) -> Dispatch:
    """One dispatch; NotFound where the operator has none of this number."""
    rows = list(_figures(items_of(actor, dispatch_id)))
    kept = _lists(actor, [dispatch_id])
    if not rows and not kept:
        raise NotFound(dispatch_id)
    found = _dispatch(rows[0]) if rows else Dispatch(dispatch_id, 0, 0, 0, None, kept[dispatch_id].sent_at)
    return _with_more(actor, {dispatch_id: found})[0]


def counts(actor: Actor, dispatch_id: str) -> dict[str, int]:
    """How many items each tab of a dispatch holds; one statement."""
    found: dict[str, int] = items_of(actor, dispatch_id).aggregate(
        **{tab: Count("pk", filter=wanted) for tab, wanted in TABS.items() if wanted}, all=Count("pk")
    )
    return found


def last_list(actor: Actor, dispatch_id: str) -> DispatchList:
    """The last list of a dispatch; NotFound where none was sent from a page."""
    return must_find(
        DispatchList.objects.filter(company_id=operator_of(actor).company, dispatch_id=dispatch_id), dispatch_id
    )


def own_offices(actor: Actor) -> list[str]:
    """The offices of exchange at which the operator itself presents what came."""
    return list(Company.objects.values_list("authorised_offices", flat=True).get(pk=operator_of(actor).company))


def offices(actor: Actor) -> list[tuple[str, str]]:
    """The same offices by name, to choose from."""
    known = Office.objects.in_bulk(own_offices(actor))
    return [(code, str(office)) for code, office in known.items()]


def exceptions(actor: Actor, dispatch_id: str) -> list[Looked]:
    """The items of a dispatch that somebody looks at or that wait for money, in the order of their numbers."""
    declarations = list(items_of(actor, dispatch_id).filter(EXCEPTION).order_by("local_ref", "pk"))
    return looked_at(declarations)


def looked_at(declarations: Sequence[Declaration]) -> list[Looked]:
    """Why each of these is not released; a fixed number of statements for all."""
    rows = _rows_of(declarations)
    return [_looked(one, rows) for one in declarations]


def neighbours(actor: Actor, declaration: Declaration) -> Neighbours:
    """The exceptions before and after this one; an item that is none any more stands before the first."""
    numbers = list(
        items_of(actor, declaration.dispatch_id)
        .filter(EXCEPTION)
        .order_by("local_ref", "pk")
        .values_list("reference", "local_ref")
    )
    references = [reference for reference, _number in numbers]
    if declaration.reference in references:
        place = references.index(declaration.reference)
        following = references[place + 1 : place + 2]
        return Neighbours(
            place + 1, len(references), "".join(references[max(0, place - 1) : place]), "".join(following)
        )
    later = [reference for reference, number in numbers if number > declaration.local_ref]
    return Neighbours(0, len(references), after=(later or references or [""])[0])


def item(actor: Actor, dispatch_id: str, reference: str) -> Declaration:
    """One item of a dispatch; NotFound for another operator's."""
    return must_find(items_of(actor, dispatch_id).filter(reference=reference.strip().upper()), reference)


def _figures(rows: QuerySet[Declaration]) -> Iterable[Any]:
    return (
        rows.order_by()
        .values("dispatch_id")
        .annotate(
            filed=Count("pk", filter=~Q(state__in=[State.CANCELLED, State.EXPIRED])),
            released=Count("pk", filter=TABS["released"]),
            exceptions=Count("pk", filter=EXCEPTION),
            not_here=Count("pk", filter=Q(presented_at__isnull=True, state__in=sorted(AT_WORK))),
            arrived_at=Max("presented_at"),
            filed_at=Min("lodged_at"),
        )
        .order_by("-filed_at", "dispatch_id")[:MOST_DISPATCHES]
    )


def _dispatch(row: Mapping[str, Any]) -> Dispatch:
    return Dispatch(**row)


def _with_more(actor: Actor, found: dict[str, Dispatch]) -> list[Dispatch]:
    """Add what other tables know: delivered items, wrong lines, the office."""
    rows = items_of(actor).filter(dispatch_id__in=found)
    delivered = (
        Event.objects.filter(declaration__in=rows.order_by().values("pk"), kind="item.delivered")
        .values_list("declaration__dispatch_id")
        .annotate(Count("declaration", distinct=True))
    )
    for dispatch_id, count in delivered:
        found[dispatch_id].delivered = count
    for dispatch_id, kept in _lists(actor, list(found)).items():
        found[dispatch_id].wrong = kept.wrong
    pairs = list(rows.order_by().exclude(office=None).values_list("dispatch_id", "office").distinct())
    known = Office.objects.in_bulk({office for _dispatch_id, office in pairs})
    for dispatch_id, office in pairs:
        one = found[dispatch_id]
        one.offices = ", ".join(filter(None, [one.offices, str(known[office])]))
    return list(found.values())


def _lists(actor: Actor, numbers: Sequence[str]) -> dict[str, DispatchList]:
    rows = DispatchList.objects.filter(company_id=operator_of(actor).company, dispatch_id__in=numbers).defer("left")
    return {row.dispatch_id: row for row in rows}


def _rows_of(declarations: Sequence[Declaration]) -> _Rows:
    keys, found = [one.pk for one in declarations], _Rows()
    for row in (
        SignOff.objects.select_related("office")
        .filter(declaration__in=keys)
        .exclude(state=SignOffState.LAPSED)
        .order_by("due_at", "pk")
    ):
        if is_known_to_trader(row):
            found.signoffs.setdefault(row.declaration_id, []).append(row)
    for asked in Question.objects.filter(declaration__in=keys, answered_at=None, closed_at=None).order_by("pk"):
        found.questions.setdefault(asked.declaration_id, []).append(asked)
    for hold in Hold.objects.filter(declaration__in=keys, lifted_at=None, visibility="public").order_by("pk"):
        found.holds.setdefault(hold.declaration_id, []).append(hold)
    told = [addressing.OBJECTED, addressing.ASKED_RETURN]
    for key, kind in Event.objects.filter(declaration__in=keys, kind__in=told).values_list("declaration_id", "kind"):
        found.events.setdefault(key, set()).add(kind)
    return found


def _looked(declaration: Declaration, rows: _Rows) -> Looked:
    key, headline = declaration.pk, declaration.headline or {}
    told = rows.events.get(key, set())
    return Looked(
        declaration,
        reasons_of(declaration, rows.signoffs.get(key, []), rows.questions.get(key, []), rows.holds.get(key, [])),
        who_has(declaration),
        sentences.moment_of(headline.get("due")) if declaration.state in AT_WORK else None,
        has_objection=addressing.OBJECTED in told,
        asks_return=addressing.ASKED_RETURN in told,
    )


def reasons_of(
    declaration: Declaration,
    signoffs: Sequence[SignOff],
    questions: Sequence[Question],
    holds: Sequence[Hold],
    *,
    of_money: bool = True,
) -> list[str]:
    """Why an item is not released, in words: who asked what, who refused, what is looked at, what is to be paid."""
    told = [f"{sentences.agency_name(hold.agency)}: {hold.public_reason}" for hold in holds]
    told += [f"{sentences.agency_name(asked.agency)}: {asked.text}" for asked in questions]
    for row in signoffs:
        if row.verdict == "refused":
            told.append(f"{sentences.agency_name(row.agency)}: {row.reason}")
        elif row.is_undecided and row.blocks in {"accept", "release"}:
            # Only what is asked, not by which facts: among them may be the lane, which is not for these readers.
            told.append(f"{sentences.agency_name(row.agency)}: {sentences.title_of(row.requirement, row.titles)}")
    if of_money and declaration.state in AT_WORK and declaration.money_position not in SETTLED_MONEY:
        if declaration.money_amount:
            due = figures.money(declaration.money_amount, declaration.money_currency)
            told.append(_("To be paid by the addressee: %(amount)s.") % {"amount": due})
        else:
            told.append(_("Customs works out what is to be paid."))
    return told or ([sentences.headline_sentence(declaration.headline)] if of_money else [])


def who_has(declaration: Declaration) -> str:
    """Who has to do something now: an agency, the operator, the addressee."""
    headline = declaration.headline or {}
    code = headline.get("code")
    if code == "payment_due":
        return _("The addressee")
    if headline.get("holder") == "trader":
        return _("You")
    if headline.get("agency"):
        return sentences.agency_name(str(headline["agency"]))
    if declaration.state in ENDED or declaration.state in RELEASED:
        return ""
    return _("The portal") if code in {"routing", "finishing"} else _("You")
