"""Who has the ball: one headline for each declaration, worked out from what its trader may know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from clearance.models import Declaration, Hold, Question, SignOff, Version
from clearance.workflow import SETTLED_MONEY, Blocks, Kind, SignOffState, State, Verdict, Visibility

IN_QUEUE = {SignOffState.OPEN, SignOffState.CLAIMED}
ENDED_CODES = {State.CLOSED: "closed", State.CANCELLED: "cancelled", State.EXPIRED: "expired"}


def is_known_to_trader(sign_off: SignOff) -> bool:
    """Restricted sign-offs are unknown outside until they are announced."""
    return sign_off.visibility == Visibility.PUBLIC or sign_off.announced_at is not None


def may_be_split(signoffs: Sequence[SignOff]) -> bool:
    """Whether everything is decided, some items are refused, and some are allowed by all."""
    deciding = [s for s in signoffs if s.blocks == Blocks.RELEASE and s.state != SignOffState.LAPSED]
    refused = [s for s in deciding if s.verdict == Verdict.REFUSED]
    if not refused or any(s.is_undecided for s in deciding):
        return False
    named = [refused_items(s) for s in refused]
    if None in named:
        return False
    # Ordinary goods are covered by no row of their own: the version says which items there are.
    version = Version.objects.filter(declaration=refused[0].declaration_id, number=refused[0].version)
    numbers = {item.get("number") for items in version.values_list("content__items", flat=True) for item in items}
    return bool(numbers - {number for items in named for number in items or ()})


def refused_items(sign_off: SignOff) -> set[int] | None:
    """The items a sign-off refuses; None when it refuses the declaration as a whole. Empty when it allows."""
    if sign_off.verdict != Verdict.REFUSED:
        return set()
    by_item = sign_off.verdicts_by_item or {}
    refused = {int(number) for number, verdict in by_item.items() if verdict == Verdict.REFUSED}
    return refused or set(sign_off.items) or None


def headline_of(
    declaration: Declaration,
    signoffs: Sequence[SignOff],
    questions: Sequence[Question],
    holds: Sequence[Hold],
    *,
    now: datetime,
) -> dict[str, Any]:
    """Code, holder, since and due of the headline, in the order of architecture section 4; rendered when read."""
    state = State(declaration.state)
    known = [s for s in signoffs if is_known_to_trader(s) and s.state != SignOffState.LAPSED]
    since = declaration.changed_at

    def headline(
        code: str, holder: str, *, since: datetime | None = since, due: datetime | None = None, **more: Any
    ) -> dict[str, Any]:
        return {
            "code": code,
            "holder": holder,
            "since": since.isoformat() if since else None,
            "due": due.isoformat() if due else None,
            **more,
        }

    if state in ENDED_CODES:
        return headline(ENDED_CODES[state], "nobody", since=declaration.ended_at or now)
    if state == State.DRAFT:
        return headline("draft", "trader", since=declaration.created_at, due=declaration.next_timer_at)
    if state == State.REFUSED:
        return headline("refused", "trader", agencies=_refusing(known))
    if hold := next((h for h in sorted(holds, key=lambda h: h.placed_at) if h.visibility == Visibility.PUBLIC), None):
        return headline("held", hold.agency, since=hold.placed_at, due=hold.review_at, agency=hold.agency)
    if asked := sorted((q for q in questions if q.is_open), key=lambda q: q.answer_due_at):
        oldest = asked[0]
        return headline(
            "question",
            "trader",
            since=oldest.asked_at,
            due=oldest.answer_due_at,
            agency=oldest.agency,
            count=len(asked),
        )
    if state == State.RELEASED:
        return headline("released", "nobody", since=declaration.released_at)
    if state == State.RELEASED_WITH_CONDITIONS:
        return headline("released_with_conditions", "trader", since=declaration.released_at)
    if declaration.routing_due or declaration.routed_version != declaration.version:
        return headline("routing", "system", since=declaration.lodged_at)
    if may_be_split(known):
        return headline("split_choice", "trader", due=declaration.next_timer_at, agencies=_refusing(known))
    working = sorted(
        (s for s in known if s.state in IN_QUEUE and s.blocks in {Blocks.RELEASE, Blocks.ACCEPT}),
        key=lambda s: (s.due_at or now, s.pk),
    )
    if working:
        first, last = working[0], max(s.due_at or now for s in working)
        return headline(
            "with_agency",
            first.agency,
            since=first.opened_at,
            due=first.due_at,
            agency=first.agency,
            office=first.office_id,
            count=len({s.agency for s in working}),
            expected=last.isoformat(),
        )
    if declaration.needs_presentation and declaration.presented_at is None:
        return headline("waiting_for_arrival", "carrier", since=declaration.routed_at)
    if declaration.money_position not in SETTLED_MONEY:
        if declaration.kind == Kind.TRANSIT:
            return headline("cover_due", "trader", since=declaration.presented_at)
        return headline("payment_due", "trader", since=declaration.presented_at)
    # Only what the trader may not know of can still be open here; it is announced at the latest when it opens.
    return headline("finishing", "system", since=declaration.presented_at or declaration.routed_at)


def _refusing(signoffs: Sequence[SignOff]) -> list[str]:
    return sorted({s.agency for s in signoffs if s.verdict == Verdict.REFUSED})
