"""What a company's people look at: their declarations by what they ask for, and one case whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from clearance.acting import Actor, Member
from clearance.headline import is_known_to_trader
from clearance.models import Declaration, Document, Event, Hold, Question, SignOff, Version
from clearance.reading.paging import Page, page_of
from clearance.selectors import live_rows, visible_to
from clearance.services.found import NotFound
from clearance.workflow import AT_WORK, ENDED, RELEASED, State

ORDER = ("-changed_at", "-id")
SIZE = 25

TABS: Mapping[str, Q] = {
    "action": Q(holder="trader") & ~Q(state__in=[State.DRAFT, *sorted(RELEASED), *sorted(ENDED)]),
    "progress": Q(state__in=sorted(AT_WORK)) & ~Q(holder="trader"),
    "drafts": Q(state=State.DRAFT),
    "released": Q(state__in=sorted(RELEASED)),
    "ended": Q(state__in=sorted(ENDED)),
}


@dataclass
class Whole:
    """One declaration with what its reader may know of it."""

    declaration: Declaration
    content: dict[str, Any]
    signoffs: list[SignOff] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if question.is_open]

    @property
    def open_holds(self) -> list[Hold]:
        return [hold for hold in self.holds if hold.lifted_at is None]


def own(actor: Actor, company: int | None = None) -> QuerySet[Declaration]:
    """Declarations of the companies a person acts for."""
    wanted = actor.companies & {company} if company else actor.companies
    return Declaration.objects.filter(company_id__in=wanted).select_related("company", "office").defer("draft")


def counts(actor: Actor, company: int | None = None) -> dict[str, int]:
    """How many declarations each tab holds; one statement."""
    found: dict[str, int] = own(actor, company).aggregate(
        **{tab: Count("pk", filter=wanted) for tab, wanted in TABS.items()}
    )
    return found


def listed(
    actor: Actor,
    *,
    tab: str,
    words: str = "",
    kind: str = "",
    company: int | None = None,
    after: str = "",
    size: int = SIZE,
) -> Page[Declaration]:
    """A page of a tab, the last changed first; `words` are looked for in numbers, goods and vehicles."""
    rows = own(actor, company).filter(TABS[tab])
    if kind:
        rows = rows.filter(kind=kind)
    if words := words.strip():
        rows = rows.filter(
            Q(reference__istartswith=words)
            | Q(local_ref__icontains=words)
            | Q(summary__icontains=words)
            | Q(vehicle__icontains=words)
            | Q(registration_number__icontains=words)
        )
    return page_of(rows, ORDER, after, size=size)


def found(actor: Actor, reference: str) -> Declaration:
    """The declaration of a company the person acts for; NotFound for what may not be seen."""
    row = own(actor).defer(None).filter(reference=reference.strip().upper()).first()
    if row is None:
        raise NotFound(reference)
    return row


def seen(actor: Actor, reference: str) -> Declaration:
    """The declaration as far as anybody of this kind may see it (the database shows drafts to their company only)."""
    row = visible_to(actor).filter(reference=reference.strip().upper()).first()
    if row is None:
        raise NotFound(reference)
    return row


def content_of(declaration: Declaration) -> dict[str, Any]:
    """The content as it stands: the draft's, or the version's now in force."""
    if declaration.state == State.DRAFT or declaration.version == 0:
        return dict(declaration.draft or {})
    return dict(Version.objects.get(declaration=declaration, number=declaration.version).content)


def whole_for_trader(declaration: Declaration) -> Whole:
    """The case as its trader may know it: nothing restricted before it is announced, nothing of the desks."""
    signoffs = [row for row in live_rows(declaration) if is_known_to_trader(row)]
    events = Event.objects.filter(declaration=declaration, is_public=True).order_by("public_seq", "pk")
    return Whole(
        declaration,
        content_of(declaration),
        signoffs=signoffs,
        questions=list(Question.objects.filter(declaration=declaration).order_by("pk")),
        holds=list(Hold.objects.filter(declaration=declaration, visibility="public").order_by("pk")),
        events=list(events),
        documents=list(Document.objects.filter(declaration=declaration).defer("body").order_by("added_at", "pk")),
    )


def document(declaration: Declaration, uuid: Any) -> Document:
    """One attached file with its bytes."""
    return Document.objects.get(declaration=declaration, uuid=uuid)


def filing_members(actor: Actor) -> list[Member]:
    """The companies a person may prepare declarations for, own ones first."""
    return [member for member in (*actor.own, *actor.clients) if member.role != "viewer"]
