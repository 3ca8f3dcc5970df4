"""Events of declarations: the company's people and the broker acting are told what is public, officers what is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from clearance import clock, registry
from clearance.models import Declaration, Event, Question, SignOff
from clearance.workflow import NEEDS_FINDING
from portal.notices.telling.people import Houses, Posts, houses_of, posts_of
from portal.notices.telling.writing import Telling, write
from portal.notices.topics import PROGRESS, topic_of
from portal.notices.webhooks import delivering

OFFICERS_KINDS = frozenset(
    {
        "question.answered",
        "signoff.warning",
        "signoff.overdue",
        "signoff.reassigned",
        "signoff.assigned",
        "appeal.filed",
    }
)
FROM_PERCENT = 80
OPENED = "signoff.opened"


class Batch:
    """What is needed to tell who is told of some events, read in a constant number of statements."""

    def __init__(self, events: Sequence[Event]) -> None:
        prefetch_related_objects(events, "declaration__company")
        self.events = events
        self.now = clock.now()
        self.signoffs = {str(row.uuid): row for row in _named(SignOff, events, "signoff")}
        self.questions = {str(row.uuid): row for row in _named(Question, events, "question", "sign_off")}
        self.houses: Houses = houses_of([event.declaration for event in events], now=self.now)
        self.posts: Posts = posts_of({one.agency for one in events if _is_for_officers(one.kind)}, now=self.now)

    def topic(self, event: Event) -> str:
        """The topic of a public event; the opening of a check of the goods themselves announces an inspection."""
        if event.kind == OPENED:
            row = self.signoffs.get(event.payload.get("signoff", ""))
            return "inspection" if row is not None and row.control in NEEDS_FINDING else PROGRESS
        return topic_of(event.kind)


def _named(model: type[Any], events: Iterable[Event], name: str, *related: str) -> Iterable[Any]:
    wanted = {str(event.payload[name]) for event in events if event.payload.get(name)}
    return model.objects.filter(uuid__in=wanted).select_related(*related) if wanted else ()


def tell(events: Sequence[Event]) -> None:
    """Tell everybody concerned, by every channel."""
    batch = Batch(events)
    write(telling for event in events for telling in _tellings(batch, event))
    delivering.put(batch)


def _tellings(batch: Batch, event: Event) -> Iterator[Telling]:
    if event.is_public:
        yield from _to_traders(batch, event)
    if _is_for_officers(event.kind):
        yield from _to_officers(batch, event)


DUE = {"payment_due": "payment.due", "cover_due": "cover.due"}
"""What is told of money, by the code of the headline."""


def _to_traders(batch: Batch, event: Event) -> Iterator[Telling]:
    declaration = event.declaration
    # Two hundred releases of one dispatch are for its list, not for two hundred notices.
    quiet = bool(declaration.dispatch_id) and batch.topic(event) in {"released", "payment", "decision"}
    topic = batch.topic(event)
    people = batch.houses.of(declaration)
    by_the_portal = event.kind == "signoff.decided" and event.actor_kind == "system"
    if topic != PROGRESS and not quiet and not by_the_portal:
        yield _telling(event, topic, people - {event.actor_id}, **_facts(batch, event))
    if (due := DUE.get(declaration.headline.get("code", ""))) and not declaration.dispatch_id:
        yield Telling(
            key=f"due:payment:{declaration.pk}:{declaration.version}",
            kind=due,
            topic="payment",
            people=people,
            at=event.occurred_at,
            company=declaration.company_id,
            declaration=declaration.pk,
            facts={"amount": str(declaration.money_amount or ""), "currency": declaration.money_currency},
        )


def _facts(batch: Batch, event: Event) -> dict[str, Any]:
    question = batch.questions.get(str(event.payload.get("question", "")))
    return {"due": question.answer_due_at, "question": str(question.uuid)} if question else {}


def _is_for_officers(kind: str) -> bool:
    return kind in OFFICERS_KINDS or _is_for_offices(kind)


def _is_for_offices(kind: str) -> bool:
    """Whether an agency has its officers told of an event of its own, at the offices that the event names."""
    told = registry.events().get(kind)
    return told is not None and told.offices


def _to_officers(batch: Batch, event: Event) -> Iterator[Telling]:
    topic, people = _officers(batch, event)
    if people:
        yield _telling(event, topic, people - {event.actor_id}, officer=True)


def _officers(batch: Batch, event: Event) -> tuple[str, frozenset[int]]:
    """Which officers an event is for: who asked, who holds the case, else the heads of the office."""
    if _is_for_offices(event.kind):
        named = event.payload.get("offices") or ()
        return "movement", frozenset().union(*(batch.posts.at_office(event.agency, office) for office in named))
    row = batch.signoffs.get(str(event.payload.get("signoff", "")))
    heads = batch.posts.holding(event.agency, "head", office=event.office or None)
    if event.kind == "question.answered":
        question = batch.questions.get(str(event.payload.get("question", "")))
        concerned = {question.asked_by_id, question.sign_off.claimed_by_id} if question else set()
        return "answer", batch.posts.everybody_of(event.agency) & concerned
    if event.kind in {"signoff.reassigned", "appeal.filed"}:
        return "claim", heads
    holder = frozenset({row.claimed_by_id} if row and row.claimed_by_id else ())
    if event.kind == "signoff.assigned":
        return "claim", holder
    if event.kind == "signoff.warning" and int(event.payload.get("percent") or 0) < FROM_PERCENT:
        return "clock", frozenset()
    return "clock", (holder | heads if event.kind == "signoff.overdue" else holder or heads)


def _telling(event: Event, topic: str, people: frozenset[int], *, officer: bool = False, **facts: Any) -> Telling:
    declaration: Declaration = event.declaration
    return Telling(
        key=f"event:{event.pk}",
        kind=event.kind,
        topic=topic,
        people=people,
        at=event.occurred_at,
        company=None if officer else declaration.company_id,
        agency=event.agency if officer else "",
        declaration=declaration.pk,
        event=event.pk,
        facts=facts,
    )
