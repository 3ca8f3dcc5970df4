"""Declaring released goods further: the next declaration is begun from the one before, which it follows for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance import clock, followers, moves, record, tasks
from clearance.acting import Actor, as_system
from clearance.followers import Step
from clearance.models import Declaration, Document
from clearance.permissions import may_act_for
from clearance.record import Happened
from clearance.services import filing, found
from clearance.workflow import AT_WORK, SETTLED_MONEY, Refused, State

COPIED = ("type", "number", "name", "media_type", "digest", "size", "scan", "body")


def begin_after(
    actor: Actor, *, reference: str, content: Mapping[str, Any], papers: frozenset[str] = frozenset()
) -> Declaration:
    """A draft that follows a released declaration, with its files of these kinds of `papers`; begun twice it is one."""
    before = found.declaration(actor, reference)
    may_act_for(actor, before.company_id)
    if before.released_at is None:
        raise Refused("not_released", _("Only released goods can be declared further."))
    with as_system():
        sentence = followers.objection(Step.GO_ON, before)
    if sentence is not None:
        raise Refused("predecessor_stopped", sentence)
    begun = Declaration.objects.filter(predecessor=before, state=State.DRAFT, kind=content["kind"]).order_by("pk")
    if (draft := begun.first()) is not None:
        return draft
    draft = filing.save_draft(actor, company_id=before.company_id, content=content, predecessor=before).declaration
    _take_files_along(actor, before, draft, papers)
    return draft


def look_again(before: Declaration) -> int:
    """Route what follows a declaration once more: what is known of its goods has changed. Returns how many."""
    now = clock.now()
    waiting = Declaration.objects.filter(predecessor=before, state__in=sorted(AT_WORK))
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        moves.save(moves.locked(pk=key), routing_due=True, work_due_at=now)
        tasks.wake(key)
    return len(keys)


def waiting_for_the_one_before(limit: int = 100) -> list[int]:
    """Declarations that only the one before can keep from their release."""
    ready = Declaration.objects.filter(
        predecessor__isnull=False,
        state=State.ACCEPTED,
        undecided_blocking=0,
        open_blocking=0,
        open_holds=0,
        money_position__in=sorted(SETTLED_MONEY),
    )
    return list(ready.order_by("pk").values_list("pk", flat=True)[:limit])


def _take_files_along(actor: Actor, before: Declaration, draft: Declaration, papers: frozenset[str]) -> None:
    """The files stay what they are: the same bytes under the same digest; three statements however many."""
    files = [
        Document(
            declaration=draft,
            company_id=draft.company_id,
            added_by_id=actor.person,
            **{name: getattr(one, name) for name in COPIED},
        )
        for one in Document.objects.filter(declaration=before, type__in=sorted(papers)).order_by("pk")
    ]
    if not files:
        return
    Document.objects.bulk_create(files)
    told = [Happened("document.added", {"document": str(f.uuid), "type": f.type, "digest": f.digest}) for f in files]
    record.write(draft, actor, told)
