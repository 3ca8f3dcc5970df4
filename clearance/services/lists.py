"""Filing many declarations of one company in one act: signed once as a list, in a constant number of statements.

Every wall stands: each declaration has its own version, signature, events and chain.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from clearance import clock, identifiers, moves, registry, signing, tasks
from clearance.acting import Actor, Member
from clearance.models import Declaration, Version
from clearance.services import filing
from clearance.workflow import Refused, State


def file_all(
    actor: Actor,
    member: Member,
    digested: Sequence[tuple[Mapping[str, Any], str]],
    signature: Mapping[str, Any] | None,
    *,
    busy: Refused,
) -> list[Declaration]:
    """File contents that were checked, each with its digest; `busy` is raised when the same list is being filed now."""
    now, company_id = clock.now(), member.company
    whole = hashlib.sha256("\n".join(sorted(digest for _content, digest in digested)).encode()).hexdigest()
    proof = signing.sign(actor, member, whole, signature)
    declarations = [_begun(actor, member, content, now) for content, _digest in digested]
    try:
        with transaction.atomic():
            Declaration.objects.bulk_create(declarations)
            Version.objects.bulk_create(
                Version(
                    declaration=declaration,
                    company_id=company_id,
                    number=1,
                    content=content,
                    digest=digest,
                    signed_by_id=actor.person,
                    signature={**proof, "digest": digest, "list": {"digest": whole, "items": len(digested)}},
                )
                for declaration, (content, digest) in zip(declarations, digested, strict=True)
            )
            moves.make_many(
                declarations,
                "lodge",
                by=actor,
                payloads=[
                    {"version": 1, "digest": digest, "items": len(content["items"])} for content, digest in digested
                ],
                fields={
                    "version": 1,
                    "routing_due": True,
                    "work_due_at": now,
                    "headline": {"code": "routing", "holder": "system", "since": now.isoformat(), "due": None},
                },
            )
    except IntegrityError as error:
        if "local_reference_is_unique_among_filed" in str(error):
            raise busy from error
        raise
    for declaration in declarations:
        tasks.wake(declaration.pk)
    return declarations


def _begun(actor: Actor, member: Member, content: Mapping[str, Any], now: Any) -> Declaration:
    position = filing.money_position(content)
    return Declaration(
        reference=identifiers.new_reference(clock.day_of(now).year),
        kind=content["kind"],
        company_id=member.company,
        filer_company_id=member.broker or member.company,
        created_by_id=actor.person,
        next_timer_at=moves.timer(State.DRAFT, now),
        holder="system",
        holder_since=now,
        created_at=now,
        changed_at=now,
        needs_presentation=True,
        money_position=position.position,
        money_amount=position.amount,
        money_currency=position.currency,
        agencies=[*registry.leading(), filing.ROUTING_DESK],
        **filing.columns_of(content),
    )
