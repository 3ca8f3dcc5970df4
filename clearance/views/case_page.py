"""What a trader's case page shows, put together from the case: steps, what to do, sign-offs, timeline, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance import clock, clocked, figures, followers, registry, sentences
from clearance.forms.paper_list import papers_of
from clearance.headline import may_be_split, refused_items
from clearance.models import Event, SignOff
from clearance.permissions import NotAllowed, may_act_for
from clearance.reading import owing
from clearance.reading.trader import Whole
from clearance.services import appealing
from clearance.wording import because_text, paper_text
from clearance.workflow import (
    AT_WORK,
    MOVES,
    RELEASED,
    SETTLED_MONEY,
    AppealState,
    Blocks,
    Kind,
    Money,
    SignOffState,
    State,
    Verdict,
)

FEW_ITEMS = 10
FEW_PAPERS = 30
ACTS_OF_TRADERS = frozenset({"declaration.lodge", "declaration.amended", "declaration.withdraw", "declaration.split"})


@dataclass(frozen=True)
class Step:
    """One step on the way to release; state is done, now, stopped or "" (to come)."""

    title: str
    state: str
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class ToDo:
    """Something the trader must do."""

    title: str
    text: str
    url: str = ""
    button: str = ""
    language: str = ""


def page_of(whole: Whole, actor: Any, *, now: datetime) -> dict[str, Any]:
    """Everything the template shows."""
    declaration = whole.declaration
    try:
        may_act_for(actor, declaration.company_id)
        may_act = True
    except NotAllowed:
        may_act = False
    papers = papers_of(whole.content)
    return {
        "whole": whole,
        "declaration": declaration,
        "headline": declaration.headline,
        "sentence": sentences.headline_sentence(declaration.headline),
        "next": sentences.headline_next(declaration.headline),
        "steps": steps_of(whole),
        "todo": todo_of(whole, may_act=may_act),
        "agencies": by_agency([signoff_row(row, whole, now=now) for row in in_order(whole.signoffs)]),
        "now": now,
        "ball": ball_of(whole),
        "events": timeline_of(whole),
        "facts": facts_of(whole),
        "owed": owing.owed(whole.content, owing.day_of(declaration.lodged_at)),
        "papers": papers[:FEW_PAPERS],
        "more_papers": max(0, len(papers) - FEW_PAPERS),
        "items": (whole.content.get("items") or [])[:FEW_ITEMS],
        "more_items": max(0, len(whole.content.get("items") or []) - FEW_ITEMS),
        "panels": registry.panels(declaration, actor),
        "may_act": may_act,
        "may_change": may_act and declaration.state in AT_WORK,
        "may_withdraw": may_act and declaration.state in MOVES["withdraw"].sources,
        "may_present": may_act and may_give_notice(whole),
        "may_attach": may_act and declaration.state in AT_WORK | {State.RELEASED_WITH_CONDITIONS},
        "may_split": may_act and declaration.state in AT_WORK and may_be_split(whole.signoffs),
    }


def ball_of(whole: Whole) -> dict[str, Any] | None:
    """Whom the trader asks about the case: agencies (the one asked first, then who works for it) and their office."""
    declaration = whole.declaration
    headline = declaration.headline
    code, agency = headline.get("code"), headline.get("agency") or next(iter(headline.get("agencies") or ()), "")
    if declaration.state not in AT_WORK or code == "routing" or declaration.office_id is None:
        return None
    row = next((one for one in in_order(whole.signoffs) if one.agency == agency), None)
    if row is not None:
        return {"agencies": list(dict.fromkeys([row.agency, row.executed_by])), "office": row.office_id}
    return {"agencies": [agency or registry.leading()[0]], "office": declaration.office_id}


def may_give_notice(whole: Whole) -> bool:
    """Whether a notice of arrival would still say something new."""
    declaration = whole.declaration
    if declaration.state in AT_WORK:
        return declaration.needs_presentation and declaration.presented_at is None
    return declaration.kind == "transit" and declaration.state in RELEASED


def in_order(rows: list[SignOff]) -> list[SignOff]:
    """Sign-offs in the order they matter: open ones by due time, coming ones, decided ones."""
    rank = {SignOffState.CLAIMED: 0, SignOffState.OPEN: 0, SignOffState.WAITING: 1, SignOffState.DECIDED: 2}
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(
        rows,
        key=lambda row: (
            rank[SignOffState(row.state)],
            row.due_at or far,
            row.agency,
            row.requirement,
        ),
    )


def by_agency(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of each agency together, agencies in the order of their first row; how many each has signed."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(row["row"].agency, {"agency": row["agency"], "rows": [], "signed": 0})
        one["rows"].append(row)
        one["signed"] += row["row"].state == SignOffState.DECIDED
    return list(found.values())


def steps_of(whole: Whole) -> list[Step]:
    """The way to release, with how far it is."""
    declaration = whole.declaration
    deciding = [row for row in whole.signoffs if row.blocks in {Blocks.ACCEPT, Blocks.RELEASE}]
    signed = sum(row.state == SignOffState.DECIDED for row in deciding)
    counted = ngettext("%(signed)s of %(all)s signed", "%(signed)s of %(all)s signed", len(deciding)) % {
        "signed": signed,
        "all": len(deciding),
    }
    is_out = declaration.released_at is not None
    parts: list[tuple[str, bool, str, datetime | None]] = [
        (_("Submitted"), declaration.lodged_at is not None, "", declaration.lodged_at)
    ]
    if declaration.money_position != Money.NOTHING_DUE:
        title = _("Guarantee") if declaration.kind == Kind.TRANSIT else _("Duties and taxes")
        parts.append((title, declaration.money_position in SETTLED_MONEY, _money_words(whole), None))
    if declaration.needs_presentation:
        parts.append((_("Goods at the office"), declaration.presented_at is not None, "", declaration.presented_at))
    all_signed = bool(deciding) and signed == len(deciding) and declaration.routed_version == declaration.version
    parts.append((_("Agency checks"), all_signed or is_out, counted if deciding else "", None))
    ended = {
        State.REFUSED: _("Refused"),
        State.CANCELLED: _("Cancelled"),
        State.EXPIRED: _("Expired"),
    }.get(State(declaration.state))
    found: list[Step] = []
    is_now = ended is None and not is_out
    for title, is_done, note, at in parts:
        if is_done:
            found.append(Step(title, "done", note, at))
        else:
            found.append(Step(title, "now" if is_now else "", note or _("Not yet")))
            is_now = False
    if ended:
        return [*found, Step(ended, "stopped", "", _came_at(whole))]
    if is_out:
        return [*found, Step(_("Released"), "done", "", declaration.released_at)]
    return [*found, Step(_("Released"), "now" if is_now else "", _("Not yet"))]


def _came_at(whole: Whole) -> datetime | None:
    """When the declaration came into the state it is in."""
    state = whole.declaration.state
    return next((event.occurred_at for event in reversed(whole.events) if event.moved_to == state), None)


def _money_words(whole: Whole) -> str:
    declaration = whole.declaration
    amount = figures.money(declaration.money_amount, declaration.money_currency) if declaration.money_amount else ""
    return {
        Money.PAID: _("paid"),
        Money.SECURED: _("secured"),
    }.get(Money(declaration.money_position), amount)  # fmt: skip


def todo_of(whole: Whole, *, may_act: bool) -> list[ToDo]:
    """What the trader must do, the most pressing first."""
    declaration = whole.declaration
    found: list[ToDo] = []
    if len(whole.open_questions) > 1:
        found.append(_several(whole, may_act=may_act))
    for question in whole.open_questions if len(whole.open_questions) == 1 else ():
        found.append(
            ToDo(
                _("%(agency)s has a question.") % {"agency": sentences.agency_name(question.agency)},
                question.text,
                reverse("question", args=[declaration.reference, question.uuid]) if may_act else "",
                _("Answer the question"),
                question.language,
            )
        )
    if declaration.headline.get("code") == "split_choice":
        found.append(
            ToDo(
                _("Some items are refused."),
                _(
                    "You can let the allowed items go on without them. The refused ones continue under another reference."
                ),
                reverse("split", args=[declaration.reference]) if may_act else "",
                _("Choose"),
            )
        )
    if declaration.state in AT_WORK and declaration.money_position in {Money.DUE, Money.UNKNOWN}:
        found += _cover(whole) if declaration.kind == Kind.TRANSIT else [_pay(whole)]
    if declaration.state in AT_WORK and declaration.needs_presentation and declaration.presented_at is None:
        found.append(
            ToDo(
                _("Bring the goods to the office."),
                _("Tell us when they are there. Elsewhere than at your own authorised place an officer confirms it."),
                reverse("arrival", args=[declaration.reference]) if may_act else "",
                _("Give notice of arrival"),
            )
        )
    return found


def _several(whole: Whole, *, may_act: bool) -> ToDo:
    """Several questions are answered on one page."""
    asked = whole.open_questions
    title = ngettext("%(count)s question is waiting for you.", "%(count)s questions are waiting for you.", len(asked))
    agencies = sentences.names_of(dict.fromkeys(question.agency for question in asked))
    return ToDo(
        title % {"count": len(asked)},
        _("Asked by: %(agencies)s. The clock of each agency is stopped until you answer it.") % {"agencies": agencies},
        reverse("questions", args=[whole.declaration.reference]) if may_act else "",
        _("Answer the questions"),
    )


def _cover(whole: Whole) -> list[ToDo]:
    """What a transit lacks of a guarantee; nothing while one is enough and waits to be set aside."""
    coverer = followers.coverer_of(whole.declaration.kind)
    lacks = coverer.what_lacks(whole.declaration) if coverer else None
    return [ToDo(_("Give a guarantee that covers the goods."), str(lacks))] if lacks else []


def _pay(whole: Whole) -> ToDo:
    declaration = whole.declaration
    if declaration.money_amount:
        text = _("Pay %(amount)s and quote %(reference)s. The cashier of customs records the payment.") % {
            "amount": figures.money(declaration.money_amount, declaration.money_currency),
            "reference": declaration.reference,
        }
    else:
        text = _("Customs works out the amount. Quote %(reference)s when you pay.") % {
            "reference": declaration.reference
        }
    return ToDo(_("Pay duties and taxes."), text)


def signoff_row(row: SignOff, whole: Whole, *, now: datetime) -> dict[str, Any]:
    """One sign-off as its trader reads it; never who the officer is."""
    asked = any(question.sign_off_id == row.pk for question in whole.open_questions)
    held = any(hold.agency == row.agency for hold in whole.open_holds)
    state = row.verdict if row.state == SignOffState.DECIDED else row.state
    if row.state in {SignOffState.OPEN, SignOffState.CLAIMED}:
        state = "question" if asked else "held" if held else "inspection" if _is_inspected(row) else row.state
    elif row.state == SignOffState.WAITING:
        state = "waiting"
    return {
        "row": row,
        "agency": sentences.agency_name(row.agency),
        "title": sentences.title_of(row.requirement, row.titles),
        "office": str(row.office),
        "items": sentences.items_text(row.items),
        "because": because_text(row.because),
        "state": state,
        "clock": clocked.reading(
            row.due_at, "stopped" if row.stopped_at else "running", since=row.clock_started_at or row.opened_at, now=now
        )
        if row.state in {SignOffState.OPEN, SignOffState.CLAIMED}
        else None,
        "by_system": row.decided_kind == "system",
        "is_carried": row.carried_from_id is not None and row.state == SignOffState.DECIDED,
        "answered_on": whole.declaration.predecessor.reference
        if whole.declaration.predecessor and row.carried_from_id in whole.answered_before
        else "",
        "blocks": sentences.BLOCKS[row.blocks],
        "control": sentences.CONTROLS[row.control],
        "papers": [paper_text(paper["any_of"]) for paper in row.documents if paper.get("any_of")],
        "appeal": _appeal_of(row, whole),
        "refused_items": sentences.items_text(sorted(refused_items(row) or ())),
    }


def _appeal_of(row: SignOff, whole: Whole) -> dict[str, Any] | None:
    """The last appeal against a refusal and what the trader may still do; None for what is no refusal."""
    last_day = appealing.until(row)
    if last_day is None:
        return None
    made = next((one for one in reversed(whole.appeals) if one.sign_off_id == row.pk), None)
    is_free = made is None or made.state in {AppealState.RETURNED, AppealState.WITHDRAWN}
    return {
        "made": made,
        "sentence": sentences.APPEALS.get(made.state, "") if made else "",
        "outcome": sentences.OUTCOMES.get(made.outcome, "") if made else "",
        "until": last_day if is_free else None,
        "may": is_free and clock.now() <= last_day,
    }


def _is_inspected(row: SignOff) -> bool:
    return row.state == SignOffState.CLAIMED and row.control in {"physical", "laboratory"}


def timeline_of(whole: Whole) -> list[dict[str, Any]]:
    """What happened, the last first; what routing says in one line is not said again for each sign-off."""
    rows = {str(row.uuid): row for row in whole.signoffs}
    questions = {str(question.uuid): question for question in whole.questions}
    holds = {str(hold.uuid): hold for hold in whole.holds}
    found = []
    for event in reversed(whole.events):
        payload: Mapping[str, Any] = event.payload or {}
        if event.kind in {"signoff.asked", "signoff.carried"} and "version" in payload:
            continue
        line = sentences.event_line(event, "trader")
        text, language = line.text, ""
        row = rows.get(str(payload.get("signoff")))
        if event.kind == "signoff.decided" and row is not None and row.reason and row.verdict != Verdict.APPROVED:
            text, language = row.reason, row.reason_language
        elif event.kind in {"question.asked", "question.answered"} and str(payload.get("question")) in questions:
            question = questions[str(payload["question"])]
            if event.kind == "question.asked":
                text, language = question.text, question.language
            else:
                text, language = question.answer, question.answer_language
        elif event.kind == "hold.placed" and str(payload.get("hold")) in holds:
            hold = holds[str(payload["hold"])]
            text, language = hold.public_reason, hold.language
        found.append({"at": event.occurred_at, "title": line.title, "text": text, "language": language, "mark": line.mark,
                      "who": who(event)})  # fmt: skip
    return found


def who(event: Event) -> str:
    """Who did it, without names of officers: an agency, the company, the portal."""
    if event.kind in ACTS_OF_TRADERS:
        return _("You")
    if event.kind.startswith("addressee."):
        return _("The addressee")
    if event.actor_kind == "officer" and event.agency:
        return sentences.agency_name(event.agency)
    if event.actor_kind == "trader":
        return _("You")
    if event.actor_kind == "officer":
        return sentences.agency_name(registry.leading()[0])  # arrivals and money are theirs
    return sentences.agency_name(event.agency) if event.agency else _("The portal")


def facts_of(whole: Whole) -> list[tuple[str, str]]:
    """Key facts as label and value."""
    declaration, content = whole.declaration, whole.content
    items = content.get("items") or []
    found = [
        (_("Your reference"), declaration.local_ref),
        (_("Registration number"), declaration.registration_number),
        (_("Vehicle"), declaration.vehicle),
        (_("Office"), str(declaration.office) if declaration.office else ""),
        (_("Items"), str(len(items)) if items else ""),
        (_("Gross weight"), figures.mass(content.get("gross_mass_total_kg"))),
        (_("Invoice"), figures.money(content.get("invoice_total"), str(content.get("currency", "")))),
        (_("Version"), str(declaration.version) if declaration.version > 1 else ""),
    ]
    if declaration.money_amount:
        title = _("To be covered") if declaration.kind == Kind.TRANSIT else _("Duties and taxes")
        found.append((title, figures.money(declaration.money_amount, declaration.money_currency)))
    return [(label, value) for label, value in found if value]
