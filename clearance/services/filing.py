"""Filing: a draft is kept as it is typed; a filing is checked, signed, frozen as version 1, and routing is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clearance import (
    clock,
    deriving,
    facts,
    followers,
    identifiers,
    money,
    moves,
    postal_duty,
    record,
    registry,
    signing,
    succeeding,
    tasks,
    transit_content,
    transit_debt,
    validation,
)
from clearance import content as contents
from clearance.acting import Actor
from clearance.calendars import is_office
from clearance.content import Problem, Problems
from clearance.followers import Moment
from clearance.identifiers import mark_of
from clearance.models import Declaration, Document, Office, Version
from clearance.permissions import may_act_for
from clearance.preparing import saving
from clearance.record import Happened
from clearance.reference import lists, tariff
from clearance.services import found
from clearance.workflow import Kind, Refused, State

ROUTING_DESK = "routing_desk"


@dataclass(frozen=True)
class Filed:
    """What filing did: `created` is False when the same key had been filed before."""

    declaration: Declaration
    created: bool


@dataclass(frozen=True)
class Original:
    """The message as it came, kept beside what was read from it."""

    data: bytes
    media_type: str


def problems_of(
    content: Mapping[str, Any],
    *,
    final: bool = True,
    offices: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
) -> list[Problem]:
    """Everything wrong with a content that is to be filed; warnings are not in it.

    `offices`: if they are at hand. `before`: what stands, when it is a change.
    """
    today = clock.today()
    offices = known_offices(content) if offices is None else offices
    codes = lists.nomenclature(today)
    standing = {item["number"] for item in (before or {}).get("items", ())}
    found_problems: list[Problem] = []
    for stage in ("form", "logic", "law") if final else ("form",):
        found_problems += validation.check(
            content, on=today, stage=stage, offices=offices, nomenclature=codes, standing=standing
        )
    return [problem for problem in found_problems if problem.severity == "error"]


def known_offices(*contents_: Mapping[str, Any]) -> dict[str, Any]:
    """The offices these contents name, by code; one statement."""
    names = ("office", "border_office", "destination_office")
    return Office.objects.in_bulk({str(one[name]) for one in contents_ for name in names if one.get(name)})


def save_draft(
    actor: Actor,
    *,
    company_id: int,
    content: Mapping[str, Any],
    original: Original | None = None,
    reference: str | None = None,
    revision: int | None = None,
    page: str = "",
    idempotency_key: str | None = None,
    body_digest: str = "",
    predecessor: Declaration | None = None,
) -> Filed:
    """Keep a draft; with `reference` an existing one is replaced if nobody saved it since `revision`.

    `predecessor`: the released declaration whose goods a new draft declares further.
    """
    may_act_for(actor, company_id)
    if reference is not None:
        draft = found.declaration(actor, reference)
        if draft.state != State.DRAFT:
            raise Refused("illegal_move", _("This declaration has been filed. Ask for a change instead."))
        if revision is not None and revision != draft.draft_revision:
            raise Refused("stale_draft", _("A colleague has saved this draft since you opened it. Reload it to go on."))
        moves.save(
            draft,
            **columns_of(content),
            draft=dict(content),
            draft_revision=draft.draft_revision + 1,
            next_timer_at=moves.timer(State.DRAFT, clock.now()),
            changed_at=clock.now(),
        )
        saving.note(draft, actor, page=page)
        return Filed(draft, False)
    draft, created = _begin(
        actor, company_id, content, original=original, key=idempotency_key, body_digest=body_digest, after=predecessor
    )
    if created:
        after = {"after": predecessor.reference} if predecessor else {}
        record.write(draft, actor, [Happened("declaration.drafted", after)])
        saving.note(draft, actor)
    return Filed(draft, created)


def file(
    actor: Actor,
    *,
    company_id: int,
    content: Mapping[str, Any],
    signature: Mapping[str, Any] | None = None,
    original: Original | None = None,
    reference: str | None = None,
    idempotency_key: str | None = None,
    body_digest: str = "",
) -> Filed:
    """File a content for a company: checked whole, signed, frozen; the worker asks the agencies after the commit.

    Raises Problems with everything that is wrong, NotAllowed, and Refused (`same_key`, `illegal_move`, `wrong_signature`).
    """
    member = may_act_for(actor, company_id, signing=True)
    if idempotency_key and (before := _filed_before(actor, company_id, idempotency_key, body_digest)):
        return Filed(before, False)
    if problems := problems_of(content):
        raise Problems(problems)
    if reference is None:
        declaration, created = _begin(
            actor, company_id, content, original=original, key=idempotency_key, body_digest=body_digest
        )
        if not created:
            return Filed(declaration, False)
    else:
        declaration = found.declaration(actor, reference)
        if sentence := moves.what_stops(declaration, "lodge"):
            raise Refused("illegal_move", sentence)
        succeeding.must_be_free(declaration)
    digest = contents.digest(content)
    proof = signing.sign(actor, member, digest, signature)
    now = clock.now()
    Version.objects.create(
        declaration=declaration,
        company_id=company_id,
        number=1,
        content=dict(content),
        digest=digest,
        original=original.data if original else declaration.draft_original,
        original_type=original.media_type if original else "",
        signed_by_id=actor.person,
        signature=proof,
    )
    position = money_position(content)
    try:
        with transaction.atomic():
            moves.make(
                declaration,
                "lodge",
                by=actor,
                payload={"version": 1, "digest": digest, "items": len(content.get("items", ()))},
                fields={
                    **columns_of(content),
                    "version": 1,
                    "draft": None,
                    "draft_original": None,
                    "routing_due": True,
                    "work_due_at": now,
                    "needs_presentation": needs_presentation(content),
                    "money_position": position.position,
                    "money_amount": position.amount,
                    "money_currency": position.currency,
                    "agencies": [*registry.leading(), ROUTING_DESK],
                    "headline": {"code": "routing", "holder": "system", "since": now.isoformat(), "due": None},
                    "holder": "system",
                    "holder_since": max(now, declaration.holder_since),
                },
            )
    except IntegrityError as error:
        raise what_was_wrong(error, content) from error
    followers.tell(Moment.FILED, declaration)
    tasks.wake(declaration.pk)
    return Filed(declaration, True)


def explain(content: Mapping[str, Any]) -> tuple[facts.Facts, list[Problem]]:
    """Facts and problems of a content nobody keeps; for `check`, nothing is written."""
    return deriving.facts_to_explain(content), problems_of(content)


def discard(actor: Actor, *, reference: str) -> Declaration:
    """Throw a draft away."""
    draft = found.declaration(actor, reference)
    may_act_for(actor, draft.company_id)
    return moves.make(
        draft, "discard", by=actor, fields={"draft": None, "headline": {"code": "cancelled", "holder": "nobody"}}
    )


def money_position(content: Mapping[str, Any]) -> money.Position:
    """The money position of a version just filed."""
    if content.get("kind") == Kind.TRANSIT:
        needed, debt = cover_of(content)
        return money.assess(content, cover_needed=needed, transit_debt=debt.amount if debt else None)
    known = facts.facts_of(content).declaration
    duty = postal_duty.duty_of(known, clock.today()) if content.get("kind") == Kind.POSTAL else None
    return money.assess(content, duty_due=bool(known.get("duty_due")), postal_duty=duty.amount if duty else None)


def cover_of(content: Mapping[str, Any], on: date | None = None) -> tuple[bool, transit_debt.Debt | None]:
    """Whether a transit needs a guarantee on a day (today), and what one must cover where that is known."""
    known, on = facts.facts_of(content).declaration, on or clock.today()
    # Rates are looked up only where a guarantee may be needed.
    found = tariff.rates_below(transit_debt.codes_of(content), on) if known.get("guarantee_required") else {}
    debt = transit_debt.debt_of(known, content, on, found)
    return transit_debt.needs_cover(known, debt, on), debt


def needs_presentation(content: Mapping[str, Any]) -> bool:
    """Goods are presented before acceptance under every kind we know; periodic forms will differ."""
    return content.get("kind") in set(Kind)


def _begin(
    actor: Actor,
    company_id: int,
    content: Mapping[str, Any],
    *,
    original: Original | None,
    key: str | None,
    body_digest: str,
    after: Declaration | None = None,
) -> tuple[Declaration, bool]:
    """A new draft row; or, when another request with the same key came first, that one's."""
    member = actor.member_of(company_id)
    now = clock.now()
    declaration = Declaration(
        reference=identifiers.new_reference(clock.day_of(now).year),
        kind=content.get("kind") or Kind.IMPORT,
        company_id=company_id,
        filer_company_id=member.broker or company_id if member else company_id,
        created_by_id=actor.person,
        predecessor=after,
        draft=dict(content),
        draft_original=original.data if original else None,
        idempotency_key=key,
        idempotency_digest=body_digest,
        next_timer_at=moves.timer(State.DRAFT, now),
        headline={"code": "draft", "holder": "trader", "since": now.isoformat(), "due": None},
        holder_since=now,
        created_at=now,
        changed_at=now,
        **columns_of(content),
    )
    try:
        with transaction.atomic():
            declaration.save(force_insert=True)
    except IntegrityError:
        if key and (before := _filed_before(actor, company_id, key, body_digest)):
            return before, False
        raise
    return declaration, True


def _filed_before(actor: Actor, company_id: int, key: str, body_digest: str) -> Declaration | None:
    member = actor.member_of(company_id)
    filer = member.broker or company_id if member else company_id
    before = Declaration.objects.filter(filer_company_id=filer, idempotency_key=key).first()
    if before is not None and before.idempotency_digest != body_digest:
        raise Refused(
            "same_key", _("This Idempotency-Key was used for another content. Use a new key for a new declaration.")
        )
    return before


def columns_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What lists and queues show, copied from the content; lengths are the columns'."""
    items = content.get("items") or [{}]
    transport = content.get("transport") or {}
    means = transport.get("border") or transport.get("arrival") or {}
    postal = content.get("postal") or {}
    office = str(content.get("office") or "")
    return {
        "local_ref": str(content.get("local_ref") or "")[:35],
        "procedure": str(content.get("procedure") or "")[:4],
        "office_id": office if is_office(office) else None,
        "border_mode": str(content.get("border_mode") or "")[:2],
        "summary": str((items[0] or {}).get("description") or "")[:200],
        "vehicle": str(means.get("id") or postal.get("item_id") or _first_sign(content))[:60],
        "dispatch_id": str(postal.get("dispatch_id") or "")[:40],
        "parties": parties_of(content),
        "marks": marks_of(content),
    }


def marks_of(content: Mapping[str, Any]) -> list[str]:
    """By which signs besides its numbers a declaration is found: vehicles, containers, seals, the postal item."""
    transport, postal = content.get("transport") or {}, content.get("postal") or {}
    vehicles = [str((transport.get(part) or {}).get("id") or "") for part in ("border", "arrival", "departure")]
    each = [one for means in vehicles for one in means.split("/")]
    containers = [
        sign for box in content.get("containers") or () for sign in (box.get("number"), *(box.get("seals") or ()))
    ]
    written = {
        mark_of(sign) for sign in [*vehicles, *each, *containers, *_marks_of_transit(content), postal.get("item_id")]
    }
    return sorted(written - {""})


def _first_sign(content: Mapping[str, Any]) -> str:
    """The first wagon of a transit by rail."""
    return next(iter(transit_content.signs_of(content)), "") if content.get("transit") else ""


def _marks_of_transit(content: Mapping[str, Any]) -> list[str]:
    """Wagons, plates and seals, the notes the goods travel under, and the train."""
    part = transit_content.part_of(content)
    notes = [paper["number"] for paper in transit_content.papers_of(content)]
    seals = [number for number, _kind, _on in transit_content.seals_of(content)]
    return [*transit_content.signs_of(content), *notes, *seals, str(part.get("train_number") or "")] if part else []


def parties_of(content: Mapping[str, Any]) -> list[str]:
    """The numbers of all parties to the goods: nobody works on what a company of their own is a party to."""
    postal = content.get("postal") or {}
    named = [content.get(name) for name in contents.PARTIES] + [postal.get("sender"), postal.get("addressee")]
    return sorted({str(party["id"])[:20] for party in named if party and party.get("id")})


def what_was_wrong(error: IntegrityError, content: Mapping[str, Any]) -> Exception:
    """Problems where the trader can mend what the database refused, else the error itself."""
    if "local_reference_is_unique_among_filed" in str(error):
        return Problems(
            [
                Problem(
                    "local_ref_used",
                    "/local_ref",
                    _("You already used reference %(ref)s. Give this declaration another one.")
                    % {"ref": content.get("local_ref", "")},
                    _("Each filed declaration of a company has a reference of its own."),
                )
            ]
        )
    return error


def documents_of(declaration: Declaration) -> list[Document]:
    """The files attached to a declaration, without their bodies."""
    return list(Document.objects.filter(declaration=declaration).defer("body").order_by("added_at"))
