"""The facade agencies act through: who acts, record, hold, lift, decide, what to follow, and what follows from people leaving."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Q

from clearance import clock, clocks, figures, moves, opening, record, selectors, settling, transit_content
from clearance.acting import SYSTEM, Actor, acting_as, as_system
from clearance.advance import advance
from clearance.calendars import calendar_of, is_office
from clearance.content import Problem, Problems
from clearance.content import digest as digest_of
from clearance.deriving import draw
from clearance.duties import register as register_duty
from clearance.followers import Cover, Moment, Note, Step, cover_with, follow, note_of, object_to, vouch_with
from clearance.identifiers import is_wagon, is_wagon_1520, is_wagon_uic
from clearance.models import Coverage, Declaration, Document, Hold, Office, Question, SignOff, Version
from clearance.moves import locked, locked_in_order
from clearance.needing_nobody import decide_what_needs_nobody
from clearance.permissions import NotAllowed, may_act_for, may_decide
from clearance.record import Happened
from clearance.selectors import bearing, holds_on, questions_on, visit_checks_of, what_keeps
from clearance.services.arriving import present, take_over
from clearance.services.deciding import Decision, decide, look_closer
from clearance.services.files import keep as keep_file
from clearance.services.filing import cover_of, known_offices, problems_of
from clearance.services.found import NotFound
from clearance.services.found import declaration as declaration_for
from clearance.services.going_on import begin_after, look_again, waiting_for_the_one_before
from clearance.services.lists import file_all
from clearance.services.stopping import lift_hold, place_hold
from clearance.services.together import Standing, decide_together, may_answer, present_together, standing_of
from clearance.settling import SYSTEM as SYSTEM_ACTOR
from clearance.topics import Topic, watch_topic
from clearance.workflow import Refused, Sentence, SignOffState

__all__ = [
    "SYSTEM",
    "SYSTEM_ACTOR",
    "Actor",
    "Cover",
    "Decision",
    "Happened",
    "Moment",
    "NotAllowed",
    "NotFound",
    "Note",
    "Problem",
    "Problems",
    "Refused",
    "Sentence",
    "Standing",
    "Step",
    "Topic",
    "acting_as",
    "advance",
    "answer_to",
    "answered_of",
    "answers_of",
    "as_system",
    "bearing",
    "begin_after",
    "calendar_of",
    "clock",
    "company_with_bin",
    "content_of",
    "contents_of",
    "control_of",
    "cover_of",
    "cover_with",
    "decide",
    "decide_together",
    "decide_what_needs_nobody",
    "declaration_for",
    "digest_of",
    "draw",
    "due_at",
    "end_work",
    "figures",
    "file_all",
    "follow",
    "forms_of",
    "holds_on",
    "inherit_questions",
    "is_answered",
    "is_office",
    "is_wagon",
    "is_wagon_1520",
    "is_wagon_uic",
    "keep_file",
    "known_offices",
    "lanes_of",
    "lift_hold",
    "locked",
    "locked_in_order",
    "look_again",
    "look_closer",
    "may_act_for",
    "may_answer",
    "may_decide",
    "note_of",
    "object_to",
    "office_codes",
    "office_of",
    "offices_of",
    "open_rows_of",
    "opening",
    "pictures_of",
    "place_hold",
    "present",
    "present_together",
    "problems_of",
    "questions_on",
    "record",
    "register_duty",
    "return_claims",
    "standing_of",
    "successor_of",
    "take_over",
    "transit_content",
    "visit_checks_of",
    "vouch_with",
    "waiting_for_the_one_before",
    "watch_topic",
    "what_keeps",
    "worked_by",
]

AT_WORK_ROWS = (SignOffState.WAITING, SignOffState.OPEN, SignOffState.CLAIMED)


def content_of(declaration: Declaration) -> Mapping[str, Any]:
    """What was filed, in the version that counts now."""
    found: Mapping[str, Any] = Version.objects.get(declaration=declaration, number=declaration.version).content
    return found


def contents_of(declarations: Collection[Declaration]) -> dict[int, Mapping[str, Any]]:
    """What was filed, in the versions that count now, by the keys of the declarations; one statement."""
    now = {declaration.pk: declaration.version for declaration in declarations}
    found = Version.objects.filter(declaration__in=now).values_list("declaration_id", "number", "content")
    return {pk: content for pk, number, content in found if now[pk] == number}


def company_with_bin(bin_: str) -> Any:
    """The registered company of that BIN, or None."""
    return apps.get_model("accounts", "Company")._default_manager.filter(bin=bin_.strip()).first()


def office_of(code: str) -> Office:
    """An office by its code; raises Office.DoesNotExist."""
    found: Office = Office.objects.get(pk=code)
    return found


def office_codes() -> frozenset[str]:
    """The codes of all offices."""
    return frozenset(Office.objects.values_list("pk", flat=True))


def offices_of(codes: Iterable[str]) -> dict[str, Office]:
    """Offices by their codes, in one question."""
    return Office.objects.in_bulk(list(codes))


def lanes_of(declarations: Iterable[int]) -> dict[int, str]:
    """The risk channel of each declaration that still waits for an answer; never for a trader's page."""
    rows = SignOff.objects.filter(declaration__in=list(declarations), state__in=AT_WORK_ROWS).exclude(lane="")
    return dict(rows.order_by("pk").values_list("declaration_id", "lane"))


def is_answered(declaration: Declaration, *, blocks: str) -> bool:
    """Whether everything that blocks a step is decided and allows it."""
    return bool(answered_of([declaration], blocks=blocks))


def answered_of(declarations: Collection[Declaration], *, blocks: str) -> set[int]:
    """The keys of those declarations of which everything that blocks a step is decided and allows it; one statement."""
    rows = SignOff.objects.filter(declaration__in=declarations, blocks=blocks).exclude(state=SignOffState.LAPSED)
    return {one.pk for one in declarations} - {row.declaration_id for row in rows if not row.allows}


def answers_of(declaration: Declaration, requirement: str) -> Mapping[str, Any]:
    """What was written in the agency's own form when a requirement was last decided; empty where it was not."""
    return forms_of([declaration], [requirement]).get((declaration.pk, requirement)) or {}


def forms_of(
    declarations: Collection[Declaration], requirements: Collection[str]
) -> dict[tuple[int, str], Mapping[str, Any]]:
    """What was written when these requirements were last decided, by declaration and requirement; one statement."""
    decided = SignOff.objects.filter(
        declaration__in=declarations, requirement__in=requirements, state=SignOffState.DECIDED
    )
    rows = decided.order_by("decided_at", "pk").values_list("declaration_id", "requirement", "form")
    return {(pk, requirement): form for pk, requirement, form in rows}


def answer_to(declaration: Declaration, requirement: str) -> SignOff | None:
    """The last decision on a requirement that allows the goods to go on."""
    decided = SignOff.objects.filter(declaration=declaration, requirement=requirement, state=SignOffState.DECIDED)
    return next((row for row in decided.order_by("-pk") if row.allows), None)


def control_of(declaration: Declaration, requirement: str) -> str:
    """How a requirement is looked at now; empty where it is not asked."""
    rows = SignOff.objects.filter(declaration=declaration, requirement=requirement).exclude(state=SignOffState.LAPSED)
    return rows.order_by("-pk").values_list("control", flat=True).first() or ""


def due_at(office: str, since: datetime, value: int | Decimal, unit: str, *, from_opening: bool = False) -> datetime:
    """When a term runs out by the hours of an office; `from_opening` counts from its next opening if it is closed."""
    calendar = calendar_of(office)
    if from_opening and not calendar.is_open(since):
        since = calendar.opening_after(since)
    return clocks.due_at(since, value, unit, calendar)


def successor_of(declaration: Declaration) -> Declaration | None:
    """The declaration that was begun last from this one and is not thrown away."""
    after = Declaration.objects.filter(predecessor=declaration).exclude(state__in=["cancelled", "expired"])
    found: Declaration | None = after.order_by("-pk").first()
    return found


def open_rows_of(declaration: Declaration) -> list[SignOff]:
    """What somebody works on now, of all agencies, in the order it was asked."""
    open_states = [SignOffState.OPEN, SignOffState.CLAIMED]
    return list(SignOff.objects.filter(declaration=declaration, state__in=open_states).order_by("id"))


def end_work(declaration: Declaration) -> None:
    """Nothing more is asked about a locked declaration: what is undecided lapses, open questions close."""
    moves.stop_work(declaration, at=clock.now())
    declaration.refresh_from_db(fields=settling.COUNTERS)
    settling.show(declaration, selectors.live_rows(declaration))


def pictures_of(declaration: Declaration, type: str) -> Mapping[str, list[Any]]:
    """The files of a type, without their bodies, by the number they were kept under."""
    found: dict[str, list[Any]] = {}
    for document in Document.objects.filter(declaration=declaration, type=type).defer("body").order_by("pk"):
        found.setdefault(document.number, []).append(document)
    return found


def return_claims(*, user: int, agency: str, by: Actor) -> int:
    """A person leaves an agency: claims return to the queue, holds and questions pass to the office. Returns the claims.

    What the agency carries out for another counts too; what another grant of the person covers can be taken again.
    """
    now = clock.now()
    with as_system():
        claimed = list(
            SignOff.objects.filter(
                Q(agency=agency) | Q(executed_by=agency), claimed_by_id=user, state=SignOffState.CLAIMED
            )
            .select_related("declaration")
            .select_for_update(of=("declaration", "self"), no_key=True)
            .order_by("declaration_id", "id")
        )
        SignOff.objects.filter(pk__in=[row.pk for row in claimed]).update(
            state=SignOffState.OPEN, claimed_by=None, claimed_at=None
        )
        held = list(Hold.objects.filter(worked_by(agency), owner_id=user, lifted_at=None).select_related("declaration"))
        Hold.objects.filter(pk__in=[hold.pk for hold in held], office__isnull=False).update(owner=None)
        record.write_many(
            [
                (
                    row.declaration,
                    SYSTEM_ACTOR,
                    [
                        Happened(
                            "signoff.given_back",
                            {"signoff": str(row.uuid), "cause": "grant_ended", "by": by.user_id},
                            public=False,
                            agency=row.agency,
                            office=row.office_id,
                            at=now,
                        )
                    ],
                )
                for row in claimed
            ]
        )
    return len(claimed)


def worked_by(agency: str) -> Q:
    """What an agency's officers place or ask: in its own name, and in the name of those it works for by the coverage."""
    return Q(agency=agency) | Q(agency__in=Coverage.objects.filter(executed_by=agency).values("agency"))


def inherit_questions(*, client: int, broker: int, by: Actor) -> int:
    """A delegation ends: the open questions on what the broker filed are the client's from now on. Returns how many."""
    with as_system():
        questions = list(
            Question.objects.filter(
                company_id=client, declaration__filer_company_id=broker, answered_at=None, closed_at=None
            ).select_related("declaration")
        )
        record.write_many(
            [
                (
                    question.declaration,
                    SYSTEM_ACTOR,
                    [
                        Happened(
                            "question.inherited",
                            {"question": str(question.uuid), "by": by.user_id},
                            agency=question.agency,
                        )
                    ],
                )
                for question in questions
            ]
        )
    return len(questions)
