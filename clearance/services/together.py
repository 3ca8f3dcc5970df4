"""What is done with many declarations in one act: a constant number of statements where nothing else lacks of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearance import opening, record, settling
from clearance.acting import Actor, as_system
from clearance.content import Problems
from clearance.models import Declaration, SignOff
from clearance.permissions import NotAllowed, may_decide
from clearance.selectors import visible_to
from clearance.services import arriving, deciding
from clearance.services.deciding import Decision
from clearance.workflow import SETTLED_MONEY, Blocks, Refused, SignOffState, State, Verdict

PLAIN = frozenset({State.LODGED, State.ACCEPTED, State.RELEASED})
Answers = Mapping[int, Decision]
"""By the key of the sign-off."""


@dataclass(frozen=True)
class Standing:
    """A locked declaration with all its live sign-offs, also those its officer may not see."""

    declaration: Declaration
    rows: Sequence[SignOff]

    @property
    def is_plain(self) -> bool:
        """Whether only answers or the goods lack: no hold, no question, no money, no refusal, no condition, nothing before."""
        one = self.declaration
        return (
            one.state in PLAIN
            and not (one.open_holds or one.routing_due or one.predecessor_id)
            and one.money_position in SETTLED_MONEY
            and all(_is_plain(row) for row in self.rows)
        )


def standing_of(actor: Actor, declarations: Sequence[int]) -> dict[int, Standing]:
    """Declarations the actor may see, all locked, with what is asked about them; two statements."""
    seen = visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk__in=declarations).order_by("pk")
    found = {one.pk: one for one in seen}
    live = SignOff.objects.filter(declaration__in=found).exclude(state=SignOffState.LAPSED)
    rows: dict[int, list[SignOff]] = {pk: [] for pk in found}
    with as_system():
        for row in live.select_related("office", "claimed_by").order_by("id"):
            row.declaration = found[row.declaration_id]
            rows[row.declaration_id].append(row)
    return {pk: Standing(found[pk], rows[pk]) for pk in found}


def may_answer(actor: Actor, standing: Standing, answers: Answers) -> bool:
    """Whether all these decisions can be made now; nothing is written."""
    try:
        for row in standing.rows:
            if row.pk in answers:
                deciding.checked(actor, standing.declaration, row, answers[row.pk])
    except (Refused, Problems):
        return False
    return all(may_decide(actor, row, standing.declaration) is None for row in standing.rows if row.pk in answers)


def decide_together(actor: Actor, answers: Sequence[tuple[Standing, Answers]]) -> None:
    """Write down answers that may be made on plain declarations, and settle these; raises as deciding one by one does."""
    decided: list[SignOff] = []
    told = []
    for standing, of in answers:
        for row in (row for row in standing.rows if row.pk in of):
            if sentence := may_decide(actor, row, standing.declaration):
                raise NotAllowed(sentence)
            verdict, by_item = deciding.checked(actor, standing.declaration, row, of[row.pk])
            deciding.write_down(actor, row, of[row.pk], verdict, by_item)
            decided.append(row)
            event = deciding.told_of(row, "signoff.decided", verdict=verdict, items=by_item)
            told.append((standing.declaration, actor, [event]))
    SignOff.objects.bulk_update(decided, deciding.WRITTEN)
    record.write_many(told)
    settling.settle_together([standing.declaration for standing, _of in answers])


def present_together(actor: Actor, found: Sequence[Standing], *, office: str) -> list[Declaration]:
    """Confirm that the goods of filed, plain declarations are at an office; returns those that are presented by it."""
    fresh = [one.declaration for one in found if one.is_plain and one.declaration.state == State.LODGED]
    fresh = [one for one in fresh if one.presented_at is None and arriving.confirms(actor, one, office)]
    if not fresh:
        return []
    at, office = arriving.when_and_where(fresh[0], None, office)
    arriving.record_arrivals(actor, fresh, at, office, kind="confirmation", counts=True)
    Declaration.objects.filter(pk__in=[one.pk for one in fresh]).update(presented_at=at)
    for one in fresh:
        one.presented_at = at
    arriving.open_stages(fresh, opening.PRESENTED)
    settling.settle_together(fresh)
    return fresh


def _is_plain(row: SignOff) -> bool:
    if row.is_undecided:
        return row.stopped_at is None and not (row.blocks == Blocks.NONE and row.follow_up)
    return row.allows and row.verdict != Verdict.APPROVED_WITH_CONDITIONS
