"""What officers look at: the queue in a constant number of statements, a sign-off with all it rests on, a whole case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q

from clearance import clock, queues
from clearance.acting import Actor
from clearance.models import (
    Appeal,
    Arrival,
    Declaration,
    Document,
    Event,
    Hold,
    Office,
    Payment,
    Question,
    RoutingRun,
    SignOff,
    Version,
)
from clearance.reading import marks
from clearance.reading.paging import Page, page_of
from clearance.reading.trader import content_of
from clearance.selectors import visible_to
from clearance.services.found import NotFound
from clearance.workflow import AT_WORK, SETTLED_MONEY, AppealState, SignOffState

SIZE = 25
FEW = 8


@dataclass
class Work:
    """A sign-off with what its officer must see to decide."""

    row: SignOff
    declaration: Declaration
    content: dict[str, Any]
    others: list[SignOff] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    reader: str = ""  # the language of the person who signed the version in force, and reads what officers write

    @property
    def lane(self) -> str:
        """The risk channel its routing run fixed; for officers only."""
        return self.row.lane

    @property
    def open_holds(self) -> list[Hold]:
        return [hold for hold in self.holds if hold.lifted_at is None]


@dataclass
class WholeCase:
    """A declaration with everything that was recorded of it."""

    declaration: Declaration
    content: dict[str, Any]
    signoffs: list[SignOff]
    events: list[Event]
    runs: list[RoutingRun]
    holds: list[Hold]
    payments: list[Payment]
    arrivals: list[Arrival]
    documents: list[Document]


def add_others(rows: Iterable[SignOff]) -> None:
    """Give each row the live sign-offs of its declaration, as far as this officer may see them; one statement."""
    rows = list(rows)
    wanted = {row.declaration_id for row in rows}
    live = (
        SignOff.objects.filter(declaration_id__in=wanted)
        .exclude(state=SignOffState.LAPSED)
        .only("declaration_id", "agency", "executed_by", "office_id", "state", "verdict", "stopped_at")
        .order_by("agency", "pk")
    )
    found: dict[int, list[SignOff]] = {}
    for one in live:
        found.setdefault(one.declaration_id, []).append(one)
    for row in rows:
        row.of_the_case = found.get(row.declaration_id, [])  # type: ignore[attr-defined]


def offices_of(actor: Actor) -> list[tuple[str, str]]:
    """The offices whose queues a person works, by name; all of them where a grant names none. One statement at most."""
    codes = {grant.office for grant in actor.grants if grant.role in queues.WORKING}
    if not codes:
        return []
    rows = Office.objects.all() if None in codes else Office.objects.filter(pk__in=codes)
    return sorted(((office.code, str(office)) for office in rows), key=lambda one: one[1])


def due_soon(actor: Actor) -> SignOff | None:
    """The next sign-off of the person's queues to run out of time."""
    return queues.queue(actor, view="all").order_by("due_at", "id").first()


def answered_lately(actor: Actor) -> list[Question]:
    """Questions of this person answered in the last two days on sign-offs still undecided."""
    since = clock.now() - timedelta(days=2)
    return list(
        Question.objects.filter(
            asked_by_id=actor.user_id, answered_at__gte=since, sign_off__state__in=["open", "claimed"]
        )
        .select_related("declaration__company", "sign_off")
        .order_by("-answered_at")[:FEW]
    )


def holds_of(actor: Actor) -> list[Hold]:
    """Open holds of the person's agencies, the first to be reviewed first."""
    return list(
        Hold.objects.filter(agency__in=actor.agencies, lifted_at=None)
        .select_related("declaration__company")
        .order_by("review_at")[:FEW]
    )


def work(actor: Actor, uuid: Any) -> Work:
    """A sign-off an officer may see, with its declaration, goods, the others, questions, holds and papers."""
    row = (
        SignOff.objects.select_related("office", "claimed_by", "decided_by", "carried_from__declaration")
        .filter(uuid=uuid)
        .first()
    )
    if row is None or not actor.grants:
        raise NotFound(str(uuid))
    declaration = visible_to(actor).filter(pk=row.declaration_id).exclude(company_id__in=_own(actor)).first()
    if declaration is None:
        raise NotFound(str(uuid))
    others = SignOff.objects.filter(declaration=declaration).exclude(pk=row.pk).exclude(state=SignOffState.LAPSED)
    return Work(
        row,
        declaration,
        content_of(declaration),
        others=list(others.select_related("office", "claimed_by").order_by("agency", "pk")),
        questions=list(
            Question.objects.filter(declaration=declaration).select_related("asked_by").order_by("-asked_at", "-pk")
        ),
        holds=list(Hold.objects.filter(declaration=declaration).select_related("placed_by").order_by("pk")),
        documents=list(Document.objects.filter(declaration=declaration).defer("body").order_by("added_at", "pk")),
        reader=_reader_of(declaration),
    )


def _reader_of(declaration: Declaration) -> str:
    signed = Version.objects.filter(declaration=declaration, number=declaration.version)
    return signed.values_list("signed_by__language", flat=True).first() or ""


def history(declaration: Declaration, last: int = 60) -> list[Event]:
    """The latest events of a declaration, as far as the officer may see them, the newest first."""
    return list(Event.objects.filter(declaration=declaration).select_related("actor").order_by("-seq")[:last])


def case(actor: Actor, reference: str) -> WholeCase:
    """A filed declaration with its whole record, for officers."""
    declaration = (
        visible_to(actor)
        .filter(reference=reference.strip().upper())
        .exclude(company_id__in=_own(actor))
        .exclude(state="draft")
        .first()
    )
    if declaration is None or not actor.grants:
        raise NotFound(reference)
    about = {"declaration": declaration}
    return WholeCase(
        declaration,
        content_of(declaration),
        signoffs=list(
            SignOff.objects.filter(**about).select_related("office", "claimed_by", "decided_by").order_by("pk")
        ),
        events=list(Event.objects.filter(**about).select_related("actor").order_by("seq")),
        runs=list(RoutingRun.objects.filter(**about).order_by("number")),
        holds=list(Hold.objects.filter(**about).select_related("placed_by").order_by("pk")),
        payments=list(Payment.objects.filter(**about).select_related("recorded_by").order_by("pk")),
        arrivals=list(Arrival.objects.filter(**about).select_related("office", "recorded_by").order_by("pk")),
        documents=list(Document.objects.filter(**about).defer("body").order_by("added_at", "pk")),
    )


def search(actor: Actor, words: str) -> list[Declaration]:
    """Filed declarations an officer may see that bear this number, vehicle, container or company; at most one page.

    Three statements, whatever is found: the marks that begin so, the companies named so, and the declarations.
    """
    if not words.strip() or not actor.grants:
        return []
    borne = marks.beginning_with(words).order_by("text").values_list("declaration_id", flat=True)[:SIZE]
    return list(
        visible_to(actor)
        .exclude(state="draft")
        .exclude(company_id__in=_own(actor))
        .filter(Q(pk__in=list(borne)) | Q(company_id__in=marks.companies_named(words)))
        .order_by("-pk")[:SIZE]
    )


def to_be_paid(actor: Actor, words: str = "", after: str = "") -> Page[Declaration]:
    """Filed declarations whose money is not settled, for the cashier."""
    rows = (
        visible_to(actor)
        .filter(state__in=sorted(AT_WORK))
        .exclude(money_position__in=sorted(SETTLED_MONEY))
        .exclude(company_id__in=_own(actor))
    )
    if words := words.strip():
        rows = rows.filter(Q(reference__istartswith=words) | Q(company__name__icontains=words) | Q(company__bin=words))
    return page_of(rows, ("id",), after, size=SIZE)


def hold(actor: Actor, uuid: Any) -> Hold:
    """An open or lifted hold an officer may see."""
    found = Hold.objects.select_related("declaration").filter(uuid=uuid).first()
    if found is None or not actor.grants:
        raise NotFound(str(uuid))
    return found


def _own(actor: Actor) -> list[int]:
    return sorted(actor.barred_companies)


def appeals_of(actor: Actor) -> dict[str, list[Appeal]]:
    """Appeals to the agencies the actor heads: all that are open, the oldest first, and the last that ended."""
    heads = {grant.agency for grant in actor.grants if grant.role == "head"}
    rows = Appeal.objects.filter(agency__in=heads).select_related("declaration__company", "sign_off", "ended_by")
    return {
        "open": list(rows.filter(state=AppealState.FILED).order_by("filed_at", "pk")),
        "ended": list(rows.exclude(state=AppealState.FILED).order_by("-ended_at", "-pk")[:SIZE]),
    }


def appeal(actor: Actor, uuid: Any) -> Appeal | None:
    """One appeal to an agency the actor heads."""
    heads = {grant.agency for grant in actor.grants if grant.role == "head"}
    rows = Appeal.objects.select_related("declaration__company", "sign_off__office", "sign_off__decided_by", "ended_by")
    return rows.filter(agency__in=heads, uuid=uuid).first()
