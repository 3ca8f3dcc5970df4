"""Nobody of the control centre steps in without saying why, and what was done is never told otherwise afterwards."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from agencies.customs.alarms import acts, stops
from agencies.customs.control.kinds import Intervening
from agencies.customs.models import Alarm, Handover, Intervention, Movement, Stop
from clearance import clock
from clearance.acts import Problems
from tests.cast import Cast
from tests.corridor.helping import movement_of, released, transit_of_phones

pytestmark = pytest.mark.django_db


@pytest.fixture
def movement(cast: Cast) -> Movement:
    found = movement_of(cast, released(cast, transit_of_phones(cast)))
    assert found is not None
    return found


def said_of(cast: Cast, movement: Movement, **other: Any) -> dict[str, Any]:
    return {
        "movement": movement, "declaration_id": movement.declaration_id, "company_id": movement.company_id,
        "kind": "patrol", "reason": "The seal is open", "made_by_id": cast.ids()["customs_head"],
        "made_at": clock.now(), **other,
    }  # fmt: skip


def an_intervention(cast: Cast, movement: Movement) -> Intervention:
    with cast.acting("customs_head"):
        return Intervention.objects.create(**said_of(cast, movement))


def is_refused(cast: Cast, movement: Movement, because: str, **other: Any) -> None:
    with cast.acting("customs_head"), pytest.raises(DatabaseError, match=because), transaction.atomic():
        Intervention.objects.create(**said_of(cast, movement, **other))


def test_an_intervention_cannot_be_saved_without_a_reason(cast: Cast, movement: Movement) -> None:
    for kind in Intervening:
        for blank in BLANKS:
            is_refused(cast, movement, "an_intervention_has_a_reason", kind=kind, reason=blank)


BLANKS = ("", "   ", "\n\t")


def raised(cast: Cast, movement: Movement, kind: str, severity: str) -> Alarm:
    now = clock.now()
    with cast.acting("system"):
        return Alarm.objects.create(
            movement=movement, declaration_id=movement.declaration_id, company_id=movement.company_id, kind=kind,
            severity=severity, opened_at=now, last_at=now,
        )  # fmt: skip


def stopped(cast: Cast, movement: Movement) -> Stop:
    with cast.acting("shift_head") as head:
        return stops.stop(head, reference=movement.declaration.reference, reason="Look at it", legal_basis="Art. 150")


def test_no_page_of_the_centre_takes_an_act_without_its_reason(cast: Cast, movement: Movement) -> None:
    usual, critical = raised(cast, movement, "LONG_STOP", "medium"), raised(cast, movement, "SEAL_BROKEN", "critical")
    placed = stopped(cast, movement)
    client = cast.browser("shift_head")
    addresses = [
        *(reverse("control_intervene", args=[movement.uuid, str(kind)]) for kind in Intervening),
        reverse("close_alarm", args=[usual.uuid]),
        reverse("close_alarm", args=[critical.uuid]),
        reverse("lift_stop", args=[placed.uuid]),
    ]
    for address in addresses:
        for reason in BLANKS:
            answer = client.post(address, {"reason": reason, "legal_basis": "Art. 150"})
            assert answer.status_code == 422, address
            assert "Enter the reason. It stays on record." in answer.content.decode(), address
    with cast.acting("system"):
        assert not Intervention.objects.exists()
        assert list(Stop.objects.values_list("pk", "lifted_at")) == [(placed.pk, None)]
        assert set(Alarm.objects.values_list("state", "lift_asked_by")) == {("open", None)}


def test_what_is_done_about_an_alarm_says_why(cast: Cast, movement: Movement) -> None:
    alarm = raised(cast, movement, "LONG_STOP", "medium")
    for reason in BLANKS:
        with cast.acting("dispatcher") as actor, pytest.raises(Problems):
            acts.act_on(actor, uuid=alarm.uuid, did="call", reason=reason)


def test_the_database_takes_no_blanks_for_a_reason(cast: Cast, movement: Movement) -> None:
    alarm, placed, now = raised(cast, movement, "LONG_STOP", "medium"), stopped(cast, movement), clock.now()
    one, other = cast.ids()["shift_head"], cast.ids()["second_shift_head"]
    of = {"movement": movement, "declaration_id": movement.declaration_id, "company_id": movement.company_id}
    again = {**of, "owner_id": one, "placed_by_id": one, "placed_at": now, "review_at": now + timedelta(hours=4)}
    alarms, lifted = Alarm.objects.filter(pk=alarm.pk).update, Stop.objects.filter(pk=placed.pk).update
    stop = Stop.objects.create
    with cast.acting("system"):
        for blank in BLANKS:
            for act, constraint in (
                (
                    partial(alarms, state="closed", closed_at=now, closed_by=one, close_reason=blank),
                    "a_closed_alarm_says",
                ),
                (
                    partial(alarms, lift_asked_by=one, lift_asked_at=now, lift_asked_why=blank),
                    "who_asks_to_lift_an_alarm",
                ),
                (partial(lifted, lifted_at=now, lifted_by=other, lift_reason=blank), "a_lifted_stop_says_by_whom"),
                (partial(stop, **again, reason=blank, legal_basis="Art. 150"), "a_stop_has_owner_reason"),
                (partial(stop, **again, reason="Look at it", legal_basis=blank), "a_stop_has_owner_reason"),
            ):
                with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
                    act()
        assert alarms(state="closed", closed_at=now, closed_by=one, close_reason="The driver rested") == 1


def test_an_intervention_is_one_of_the_five(cast: Cast, movement: Movement) -> None:
    is_refused(cast, movement, "an_intervention_is_of_a_kind", kind="wish")


def test_an_intervention_and_its_alarm_are_about_one_movement(cast: Cast, movement: Movement) -> None:
    other = movement_of(cast, released(cast, transit_of_phones(cast)))
    assert other is not None
    now = clock.now()
    with cast.acting("system"):
        alarm = Alarm.objects.create(
            movement=other, declaration_id=other.declaration_id, company_id=other.company_id, kind="LONG_STOP",
            severity="medium", opened_at=now, last_at=now,
        )  # fmt: skip
    is_refused(cast, movement, "about one movement", alarm=alarm)


def test_what_was_done_is_not_told_otherwise_afterwards(cast: Cast, movement: Movement) -> None:
    made = an_intervention(cast, movement)
    with cast.acting("system"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Intervention.objects.filter(pk=made.pk).update(reason="Another")
        with pytest.raises(DatabaseError), transaction.atomic():
            Intervention.objects.filter(pk=made.pk).delete()


def test_a_company_reads_no_intervention(cast: Cast, movement: Movement) -> None:
    an_intervention(cast, movement)
    for who in ("trader", "broker", "stranger", "plant_health_officer"):
        with cast.acting(who):
            assert not Intervention.objects.exists()
    with cast.acting("nurjoly_officer"):
        assert Intervention.objects.exists()


def test_a_shift_is_taken_over_by_another_and_one_waits_at_a_time(cast: Cast) -> None:
    head, officer, now = cast.ids()["customs_head"], cast.ids()["customs_officer"], clock.now()
    with cast.acting("customs_head"):
        given = Handover.objects.create(given_by_id=head, given_at=now, note="Watch the wagon at Aktogay")
        with pytest.raises(IntegrityError, match="one_handover_waits_at_a_time"), transaction.atomic():
            Handover.objects.create(given_by_id=head, given_at=now, note="Again")
        with pytest.raises(IntegrityError, match="nobody_takes_over_from_oneself"), transaction.atomic():
            Handover.objects.filter(pk=given.pk).update(taken_by_id=head, taken_at=now)
        with pytest.raises(DatabaseError, match="stays what was said"), transaction.atomic():
            Handover.objects.filter(pk=given.pk).update(note="Nothing")
        Handover.objects.filter(pk=given.pk).update(taken_by_id=officer, taken_at=now)
        with pytest.raises(IntegrityError, match="a_handover_says_what_to_look_after"), transaction.atomic():
            Handover.objects.create(given_by_id=officer, given_at=now, note=" ")
