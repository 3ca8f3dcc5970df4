"""What a trader does with a filed declaration: amend, withdraw, answer, attach, split off what was allowed."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearance import clock, money, moves, opening, record, settling, signing, tasks
from clearance import content as contents
from clearance.acting import Actor, as_system
from clearance.content import Problem, Problems
from clearance.models import Declaration, Payment, Question, SignOff, Version
from clearance.permissions import may_act_for
from clearance.record import Happened
from clearance.selectors import live_rows
from clearance.services import filing, found
from clearance.workflow import AT_WORK, Refused


def amend(
    actor: Actor,
    *,
    reference: str,
    content: Mapping[str, Any],
    version: int,
    signature: Mapping[str, Any] | None = None,
    original: filing.Original | None = None,
) -> Declaration:
    """Replace the whole content by a new, signed version; only what rests on changed facts will be asked again.

    `version` is the one the trader looked at: a stale one is refused, so that two colleagues never overwrite each other.
    """
    declaration = found.declaration(actor, reference)
    member = may_act_for(actor, declaration.company_id, signing=True)
    if declaration.state not in AT_WORK:
        raise Refused("illegal_move", _("Only a declaration that is filed and not yet released can be changed."))
    if version != declaration.version:
        raise Refused("stale_version", _("The declaration was changed since you opened it. Reload it to go on."))
    if content.get("kind") != declaration.kind:
        raise Problems(
            [Problem("kind_changed", "/kind", _("A change cannot turn one kind of declaration into another."))]
        )
    before = Version.objects.values_list("content", flat=True).get(declaration=declaration, number=version)
    if problems := filing.problems_of(content, before=before):
        raise Problems(problems)
    digest = contents.digest(content)
    proof = signing.sign(actor, member, digest, signature)
    _new_version(declaration, actor, content, digest=digest, proof=proof, original=original)
    now = clock.now()
    position = _position_with_payments(declaration, content)
    event = Happened("declaration.amended", {"version": version + 1, "digest": digest})
    record.write(declaration, actor, [event])
    try:
        with transaction.atomic():
            moves.save(
                declaration,
                **filing.columns_of(content),
                version=version + 1,
                routing_due=True,
                work_due_at=now,
                money_position=position.position,
                money_amount=position.amount,
            )
    except IntegrityError as error:
        raise filing.what_was_wrong(error, content) from error
    tasks.wake(declaration.pk)
    # A hold or a question is still the trader's first news, routing or not.
    return settling.show(declaration, live_rows(declaration))


def withdraw(actor: Actor, *, reference: str, reason: str) -> Declaration:
    """Take a filed declaration back before release."""
    declaration = found.declaration(actor, reference)
    may_act_for(actor, declaration.company_id, signing=True)
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason for the withdrawal."))])
    moves.make(declaration, "withdraw", by=actor, payload={"reason": reason})
    return settling.show(declaration, [])


def answer(actor: Actor, *, question: str, text: str) -> Question:
    """Answer an officer's question; the clock of that sign-off runs on when its last open question is answered."""
    declaration, asked = found.question(actor, question)
    may_act_for(actor, declaration.company_id)
    if not text.strip():
        raise Problems([Problem("answer_missing", "/text", _("Enter your answer."))])
    if not asked.is_open:
        raise Refused("already_answered", _("This question is no longer open."))
    now = clock.now()
    asked.answered_by_id = actor.person
    asked.answered_at = now
    asked.answer = text
    asked.answer_language = (get_language() or "en")[:2]
    asked.save(update_fields=["answered_by", "answered_at", "answer", "answer_language"])
    with as_system():
        row = SignOff.objects.get(pk=asked.sign_off_id)
        still_open = Question.objects.filter(sign_off=row, answered_at=None, closed_at=None).exists()
        if not still_open and row.stopped_at is not None:
            opening.resume_clock(row, at=now)
            row.save(update_fields=["due_at", "stopped_at", "warn_at"])
    event = Happened("question.answered", {"question": str(asked.uuid), "agency": asked.agency}, agency=asked.agency)
    record.write(declaration, actor, [event])
    settling.settle(declaration)
    return asked


def split(
    actor: Actor, *, reference: str, signature: Mapping[str, Any] | None = None
) -> tuple[Declaration, Declaration]:
    """Let the allowed items go on without the refused ones, which continue, refused, under a reference of their own."""
    from clearance.services import splitting

    return splitting.split(actor, reference=reference, signature=signature)


def _new_version(
    declaration: Declaration,
    actor: Actor,
    content: Mapping[str, Any],
    *,
    digest: str,
    proof: dict[str, Any],
    original: filing.Original | None = None,
) -> Version:
    return Version.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        number=declaration.version + 1,
        content=dict(content),
        digest=digest,
        original=original.data if original else None,
        original_type=original.media_type if original else "",
        signed_by_id=actor.person,
        signature=proof,
    )


def _position_with_payments(declaration: Declaration, content: Mapping[str, Any]) -> money.Position:
    payments = Payment.objects.filter(declaration=declaration).values_list("kind", "amount")
    return money.after_payments(filing.money_position(content), payments)
