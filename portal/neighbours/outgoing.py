"""Telling a neighbour of a release or an arrival: written down when it happens, sent by the sweeper until taken or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from clearance import clock, record
from clearance.acting import SYSTEM, acting_as, as_system
from clearance.models import Declaration, Version
from clearance.record import Happened
from clearance.settling import SYSTEM as SYSTEM_ACTOR
from portal.neighbours import saying, signing
from portal.neighbours.models import Facing, Neighbour, Outgoing, Told
from portal.notices import retrying
from portal.notices.alone import alone
from portal.notices.webhooks import posting
from portal.notices.webhooks.posting import Outcome, Parcel

MOST = 100
SECONDS = 15.0
PATHS = {Told.RELEASE: "/neighbours/notices/", Told.ARRIVAL: "/neighbours/arrivals/"}
EVENTS = {
    Told.RELEASE: ("neighbour.told", "neighbour.not_told"),
    Told.ARRIVAL: ("neighbour.arrival_told", "neighbour.arrival_not_told"),
}
"""What stands on the record of the declaration when a neighbour was told, and when it could not be."""
REFUSED = "refused"
"""The neighbour keeps the notice and found it wrong: the same again would be refused again."""
_SAID = re.compile(r'"(number|state)":\s*"([^"\\]{1,40})"')


def put(declaration: Declaration) -> None:
    """Write down what the neighbour is to be told of a release through an office that faces it; part of the release."""
    put_all([declaration])


def put_all(declarations: Sequence[Declaration]) -> None:
    """The same for many releases at once; three statements."""
    leaving = {one.pk: one for one in declarations if one.kind in {"export", "transit"} and one.released_at is not None}
    versions = [
        one
        for one in Version.objects.filter(declaration__in=leaving)
        if one.number == leaving[one.declaration_id].version
    ]
    exits = {one.declaration_id: saying.exit_office_of(one.content) for one in versions}
    facing = Facing.objects.select_related("neighbour").filter(office__in=set(exits.values()), neighbour__active=True)
    by_office = {one.office_id: one for one in facing} if versions else {}
    told = [
        _told(leaving[one.declaration_id], one.content, by_office[exits[one.declaration_id]])
        for one in versions
        if exits[one.declaration_id] in by_office
    ]
    if told:
        with as_system():
            Outgoing.objects.bulk_create(told, ignore_conflicts=True)


def _told(declaration: Declaration, content: Mapping[str, Any], facing: Facing) -> Outgoing:
    now = clock.now()
    assert declaration.released_at is not None
    notice = saying.notice(
        content,
        reference=declaration.reference,
        version=declaration.version,
        released_at=declaration.released_at.isoformat(),
        from_office=facing.office_id,
        to_office=facing.theirs,
    )
    return Outgoing(
        neighbour=facing.neighbour,
        declaration=declaration,
        version=declaration.version,
        kind=Told.RELEASE,
        company_id=declaration.company_id,
        body=json.dumps(notice, ensure_ascii=False).encode(),
        made_at=now,
        due_at=now,
    )


def send_due() -> int:
    """Send what is due, one sender at a time; returns how many notices were taken by their neighbour."""
    with alone("neighbours") as is_alone:
        if not is_alone:
            return 0
        now = clock.now()
        notices = _take(now)
        if not notices:
            return 0
        outcomes = posting.post_all([_parcel(one, now) for one in notices], seconds=SECONDS)
        return _note(notices, outcomes, now)


def is_due() -> bool:
    """Whether anything waits to be sent now."""
    with acting_as(SYSTEM):
        return _due(clock.now()).exists()


def _due(now: datetime) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(due_at__lte=now, neighbour__active=True)


def _take(now: datetime) -> list[Outgoing]:
    """What is due, oldest first; nobody else takes it while the lease runs."""
    with acting_as(SYSTEM):
        held = _due(now).select_for_update(of=("self",), skip_locked=True).select_related("neighbour", "declaration")
        taken = list(held.order_by("due_at", "pk")[:MOST])
        Outgoing.objects.filter(pk__in=[one.pk for one in taken]).update(due_at=now + retrying.LEASE)
        return taken


def _parcel(notice: Outgoing, now: datetime) -> Parcel:
    body = bytes(notice.body)
    neighbour: Neighbour = notice.neighbour
    return Parcel(
        notice.pk,
        neighbour.pk,
        neighbour.url.rstrip("/") + PATHS[Told(notice.kind)],
        body,
        signing.headers(str(notice.uuid), body, at=now),
    )


def _note(notices: list[Outgoing], outcomes: dict[int, Outcome], now: datetime) -> int:
    """Write down how each ended, on the record of its declaration too; what was not tried is due at once."""
    taken = 0
    with acting_as(SYSTEM):
        for notice in notices:
            outcome = outcomes.get(notice.pk)
            if outcome is None:
                Outgoing.objects.filter(pk=notice.pk).update(due_at=now)
                continue
            taken += outcome.is_taken
            _settle(notice, outcome, now)
    return taken


def _settle(notice: Outgoing, outcome: Outcome, now: datetime) -> None:
    notice.attempts += 1
    notice.tried_at, notice.status, notice.fault, notice.answer = now, outcome.status, outcome.fault, outcome.answer
    pause = retrying.pause_after(notice.attempts)
    if outcome.is_taken:
        said = dict(reversed(_SAID.findall(outcome.answer)))  # an answer may be cut off; the first words count
        notice.number, notice.due_at = said.get("number", ""), None
        if said.get("state") == REFUSED:
            notice.fault, notice.gave_up_at = REFUSED, now
        else:
            notice.delivered_at = now
    elif pause is not None:
        notice.due_at = now + pause
    else:
        notice.gave_up_at, notice.due_at = now, None
    notice.save()
    if notice.due_at is None:
        _record(notice)


def _record(notice: Outgoing) -> None:
    payload: dict[str, Any] = {"neighbour": notice.neighbour.code, "number": notice.number}
    told, not_told = EVENTS[Told(notice.kind)]
    event = Happened(told if notice.delivered_at else not_told, payload)
    declaration = Declaration.objects.select_for_update(no_key=True).get(pk=notice.declaration_id)
    record.write(declaration, SYSTEM_ACTOR, [event])
