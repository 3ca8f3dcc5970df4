"""What a company's people look at: their declarations by what they ask for, and one case whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from clearance.acting import Actor, Member
from clearance.headline import is_known_to_trader
from clearance.models import Appeal, Declaration, Document, Event, Hold, Office, Question, SignOff, Version
from clearance.preparing.models import Template
from clearance.reading.paging import Page, page_of
from clearance.selectors import live_rows, visible_to
from clearance.services.found import must_find
from clearance.workflow import AT_WORK, ENDED, RELEASED, State, Verdict

ORDER = ("-changed_at", "-id")
SIZE = 25

TABS: Mapping[str, Q] = {
    "action": Q(holder="trader") & ~Q(state__in=[State.DRAFT, *sorted(RELEASED), *sorted(ENDED)]),
    "progress": Q(state__in=sorted(AT_WORK)) & ~Q(holder="trader"),
    "drafts": Q(state=State.DRAFT),
    "released": Q(state__in=sorted(RELEASED)),
    "ended": Q(state__in=sorted(ENDED)),
}


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to; empty fields ask for nothing."""

    words: str = ""
    kind: str = ""
    office: str = ""
    since: date | None = None  # submitted on this day or later, in the reader's zone
    until: date | None = None


EVERYTHING = Asked()


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
    appeals: list[Appeal] = field(default_factory=list)
    answered_before: frozenset[int] = frozenset()
    """Sign-offs of the declaration before whose answers stand for this one's."""

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
    asked: Asked = EVERYTHING,
    company: int | None = None,
    after: str = "",
    size: int = SIZE,
) -> Page[Declaration]:
    """A page of a tab, the last changed first."""
    return page_of(narrowed(own(actor, company).filter(TABS[tab]), asked), ORDER, after, size=size)


def narrowed(rows: QuerySet[Declaration], asked: Asked) -> QuerySet[Declaration]:
    """Only what is asked for; words are looked for in numbers, goods and vehicles."""
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.office:
        rows = rows.filter(office_id=asked.office)
    if asked.since:
        rows = rows.filter(lodged_at__date__gte=asked.since)
    if asked.until:
        rows = rows.filter(lodged_at__date__lte=asked.until)
    if words := asked.words.strip():
        rows = rows.filter(
            Q(reference__istartswith=words)
            | Q(local_ref__icontains=words)
            | Q(summary__icontains=words)
            | Q(vehicle__icontains=words)
            | Q(registration_number__icontains=words)
        )
    return rows


def offices_of(actor: Actor, company: int | None = None) -> list[Office]:
    """The offices the declarations of these companies are at, by name."""
    wanted = own(actor, company).exclude(office=None).order_by().values("office").distinct()
    return sorted(Office.objects.filter(pk__in=wanted), key=str)


def found(actor: Actor, reference: str) -> Declaration:
    """The declaration of a company the person acts for; NotFound for what may not be seen."""
    return must_find(own(actor).defer(None).filter(reference=reference.strip().upper()), reference)


def seen(actor: Actor, reference: str) -> Declaration:
    """The declaration as far as anybody of this kind may see it (the database shows drafts to their company only)."""
    return must_find(visible_to(actor).filter(reference=reference.strip().upper()), reference)


def content_of(declaration: Declaration) -> dict[str, Any]:
    """The content as it stands: the draft's, or the version's now in force."""
    if declaration.state == State.DRAFT or declaration.version == 0:
        return dict(declaration.draft or {})
    return content_at(declaration, declaration.version)


def version_of(declaration: Declaration) -> Version:
    """The version in force, with the person who signed it."""
    return Version.objects.select_related("signed_by").get(declaration=declaration, number=declaration.version)


def contents_of(declarations: Sequence[Declaration]) -> dict[int, dict[str, Any]]:
    """The contents now in force of several filed declarations, by key; one statement."""
    rows = Version.objects.filter(
        declaration__in=[one.pk for one in declarations], number=F("declaration__version")
    ).values_list("declaration_id", "content")
    return {key: dict(content) for key, content in rows}


def content_at(declaration: Declaration, number: int) -> dict[str, Any]:
    """The content of one version."""
    return dict(Version.objects.get(declaration=declaration, number=number).content)


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
        appeals=_appeals_of(declaration, signoffs),
        answered_before=_answered_before(declaration, signoffs),
    )


def _answered_before(declaration: Declaration, signoffs: Sequence[SignOff]) -> frozenset[int]:
    """Which answers come from the declaration before; one that follows none costs no question."""
    if declaration.predecessor_id is None:
        return frozenset()
    came_from = SignOff.objects.filter(
        declaration_id=declaration.predecessor_id, pk__in=[row.carried_from_id for row in signoffs]
    )
    return frozenset(came_from.values_list("pk", flat=True))


def _appeals_of(declaration: Declaration, signoffs: Sequence[SignOff]) -> list[Appeal]:
    """Appeals against refusals; a declaration without any refusal costs no question."""
    if not any(row.verdict == Verdict.REFUSED for row in signoffs):
        return []
    return list(Appeal.objects.filter(declaration=declaration).order_by("filed_at", "pk"))


def document(declaration: Declaration, uuid: Any) -> Document:
    """One attached file with its bytes."""
    return Document.objects.get(declaration=declaration, uuid=uuid)


def filing_members(actor: Actor) -> list[Member]:
    """The companies a person may prepare declarations for, own ones first."""
    return [member for member in (*actor.own, *actor.clients) if member.role != "viewer"]


def earlier(actor: Actor, words: str, company: int | None = None, size: int = 6) -> list[Declaration]:
    """Filed declarations a new one can be like, the last changed first; `words` as in the list."""
    rows = own(actor, company).exclude(state=State.DRAFT).filter(version__gte=1)
    return list(narrowed(rows, Asked(words=words)).order_by(*ORDER)[:size])


def templates(actor: Actor, company: int | None = None) -> list[Template]:
    """The templates of the companies a person acts for, by name; without their contents."""
    wanted = actor.companies & {company} if company else actor.companies
    return list(Template.objects.filter(company_id__in=wanted).select_related("company").defer("content"))


def template(actor: Actor, template_id: int) -> Template:
    """One template; NotFound for another company's."""
    return must_find(Template.objects.filter(pk=template_id, company_id__in=actor.companies), str(template_id))
