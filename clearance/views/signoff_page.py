"""What the sign-off page shows: its head, what it rests on, what happened since the person looked, and the five acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from clearance import clock, sentences
from clearance.forms.content import PlainForm
from clearance.forms.leading import ReassignForm
from clearance.reading import desk as reading
from clearance.reading.desk import Work
from clearance.sentences import event_line
from clearance.services import deciding
from clearance.views.case import live_url
from clearance.views.desk_rows import ICONS, clock_of, letters_of, state_of
from clearance.views.five_acts import acts_of, of_the_card, why_nothing
from clearance.wording import because_sentence, paper_text
from clearance.words import LANE
from clearance.workflow import SignOffState
from clearance.worklist import cards, looks, together, undoing
from clearance.worklist.cards import Asked


def page_of(request: HttpRequest, work: Work, *, bound: PlainForm | None = None, refused: Any = None) -> dict[str, Any]:
    """Everything the template shows; `bound` is the form that came back, `refused` why its act could not be done."""
    actor, row = request.actor, work.row  # type: ignore[attr-defined]
    row.declaration = work.declaration
    nothing = why_nothing(work, actor)
    waiting = undoing.waiting_on(actor, row) if row.is_undecided else None
    is_in_queue = row.state in (SignOffState.OPEN, SignOffState.CLAIMED) and not waiting
    before, after = _neighbours(actor, row)
    return {
        "work": work,
        "row": row,
        "declaration": work.declaration,
        **_head(work),
        **_rests_on(work),
        **_since_looked(request, work),
        "live_url": live_url(work.declaration.reference),
        "history": [(event, event_line(event)) for event in reading.history(work.declaration)],
        "others": [_other(one) for one in work.others],
        "card": [_other(one) for one in of_the_card(actor, work)],
        "pending": waiting,
        "failed": undoing.failed_on(actor, row) if row.is_undecided and not waiting else None,
        "is_asked": row.is_undecided and any(one.is_open and one.sign_off_id == row.pk for one in work.questions),
        "before": before,
        "after": after,
        "colleagues": together.colleagues(actor, row.executed_by, row.office_id)
        if is_in_queue and together.is_head_for(actor, row)
        else [],
        "is_mine": row.claimed_by_id == actor.user_id and row.state == SignOffState.CLAIMED,
        "may_claim": nothing is None and row.state == SignOffState.OPEN,
        "why_nothing": nothing,
        "refused": refused,
        "reassign": _reassign(work, bound) if nothing is None else None,
        "acts": acts_of(work, actor, nothing=nothing, wanted=request.GET.get("act", ""), bound=bound),
        "bound": bound,
        "has_errors": bool(bound and bound.errors),
    }


def _head(work: Work) -> dict[str, Any]:
    """What stays in sight: the clock, the case, the risk, who else must sign."""
    row = work.row
    return {
        "agency": sentences.agency_name(row.agency),
        "title": sentences.title_of(row.requirement, row.titles),
        "state": state_of(row),
        "clock": clock_of(row, clock.now()),
        "lane": work.lane if work.lane in LANE else "",
        "transport_icon": ICONS.get(work.declaration.border_mode, "truck"),
        "letters": letters_of([row, *work.others]),
    }


def _rests_on(work: Work) -> dict[str, Any]:
    """Why it is asked, the goods and the papers."""
    row, items = work.row, work.content.get("items") or []
    return {
        "control": sentences.CONTROLS[row.control],
        "blocks": sentences.BLOCKS[row.blocks],
        "because": [because_sentence(entry) for entry in row.because],
        "difference": [sentences.difference_text(entry) for entry in row.difference],
        "papers": [paper_text(paper["any_of"]) for paper in row.documents if paper.get("any_of")],
        "declared": work.content.get("documents") or [],
        "items": [item for item in items if not row.items or item.get("number") in row.items],
        "other_items": [item for item in items if row.items and item.get("number") not in row.items],
        "paper_count": len(work.content.get("documents") or []) + len(work.documents),
        "items_text": sentences.items_text(row.items),
    }


def _since_looked(request: HttpRequest, work: Work) -> dict[str, Any]:
    """What others did since the person looked; a page that stays open goes on from the look it began with."""
    before = looks.looked(request.actor, work.declaration)  # type: ignore[attr-defined]
    asked = request.GET.get("since", "")
    since = int(asked) if asked.isdecimal() and len(asked) < 10 else before
    return {
        "news": [event_line(one) for one in looks.news(request.actor, work.declaration, since=since)],  # type: ignore[attr-defined]
        "since": since or work.declaration.last_seq,
    }


def _reassign(work: Work, bound: PlainForm | None) -> PlainForm | None:
    if work.row.agency != deciding.DESK:
        return None
    return bound if isinstance(bound, ReassignForm) else ReassignForm(prefix="reassign")


def _neighbours(actor: Any, row: Any) -> tuple[Any, Any]:
    """The cards before and after this one among what the person has in hand."""
    if row.claimed_by_id != actor.user_id:
        return None, None
    mine = cards.page(actor, Asked(view="mine"), size=50).rows
    here = next((place for place, one in enumerate(mine) if one.declaration_id == row.declaration_id), None)
    if here is None:
        return None, mine[0] if mine else None
    return mine[here - 1] if here else None, mine[here + 1] if here + 1 < len(mine) else None


def _other(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "agency": sentences.agency_name(row.agency),
        "title": sentences.title_of(row.requirement, row.titles),
        "state": state_of(row),
        "clock": clock_of(row, clock.now()),
    }
