"""Routing made real: the plan of the current version becomes sign-offs; what rests on the same facts is carried."""

from datetime import datetime
from typing import Any

from django.conf import settings

from clearance import clock, deriving, record, rulebooks, succeeding
from clearance.acting import Actor
from clearance.calendars import calendar_of
from clearance.carrying import Asked
from clearance.models import Declaration, RoutingRun, SignOff, Version
from clearance.places import customs_office, desks
from clearance.plans import as_json
from clearance.record import Happened
from clearance.routing import plan
from clearance.selectors import live_rows
from clearance.workflow import Visibility

DESK = "routing_desk"


def route(declaration: Declaration, *, by: Actor, cause: str) -> tuple[list[SignOff], dict[str, Any]]:
    """Route the current version of a locked declaration, as the system.

    Returns its live sign-offs, and the changes of the declaration that the caller saves with its own. A constant number
    of statements whatever the number of items and rules.
    """
    now = clock.now()
    content = Version.objects.get(declaration=declaration, number=declaration.version).content
    again = declaration.routed_version > 0
    before = live_rows(declaration) if again else []
    last = RoutingRun.objects.filter(declaration=declaration).order_by("-number").first() if again else None
    facts, derived = deriving.facts_of(declaration, content, last=last)
    books, compiled = rulebooks.in_force(declaration.accepted_at or declaration.lodged_at or now)
    planned = plan(facts, compiled)
    run = RoutingRun.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        version=declaration.version,
        number=last.number + 1 if last else 1,
        cause=cause,
        rulebooks=books,
        facts=facts.as_json(),
        derived=derived,
        trace=as_json(planned.trace),
        steps=as_json(planned.steps),
        visit_checks=as_json(planned.visit_checks),
        documents=as_json(planned.documents),
        asked=max(1, len(planned.needs)),
        ran_at=now,
    )
    wanted = {(need.agency, need.place) for need in planned.needs} | {(DESK, "declaration")}
    at = desks(content, wanted, on=clock.day_of(now), fallback=settings.ROUTING_DESK_OFFICE)
    earlier = succeeding.before(declaration, facts)
    asked = Asked(declaration, run, now, before, last.facts if last else None, earlier)
    for need in planned.needs:
        asked.take(need, at[need.agency, need.place])
    unplaced = as_json(planned.unplaced)
    if unplaced or not planned.needs:
        # What the engine cannot place, and a plan that asks nobody, get an owner and a clock: never silent, never lost.
        asked.send_to_desk(unplaced or [{"rule": "", "reason": "nobody_asked"}], at[DESK, "declaration"])
    rows = asked.save()
    changes: dict[str, Any] = {"routed_version": declaration.version, "routing_due": False, "work_failures": 0}
    events = [
        Happened(
            "routing.done",
            {"version": declaration.version, "agencies": sorted({row.agency for row in rows if is_public(row)})},
        )
    ]
    if declaration.routed_at is None:
        changes["routed_at"] = now
    if not declaration.registration_number:
        number = registration_number(declaration, content, now)
        changes |= {"registration_number": number, "registered_at": now}
        events.append(Happened("declaration.registered", {"number": number}))
    record.write(declaration, by, [*events, *asked.events])
    for name, value in changes.items():
        setattr(declaration, name, value)
    return rows, changes


def registration_number(declaration: Declaration, content: dict[str, Any], at: datetime) -> str:
    """`office/DDMMYY/NNNNNNN` (handbook 3.7): the office's official code where it has one, the day as its clock has it."""
    office = declaration.office
    day = calendar_of(declaration.office_id).day_of(at)
    code = (office.official_code if office else "") or customs_office(content, "declaration")
    return f"{code}/{day:%d%m%y}/{declaration.pk % 10**7:07d}"


def is_public(row: SignOff) -> bool:
    """Whether the trader may know of this sign-off."""
    return row.visibility == Visibility.PUBLIC or row.announced_at is not None
