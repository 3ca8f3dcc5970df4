"""Declarations as programs read them: exactly what this reader may know, money and mass as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from clearance import sentences, wording
from clearance.acting import Actor
from clearance.fact_tables import slug_of, with_kinds
from clearance.headline import is_known_to_trader
from clearance.models import Declaration, Event, Hold, Question, SignOff, Version
from clearance.workflow import Blocks, SignOffState, Visibility

ITEM_FIELDS = ("commodity_code", "description", "origin", "net_mass_kg")
RUNNING = frozenset({SignOffState.OPEN, SignOffState.CLAIMED})


def is_officers_view(actor: Actor, declaration: Declaration) -> bool:
    """Whether the reader looks as an officer; at a declaration of an own company nobody does."""
    return bool(actor.grants) and declaration.company_id not in actor.companies


def summary(declaration: Declaration) -> dict[str, Any]:
    """A line of a list."""
    return {
        "reference": declaration.reference,
        "kind": declaration.kind,
        "state": declaration.state,
        "version": declaration.version,
        "routed_version": declaration.routed_version,
        "headline": headline(declaration),
        "registration_number": declaration.registration_number or None,
        "local_ref": declaration.local_ref or None,
        "company": {"bin": declaration.company.bin, "name": declaration.company.name},
        "office": declaration.office_id,
        "summary": declaration.summary,
        "changed_at": moment(declaration.changed_at),
        "released_at": moment(declaration.released_at),
    }


def detail(actor: Actor, declaration: Declaration, *, with_lapsed: bool = False) -> dict[str, Any]:
    """Everything of a declaration this reader may know; five statements whatever its size."""
    officer = is_officers_view(actor, declaration)
    content = content_of(declaration)
    signoffs = SignOff.objects.filter(declaration=declaration).select_related("carried_from__declaration", "claimed_by")
    if not with_lapsed:
        signoffs = signoffs.exclude(state=SignOffState.LAPSED)
    rows = [row for row in signoffs.order_by("id") if officer or is_known_to_trader(row)]
    holds = Hold.objects.filter(declaration=declaration, lifted_at=None).order_by("id")
    asked = Question.objects.filter(declaration=declaration).select_related("sign_off").order_by("id")
    return {
        **summary(declaration),
        "money": {
            "position": declaration.money_position,
            "amount": amount(declaration.money_amount),
            "currency": declaration.money_currency,
        },
        "items": [item(one) for one in content.get("items", ())],
        "signoffs": [sign_off(row, officer=officer) for row in rows],
        "holds": [hold(row) for row in holds if officer or row.visibility == Visibility.PUBLIC],
        "questions": [question(row) for row in asked],
        "documents_needed": documents_needed(content, rows),
        "lodged_at": moment(declaration.lodged_at),
        "accepted_at": moment(declaration.accepted_at),
        "presented_at": moment(declaration.presented_at),
        "content": content,
    }


def content_of(declaration: Declaration) -> dict[str, Any]:
    """The content of the current version, or of the draft."""
    if declaration.version == 0:
        return dict(declaration.draft or {})
    found = Version.objects.filter(declaration=declaration, number=declaration.version).values_list("content").first()
    return dict(found[0]) if found else {}


def headline(declaration: Declaration) -> dict[str, Any]:
    """Who has the ball, since and until when, with the sentence in the reader's language."""
    kept: Mapping[str, Any] = declaration.headline
    following = sentences.headline_next(kept)
    text = sentences.headline_sentence(kept).rstrip(".")
    return {
        "code": kept["code"],
        "text": f"{text}. {following}" if following else f"{text}.",
        "holder": kept["holder"],
        "since": utc(kept.get("since")),
        "due": utc(kept.get("due")),
    }


def item(one: Mapping[str, Any]) -> dict[str, Any]:
    """One line of goods in short; the whole is in `content`."""
    return {"number": one.get("number"), **{name: one.get(name) for name in ITEM_FIELDS}}


def _reference_before(row: SignOff) -> str | None:
    """The declaration on which it was answered, where that is another one."""
    came_from = row.carried_from if row.state == SignOffState.DECIDED else None
    if came_from is None or came_from.declaration_id == row.declaration_id:
        return None
    return came_from.declaration.reference


def sign_off(row: SignOff, *, officer: bool) -> dict[str, Any]:
    """A sign-off. To the trader an announced check says that it is made, not by which restricted rule."""
    hidden = row.visibility == Visibility.RESTRICTED and not officer
    shown: dict[str, Any] = {
        "id": str(row.uuid),
        "agency": row.agency,
        "office": row.office_id,
        "stage": row.stage,
        "requirement": row.requirement,
        "title": wording.in_language(row.titles),
        "items": row.items,
        "control": row.control,
        "blocks": row.blocks,
        "blocking": row.blocks == Blocks.RELEASE,
        "because": "" if hidden else wording.because_text(row.because),
        "rules": [] if hidden else row.rules,
        "legal_basis": row.legal_basis,
        "state": row.state,
        "verdict": row.verdict,
        "verdicts_by_item": row.verdicts_by_item,
        "decided_by": row.decided_kind,
        "carried_from": str(row.carried_from.uuid) if row.carried_from else None,
        "carried_from_reference": _reference_before(row),
        "reason": row.reason,
        "conditions": row.conditions,
        "claimed": row.state == SignOffState.CLAIMED,
        "opened_at": moment(row.opened_at),
        "due_at": moment(row.due_at),
        "clock": "running" if row.state in RUNNING and row.stopped_at is None else "stopped",
        "decided_at": moment(row.decided_at),
        "version": row.version,
    }
    if officer:
        shown |= {
            "claimed_by": row.claimed_by.get_full_name() if row.claimed_by else None,
            "claimed_at": moment(row.claimed_at),
            "place": row.place,
            "executed_by": row.executed_by,
            "visibility": row.visibility,
            "escalate_to": row.escalate_to,
            "overdue": row.overdue,
            "risk": row.risk,
            "finding": row.finding,
            "form": row.form,
            "difference": row.difference,
        }
    return shown


def hold(row: Hold) -> dict[str, Any]:
    """A stop: whose, why, by which law, until when it is looked at again."""
    return {
        "id": str(row.uuid),
        "agency": row.agency,
        "office": row.office_id,
        "public_reason": row.public_reason,
        "legal_basis": row.legal_basis,
        "placed_at": moment(row.placed_at),
        "review_at": moment(row.review_at),
        "lifted_at": moment(row.lifted_at),
    }


def question(row: Question) -> dict[str, Any]:
    """A question and, once given, its answer."""
    return {
        "id": str(row.uuid),
        "signoff": str(row.sign_off.uuid),
        "agency": row.agency,
        "text": row.text,
        "language": row.language,
        "pointer": row.pointer,
        "asked_at": moment(row.asked_at),
        "answer_due_at": moment(row.answer_due_at),
        "open": row.is_open,
        "answer": row.answer or None,
        "answered_at": moment(row.answered_at),
    }


def documents_needed(content: Mapping[str, Any], rows: Sequence[SignOff]) -> list[dict[str, Any]]:
    """Required papers of these sign-offs that some covered item lacks, each once."""
    header = _kinds(content.get("documents"))
    items = {one["number"]: header | _kinds(one.get("documents")) for one in content.get("items", ())}
    needed: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        for paper in row.documents:
            wanted = tuple(paper["any_of"])
            covered = row.items or list(items)
            lacking = [number for number in covered if items.get(number, header).isdisjoint(wanted)]
            if not paper.get("required", True) or not lacking:
                continue
            entry = needed.setdefault(
                wanted,
                {"any_of": list(wanted), "text": wording.paper_text(wanted), "items": [], "requirements": []},
            )
            entry["items"] = sorted({*entry["items"], *lacking})
            entry["requirements"] = sorted({*entry["requirements"], row.requirement})
    return list(needed.values())


def event(row: Event, *, officer: bool) -> dict[str, Any]:
    """One thing that happened. A trader's numbers have no gaps, and no officer has a name."""
    line = sentences.event_line(row) if row.kind in sentences.EVENTS else None
    shown: dict[str, Any] = {
        "seq": row.seq if officer else row.public_seq,
        "kind": row.kind,
        "text": f"{line.title}: {line.text}" if line and line.text else (line.title if line else row.kind),
        "payload": row.payload,
        "actor_kind": row.actor_kind,
        "agency": row.agency or None,
        "office": row.office or None,
        "state": row.moved_to,
        "at": moment(row.occurred_at),
        "recorded_at": moment(row.recorded_at),
    }
    if officer:
        shown |= {"actor": row.actor_id, "hash": row.hash, "public": row.is_public}
    return shown


def moment(at: datetime | None) -> str | None:
    """UTC, to the millisecond, with Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def utc(text: Any) -> str | None:
    """A stored ISO moment as `moment` writes it."""
    return moment(sentences.moment_of(text))


def amount(value: Decimal | None) -> str | None:
    """Money as text with two decimals."""
    return None if value is None else f"{value:.2f}"


def _kinds(documents: Any) -> frozenset[str]:
    return with_kinds([slug_of(str(one["type"])) for one in documents or () if one.get("type")])
