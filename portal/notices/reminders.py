"""What no event says: an answer that is due soon or late, a draft that will be deleted. Looked for once a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration, Heartbeat, Question
from clearance.workflow import State
from portal.notices.models import Notice
from portal.notices.telling.people import houses_of
from portal.notices.telling.writing import Telling, write

NAME = "reminders"
EVERY = timedelta(minutes=1)
ANSWER_SOON = timedelta(hours=24)
LATE_FOR = timedelta(days=2)
DRAFT_SOON = timedelta(days=3)
BATCH = 500


def remind() -> int:
    """Remind those concerned, each of each thing once; returns of how many things."""
    now = clock.now()
    with acting_as(SYSTEM):
        if not _is_time(now):
            return 0
        due = [*_answers(now), *_drafts(now)]
        told = set(Notice.objects.filter(key__in=[one.key for one in due]).values_list("key", flat=True))
        fresh = [one for one in due if one.key not in told]
        write(fresh)
        return len(fresh)


def _is_time(now: datetime) -> bool:
    """Whether a minute has passed since somebody looked; only one of several sweeps is told so."""
    beat, made = Heartbeat.objects.get_or_create(name=NAME, defaults={"at": now})
    if made or beat.at > now + EVERY:  # a clock set back
        return bool(Heartbeat.objects.filter(name=NAME).update(at=now))
    return bool(Heartbeat.objects.filter(name=NAME, at__lte=now - EVERY).update(at=now))


def _answers(now: datetime) -> Iterator[Telling]:
    """Answers due within a day once half of their time is used up, and those that have become late."""
    open_ones = Question.objects.filter(answered_at=None, closed_at=None)
    due = open_ones.filter(answer_due_at__gt=now - LATE_FOR, answer_due_at__lte=now + ANSWER_SOON)
    rows = list(due.select_related("declaration").order_by("answer_due_at", "pk")[:BATCH])
    houses = houses_of([row.declaration for row in rows], now=now)
    for row in rows:
        is_late = row.answer_due_at <= now
        if not is_late and now < row.asked_at + (row.answer_due_at - row.asked_at) / 2:
            continue
        kind = "answer.late" if is_late else "answer.soon"
        yield Telling(
            key=f"{kind}:{row.uuid}",
            kind=kind,
            topic="deadline",
            people=houses.of(row.declaration),
            at=now,
            company=row.company_id,
            declaration=row.declaration_id,
            facts={"due": row.answer_due_at, "asking": row.agency, "question": str(row.uuid)},
        )


def _drafts(now: datetime) -> Iterator[Telling]:
    ending = Declaration.objects.filter(
        state=State.DRAFT, next_timer_at__gt=now, next_timer_at__lte=now + DRAFT_SOON
    ).order_by("next_timer_at", "pk")[:BATCH]
    rows = list(ending)
    houses = houses_of(rows, now=now)
    for row in rows:
        assert row.next_timer_at is not None
        yield Telling(
            key=f"draft.ending:{row.pk}:{row.next_timer_at:%Y%m%d}",
            kind="draft.ending",
            topic="draft",
            people=houses.of(row),
            at=now,
            company=row.company_id,
            declaration=row.pk,
            facts={"due": row.next_timer_at},
        )
