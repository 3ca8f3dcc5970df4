"""Two people at the same moment: administrators who remove each other, a request approved and withdrawn."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import IntegrityError, connection, transaction

from agencies.services import approve_grant, ask_grant, revoke_grant
from clearance import clock
from clearance.models import Grant
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from portal.accounts.models import AccessEvent, Delegation
from portal.accounts.services.delegations import revoke_delegation
from tests.people.conftest import AGENCY, acting, make_user

REFUSALS = (Refused, NotAllowed, NotFound)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads that start together; what each returned or was refused with."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait(timeout=10)
            answers[place] = acts[place]()
        except (*REFUSALS, IntegrityError) as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def administrators() -> list[Grant]:
    return list(Grant.objects.in_force(clock.now()).filter(agency=AGENCY, role="admin").order_by("pk"))


def test_two_administrators_who_remove_each_other_leave_one(committed_cast):
    cast = committed_cast
    first, second = cast.user("plant_health_admin"), cast.user("plant_health_admin2")

    def revoke(by, whom):
        def act():
            with acting(by) as actor:
                return revoke_grant(actor, grant_id=Grant.objects.get(user=whom, role="admin").pk)

        return act

    answers = at_once(revoke(first, second), revoke(second, first))
    assert len(administrators()) == 1
    assert sum(isinstance(answer, REFUSALS) for answer in answers) == 1


def test_straight_sql_that_overlaps_cannot_remove_both_administrators(committed_cast):
    """The second statement runs while the first is not committed, so that it cannot see it by chance."""
    cast = committed_cast
    first, second = cast.user("plant_health_admin").pk, cast.user("plant_health_admin2").pk
    revoke = "update clearance_grant set revoked_at = now(), revoked_by_id = %s where user_id = %s and role = 'admin'"
    refused: list[IntegrityError] = []

    def remove_the_first() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(revoke, [second, first])
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=remove_the_first)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(revoke, [first, second])
        other.start()
        other.join(timeout=1)
        assert other.is_alive(), "the second statement waits for the first"
    other.join(timeout=30)
    assert [error.__cause__.diag.constraint_name for error in refused] == ["the_last_administrator_stays"]
    assert len(administrators()) == 1


def test_an_approval_and_a_refusal_at_once_end_in_one_of_them(committed_cast):
    cast = committed_cast
    first, second = cast.user("plant_health_admin"), cast.user("plant_health_admin2")
    jana = make_user("jana")
    with acting(first) as actor:
        asked = ask_grant(actor, user_id=jana.pk, agency=AGENCY, role="officer")

    def approve():
        with acting(second) as actor:
            return approve_grant(actor, grant_id=asked.pk)

    def withdraw():
        with acting(first) as actor:
            return revoke_grant(actor, grant_id=asked.pk)

    at_once(approve, withdraw)
    asked.refresh_from_db()
    assert asked.revoked_at is not None
    assert not Grant.objects.in_force(clock.now()).filter(user=jana).exists()


def test_a_delegation_ended_by_both_sides_is_ended_once(committed_cast):
    cast = committed_cast
    found = Delegation.objects.get(client_id=cast.companies()["silk_road"])

    def end(name):
        def act():
            with acting(cast.user(name)) as actor:
                return revoke_delegation(actor, delegation_id=found.pk)

        return act

    at_once(end("trader"), end("broker"))
    assert AccessEvent.objects.filter(kind="delegation.revoked").count() == 1
