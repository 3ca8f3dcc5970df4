"""What is done at a gate: a vehicle arrives, is called, comes in, is weighed and looked at, and leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.customs.gate import deposits, gathering, moves, plates, staff, weighing
from agencies.customs.gate.answering import Word
from agencies.customs.gate.life import INSIDE, MOVES, State
from agencies.customs.models import Carried, Movement, Visit, VisitCheck, VisitStep
from agencies.customs.transit.life import UNDER_WAY
from clearance.acts import (
    Actor,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    Refused,
    Sentence,
    as_system,
    bearing,
    clock,
    present,
    visit_checks_of,
    worked_by,
)

LABELS: Mapping[str, Sentence] = {
    "arrive": _("It is in the waiting zone"),
    "call": _("Call it to the gate"),
    "enter": _("Let it in"),
    "scan": _("It was scanned"),
    "finish": _("All controls are done"),
    "leave": _("Let it out"),
    "cancel": _("Cancel the visit"),
}
OF_CUSTOMS = frozenset({"scan", "finish"})
SOURCES = {name: MOVES[name].sources for name in LABELS} | {"leave": MOVES["leave"].sources | MOVES["finish"].sources}
"""From where each can be made; leaving finishes what has nothing left to be done."""
AT_WORK = frozenset({"lodged", "accepted"})
HEAVIEST = 200_000


def possible(actor: Actor, visit: Visit) -> list[tuple[str, Sentence]]:
    """The acts the person can make on a visit now."""
    stands = actor.runs_site(visit.office_id), staff.is_customs(actor, visit.office_id)
    return [
        (name, label)
        for name, label in LABELS.items()
        if State(visit.state) in SOURCES[name] and (stands[1] if name in OF_CUSTOMS else any(stands))
    ]


def register(actor: Actor, *, office: str, plate: str, trailer: str = "", driver: str = "") -> Visit:
    """A vehicle that is there without a slot; what bears its plate and is expected here comes aboard."""
    staff.must_stand(actor, office)
    if not (spelt := plates.normal(plate)):
        raise Problems([Problem("plate_missing", "/plate", _("Enter the plate or the number of the wagon."))])
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                office_id=office,
                plate=spelt,
                written=plate.strip()[:40],
                trailer=plates.normal(trailer),
                driver=driver.strip()[:120],
                state=str(State.WAITING_ZONE),
                since=clock.now(),
                made_by_id=actor.person,
                made_at=clock.now(),
            )
    except IntegrityError as error:
        if "a_plate_is_on_one_visit_at_a_time" not in str(error):
            raise
        raise Problems(
            [Problem("plate_taken", "/plate", _("This plate is on another visit that has not ended."))]
        ) from error
    take_aboard(visit, expected(visit))
    moves.keep(visit, "arrive", by=actor)
    moves.tell(visit, "vehicle.arrived", by=actor)
    return visit


def act(actor: Actor, *, uuid: Any, name: str) -> Visit:
    """Make one of the acts of `LABELS`; NotFound, NotAllowed, Refused."""
    visit = moves.lock(uuid, coming=expected if name == "enter" else None)
    if name not in LABELS:
        raise NotFound(name)
    (staff.must_be_customs if name in OF_CUSTOMS else staff.must_stand)(actor, visit.office_id)
    _not_of_own_company(actor, visit)
    if name == "enter":
        return _enter(actor, visit)
    if name == "leave":
        return _leave(actor, visit)
    moves.make(visit, name, by=actor)
    if name == "cancel":
        deposits.give_back(visit)
    return visit


def weigh(actor: Actor, *, uuid: Any, kg: int) -> Visit:
    """Keep a weight: the first one inside is a move, each one after it a step; a drop is kept, told and offered."""
    visit = moves.lock(uuid)
    staff.must_stand(actor, visit.office_id)
    _not_of_own_company(actor, visit)
    if not 0 < kg <= HEAVIEST:
        raise Problems([Problem("weight", "/kg", _("Enter the weight in whole kilograms, above zero."))])
    if State(visit.state) not in INSIDE:
        raise Refused("not_inside", _("A vehicle is weighed after it was let in."))
    goods = moves.aboard(visit.pk)
    drop = weighing.between(_last_weight(visit, goods), kg, clock.today())
    facts: dict[str, Any] = {"kg": kg}
    if drop is not None:
        facts |= {"before": drop.before, "percent": str(drop.percent)}
    if visit.state == State.GATE_IN:
        moves.make(visit, "weigh", by=actor, facts=facts)
    else:
        moves.keep(visit, "weigh_again", by=actor, facts=facts)
        moves.tell(visit, "vehicle.weighed", by=actor, payload=facts)
    if drop is not None:
        with as_system():
            for one in goods:
                weighing.offer(one, drop)
    return visit


def check(actor: Actor, *, uuid: Any, number: int, passed: bool, note: str = "") -> VisitCheck:
    """An officer of the agency that looks says what was found; NotFound, NotAllowed, Problems."""
    visit = moves.lock(uuid)
    row = VisitCheck.objects.filter(visit=visit, pk=number).first()
    if row is None:
        raise NotFound(str(number))
    if not may_check(actor, row, visit.office_id):
        raise NotAllowed(_("Only an officer of the agency that checks this can say what was found."))
    _not_of_own_company(actor, visit)
    note = note.strip()[:300]
    if not passed and not note:
        raise Problems([Problem("note_missing", "/note", _("Write what is wrong. It stays on record."))])
    if row.state == "passed":
        raise Refused("checked", _("This was checked already."))
    row.state, row.note, row.done_by_id, row.done_at = (
        ("passed" if passed else "failed"),
        note,
        actor.person,
        clock.now(),
    )
    row.save(update_fields=["state", "note", "done_by", "done_at"])
    said = {"requirement": row.requirement, "agency": row.agency, "passed": passed}
    moves.tell(visit, "vehicle.checked", by=actor, payload=said)
    return row


def may_check(actor: Actor, row: VisitCheck, office: str) -> bool:
    """Whether the person ticks this check: the agency's officer at the office, or of who works there for it."""
    at_work = {grant.agency for grant in actor.grants if grant.role in staff.WORKING and grant.office in (None, office)}
    if row.agency in at_work:
        return True
    return any(VisitCheck.objects.filter(worked_by(agency), pk=row.pk).exists() for agency in sorted(at_work))


def take_off(actor: Actor, *, uuid: Any, reference: str, reason: str) -> Visit:
    """The goods of a declaration stay here: they are unloaded, and the vehicle goes without them."""
    visit = moves.lock(uuid)
    staff.must_be_customs(actor, visit.office_id)
    _not_of_own_company(actor, visit)
    if not reason.strip():
        raise Problems([Problem("reason_missing", "/reason", _("Enter the reason. It stays on record."))])
    row = Carried.objects.filter(visit=visit, declaration__reference=reference, taken_off_at=None)
    goods = [one.declaration for one in row.select_related("declaration")]
    changed = row.update(taken_off_at=clock.now(), taken_off_by=actor.person, reason=reason.strip()[:300])
    if not changed:
        raise NotFound(reference)
    moves.tell(visit, "vehicle.unloaded", by=actor, payload={"reason": reason.strip()[:300]}, goods=goods)
    return visit


def expected(visit: Visit) -> list[Any]:
    """Filed declarations that bear the plate, are not aboard another visit and say something of today."""
    with as_system():
        taken = Carried.objects.filter(taken_off_at=None).exclude(visit__state__in=["gate_out", "no_show", "cancelled"])
        on_road = Movement.objects.filter(state__in=sorted(map(str, UNDER_WAY)), destination=visit.office_id)
        now_here = Q(state__in=AT_WORK, office=visit.office_id) | Q(pk__in=on_road.values("declaration_id"))
        spellings = plates.spellings(visit.plate)
        return list(
            bearing(spellings).filter(now_here).exclude(pk__in=taken.values("declaration_id"))[: gathering.MOST]
        )


def take_aboard(visit: Visit, declarations: Sequence[Any]) -> None:
    """Bind declarations to a visit, and with them what their rules want to be looked at when it passes."""
    with as_system():
        Carried.objects.bulk_create(
            [Carried(visit=visit, declaration=one, company_id=one.company_id) for one in declarations],
            ignore_conflicts=True,
        )
        wanted = {one["requirement"]: one for one in visit_checks_of(declarations)}
        VisitCheck.objects.bulk_create(
            [
                VisitCheck(
                    visit=visit,
                    agency=one["agency"],
                    requirement=one["requirement"],
                    control=one["control"],
                    rules=one["rules"],
                    documents=one["documents"],
                    legal_basis=one["legal_basis"],
                )
                for one in wanted.values()
            ],
            ignore_conflicts=True,
        )


def _enter(actor: Actor, visit: Visit) -> Visit:
    """In through the gate: what is expected here comes aboard, and its arrival is confirmed where the officer may."""
    take_aboard(visit, expected(visit))
    found = gathering.answer_for(visit)
    if State(visit.state) is State.CALLED and found.word is not Word.GO:
        raise Refused("must_wait", _("This vehicle may not come in yet. The page of the gate says why."))
    moves.make(visit, "enter", by=actor)
    deposits.give_back(visit)
    if staff.is_customs(actor, visit.office_id):
        for one in _to_be_presented(visit):
            present(actor, reference=one.reference, office=visit.office_id)
    return visit


def _to_be_presented(visit: Visit) -> list[Any]:
    """What is aboard and expected at this office: filed for it, or in transit to it."""
    with as_system():
        goods = moves.aboard(visit.pk)
        on_road = Movement.objects.filter(
            declaration__in=goods, state__in=sorted(map(str, UNDER_WAY)), destination=visit.office_id
        )
        arriving = set(on_road.values_list("declaration_id", flat=True))
    return [
        one
        for one in goods
        if one.pk in arriving
        or (one.state in AT_WORK and one.presented_at is None and one.office_id == visit.office_id)
    ]


def _leave(actor: Actor, visit: Visit) -> Visit:
    """Out through the gate, only with what may leave; a visit with nothing left to be done is finished by it."""
    found = gathering.answer_for(visit)
    if State(visit.state) in INSIDE and found.word is not Word.GO:
        raise Refused("must_wait", _("This vehicle may not leave yet. The page of the gate says why."))
    if State(visit.state) in MOVES["finish"].sources:
        moves.make(visit, "finish", by=actor)
    return moves.make(visit, "leave", by=actor)


def _last_weight(visit: Visit, goods: Sequence[Any]) -> int | None:
    """What the scale said last of this vehicle with these goods, here or at the gate before."""
    with as_system():
        visits = Carried.objects.filter(declaration__in=goods, taken_off_at=None, visit__plate=visit.plate).values(
            "visit_id"
        )
        steps = VisitStep.objects.filter(Q(visit=visit) | Q(visit_id__in=visits), kind__in=["weigh", "weigh_again"])
        last = steps.order_by("-at", "-pk").values_list("facts", flat=True).first()
    return int(last["kg"]) if last else None


def _not_of_own_company(actor: Actor, visit: Visit) -> None:
    goods = moves.aboard(visit.pk)
    if any(actor.is_barred_from(one.company_id, one.parties) for one in goods):
        raise NotAllowed(_("This vehicle carries goods of your own company. A colleague must deal with it."))
