"""Nobody of the control centre steps in without saying why, and what was done is never told otherwise afterwards."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from agencies.customs.models import Alarm, Handover, Intervention, Movement
from clearance import clock
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


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_an_intervention_cannot_be_saved_without_a_reason(cast: Cast, movement: Movement, reason: str) -> None:
    is_refused(cast, movement, "an_intervention_has_a_reason", reason=reason)


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
