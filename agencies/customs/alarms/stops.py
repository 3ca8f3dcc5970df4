"""Stops: a movement may not arrive, nor its goods be declared further, until customs lifts them. No release is undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.customs.alarms import rights
from agencies.customs.alarms.limits import limits_of
from agencies.customs.models import Alarm, Movement, Stop
from clearance.acts import (
    SYSTEM_ACTOR,
    Actor,
    Happened,
    NotFound,
    Problem,
    Problems,
    Refused,
    clock,
    declaration_for,
    record,
)

LAW_OF_ALARMS = "EAEU Customs Code Art. 150"


def stopped(movements: Iterable[Movement]) -> set[int]:
    """The keys of the movements of which a stop is in force; one statement."""
    return set(Stop.objects.filter(movement__in=list(movements), lifted_at=None).values_list("movement_id", flat=True))


def stopped_declarations(declarations: Iterable[int]) -> set[int]:
    """The keys of the declarations whose movement is stopped; one statement."""
    of = list(declarations)
    return set(Stop.objects.filter(declaration__in=of, lifted_at=None).values_list("declaration_id", flat=True))


def is_stopped(movement: Movement) -> bool:
    """Whether a stop of the movement is in force."""
    return Stop.objects.filter(movement=movement, lifted_at=None).exists()


def place_for(alarms: Iterable[tuple[Any, Alarm]]) -> None:
    """Stop the movements of new critical alarms, whose declarations are locked; as the system."""
    now = clock.now()
    placed = [
        (
            declaration,
            Stop(
                movement_id=alarm.movement_id,
                declaration=declaration,
                company_id=alarm.company_id,
                alarm=alarm,
                office_id=alarm.movement.destination_id,
                reason="look_at_seal",
                legal_basis=LAW_OF_ALARMS,
                review_at=_review(now),
                is_critical=True,
                placed_at=now,
            ),
        )
        for declaration, alarm in alarms
    ]
    Stop.objects.bulk_create([stop for _declaration, stop in placed])
    record.write_many([(declaration, SYSTEM_ACTOR, [_stopped(stop)]) for declaration, stop in placed])


def stop(
    actor: Actor,
    *,
    reference: str,
    reason: str,
    legal_basis: str,
    review_at: datetime | None = None,
    alarm: Alarm | None = None,
) -> Stop:
    """An officer stops a movement; the reason is public. NotFound, NotAllowed, Problems, Refused."""
    declaration, movement = _movement(actor, reference)
    rights.must_deal_with(actor, movement, declaration)
    now = clock.now()
    problems = []
    if not reason.strip():
        problems.append(Problem("reason_missing", "/reason", _("Enter the reason. The trader will read it.")))
    if not legal_basis.strip():
        problems.append(Problem("law_missing", "/legal_basis", _("Enter the legal basis of the stop.")))
    if review_at is not None and (review_at.tzinfo is None or review_at <= now):
        problems.append(Problem("review_at", "/review_at", _("Enter a review time in the future, with its time zone.")))
    if problems:
        raise Problems(problems)
    if movement.ended_at is not None:
        raise Refused("too_late", _("The movement has ended: nothing is left to stop."))
    placed = Stop.objects.create(
        movement=movement,
        declaration=declaration,
        company_id=movement.company_id,
        alarm=alarm,
        owner_id=actor.person,
        office_id=movement.destination_id,
        reason=reason.strip()[:300],
        language=(get_language() or "en")[:2],
        legal_basis=legal_basis.strip()[:300],
        review_at=review_at or _review(now),
        is_critical=alarm.is_critical if alarm else False,
        placed_by_id=actor.person,
        placed_at=now,
    )
    record.write(declaration, actor, [_stopped(placed)])
    return placed


def lift(actor: Actor, *, uuid: Any, reason: str) -> Stop:
    """Lift a stop; one that a critical alarm placed is lifted with its alarm. A critical one takes two persons."""
    reference = Stop.objects.filter(uuid=uuid).values_list("declaration__reference", flat=True).first()
    if reference is None:
        raise NotFound(str(uuid))
    declaration, movement = _movement(actor, reference)
    rights.must_deal_with(actor, movement, declaration)
    placed = Stop.objects.select_related("alarm").get(uuid=uuid)
    reason = rights.reason_of(reason)
    if placed.lifted_at is not None:
        raise Refused("lifted", _("This stop is lifted already."))
    if placed.alarm is not None and placed.alarm.is_critical:
        raise Refused("of_an_alarm", _("An alarm placed this stop. It is lifted when the alarm is closed."))
    end(placed, actor, reason=reason)
    return placed


def end(placed: Stop, actor: Actor, *, reason: str) -> None:
    """Write down that a stop is lifted, and say so."""
    placed.lifted_by_id, placed.lifted_at, placed.lift_reason = actor.person, clock.now(), reason
    placed.save(update_fields=["lift_asked_by", "lifted_by", "lifted_at", "lift_reason"])
    event = Happened("transit.stop_lifted", {"stop": str(placed.uuid)}, agency="customs", office=placed.office_id or "")
    record.write(placed.declaration, actor, [event])


def _movement(actor: Actor, reference: str) -> tuple[Any, Movement]:
    declaration = declaration_for(actor, reference)
    movement = Movement.objects.filter(declaration=declaration).first()
    if movement is None:
        raise NotFound(reference)
    return declaration, movement


def _stopped(placed: Stop) -> Happened:
    payload = {"stop": str(placed.uuid), "review_at": placed.review_at.isoformat()}
    return Happened("transit.stopped", payload, agency="customs", office=placed.office_id or "")


def _review(now: datetime) -> datetime:
    return now + timedelta(hours=limits_of("", "", clock.today())["review_hours"])
