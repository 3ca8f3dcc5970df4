"""The arrival of a whole dispatch in one act: what nobody asks about is released at once, the rest reaches its queues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from clearance import clock, moves, opening, settling, tasks
from clearance.acting import Actor, as_system
from clearance.headline import headline_of
from clearance.models import Declaration, SignOff
from clearance.permissions import may_act_for
from clearance.selectors import visible_to
from clearance.services import arriving
from clearance.workflow import AT_WORK, Kind, Refused, SignOffState, State, Verdict


@dataclass(frozen=True)
class DispatchReleased:
    """What the arrival of a dispatch led to: references released by it, and those that somebody looks at."""

    presented: int
    released: tuple[str, ...]
    exceptions: tuple[str, ...]


def release_clean(
    actor: Actor,
    *,
    dispatch_id: str,
    company_id: int | None = None,
    at: datetime | None = None,
    office: str | None = None,
) -> DispatchReleased:
    """Record that a dispatch has arrived: what nobody asks about is released at once, the rest reaches its queues.

    Every item is presented, so that neither order nor time tells the operator which ones are to be looked at.
    """
    declarations = _of_dispatch(actor, dispatch_id, company_id)
    first = declarations[0]
    at, office = arriving.when_and_where(first, at, office)
    confirming = arriving.confirms(actor, first, office)
    if not confirming:
        may_act_for(actor, first.company_id)
    counts = confirming or office in first.company.authorised_offices
    fresh = [one for one in declarations if one.presented_at is None]
    arriving.record_arrivals(actor, fresh, at, office, kind="confirmation" if confirming else "notice", counts=counts)
    if not counts:
        return DispatchReleased(0, (), tuple(one.reference for one in declarations))
    Declaration.objects.filter(pk__in=[one.pk for one in fresh]).update(presented_at=at)
    for one in fresh:
        one.presented_at = at
        if one.routing_due:
            tasks.wake(one.pk)
    arriving.open_stages(fresh, opening.PRESENTED)
    released = _release(declarations)
    done = {one.pk for one in released}
    others = [one for one in declarations if one.pk not in done]
    for one in others:
        settling.settle(one)
    return DispatchReleased(len(fresh), _references(released), _references(others))


def _of_dispatch(actor: Actor, dispatch_id: str, company_id: int | None) -> list[Declaration]:
    """The items of a dispatch that are filed and not yet released, locked in order."""
    found = visible_to(actor).filter(dispatch_id=dispatch_id, kind=Kind.POSTAL, state__in=sorted(AT_WORK))
    if company_id is not None:
        found = found.filter(company_id=company_id)
    declarations = list(found.select_for_update(no_key=True, of=("self",)).order_by("pk")) if dispatch_id else []
    if not declarations:
        raise Refused("nothing_to_present", _("No item of this dispatch waits for its arrival."))
    if len({one.company_id for one in declarations}) > 1:
        raise Refused("whose_dispatch", _("Two operators use this dispatch number. Say whose dispatch has arrived."))
    return declarations


def _release(declarations: Sequence[Declaration]) -> list[Declaration]:
    """Accept and release, in two moves, those of the locked declarations that nothing stops; returns the released ones."""
    with as_system():
        settling.count_again(declarations)
        acceptable = [
            one for one in declarations if one.state == State.LODGED and moves.what_stops(one, "accept") is None
        ]
        if acceptable:
            moves.make_many(acceptable, "accept", by=settling.SYSTEM, payloads=[{} for _one in acceptable], fields={})
        rows = _live_rows(declarations)
        clean = [
            one
            for one in declarations
            if one.state == State.ACCEPTED
            and moves.what_stops(one, "release") is None
            and not any(row.verdict == Verdict.APPROVED_WITH_CONDITIONS or row.follow_up for row in rows[one.pk])
        ]
        if not clean:
            return []
        payloads = [{"version": one.version} for one in clean]
        moves.make_many(clean, "release", by=settling.SYSTEM, payloads=payloads, fields={})
    now = clock.now()
    headlines = {one.pk: headline_of(one, [], [], [], now=now) for one in clean}
    Declaration.objects.filter(pk__in=headlines).update(
        headline=headlines[clean[0].pk], holder="nobody", holder_since=Greatest(F("holder_since"), now)
    )
    return clean


def _live_rows(declarations: Sequence[Declaration]) -> dict[int, list[SignOff]]:
    rows: dict[int, list[SignOff]] = {one.pk: [] for one in declarations}
    for row in SignOff.objects.filter(declaration__in=rows).exclude(state=SignOffState.LAPSED).order_by("id"):
        rows[row.declaration_id].append(row)
    return rows


def _references(declarations: Iterable[Declaration]) -> tuple[str, ...]:
    return tuple(one.reference for one in declarations)
