"""What an officer leaves behind: claims return to the queue, holds pass to the office, nothing gets through after."""

from __future__ import annotations

import datetime as dt

import pytest

from agencies.services import revoke_grant
from clearance import clock
from clearance.models import Grant, Hold, SignOff
from clearance.permissions import NotAllowed
from clearance.services import deciding, stopping
from portal.accounts.models import User
from tests.acting import decide, file, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports
from tests.people.conftest import acting
from tests.races.running import TRIALS, no_errors, together
from tests.scenarios.goods import transit

OFFICER = "plant_health_officer"


def at_the_border(cast: Cast) -> SignOff:
    return row(cast, present(cast, pay(cast, file(cast, imports(APPLES)))), "plant_health")


def claim(cast: Cast, sign_off: SignOff, name: str = OFFICER) -> SignOff:
    with cast.acting(name) as actor:
        return deciding.claim(actor, sign_off=str(sign_off.uuid))


def remove(cast: Cast, user: User, by: str = "plant_health_admin", agency: str = "plant_health") -> Grant:
    with cast.acting(by) as actor:
        grant = Grant.objects.get(user=user, agency=agency, revoked_at=None)
        return revoke_grant(actor, grant_id=grant.pk, reason="Left")


def grant_again(cast: Cast, user: User) -> None:
    """A live grant: a new one each time, because a revoked one never comes back."""
    if not Grant.objects.filter(user=user, revoked_at=None).exists():
        Grant.objects.create(
            user=user,
            agency="plant_health",
            role="officer",
            starts_at=clock.now() - dt.timedelta(minutes=1),
            granted_by=cast.user("plant_health_admin"),
            approved_by=cast.user("plant_health_admin2"),
            approved_at=clock.now(),
        )


def as_it_is(cast: Cast, sign_off: SignOff) -> SignOff:
    with cast.acting("system"):
        return SignOff.objects.get(pk=sign_off.pk)


@pytest.mark.django_db
def test_the_claims_of_who_leaves_return_to_the_queue(cast):
    one = claim(cast, at_the_border(cast))
    remove(cast, cast.user(OFFICER))
    found = as_it_is(cast, one)
    assert (found.state, found.claimed_by_id) == ("open", None)
    assert claim(cast, one, "plant_health_second").claimed_by_id == cast.ids()["plant_health_second"]


@pytest.mark.django_db
def test_who_left_decides_nothing_more(cast):
    one = claim(cast, at_the_border(cast))
    with acting(cast.user(OFFICER)) as actor:
        remove(cast, cast.user(OFFICER))
        # The actor was read before the grant was gone; the database reads again.
        with pytest.raises(Exception, match="no grant|no role"):
            deciding.claim(actor, sign_off=str(one.uuid))


@pytest.mark.django_db
def test_the_holds_of_who_leaves_pass_to_the_office(cast):
    one = claim(cast, at_the_border(cast))
    with cast.acting(OFFICER) as actor:
        hold = stopping.place_hold(
            actor,
            sign_off=str(one.uuid),
            public_reason="Live insects seen",
            legal_basis="Law 344 of 11 Feb 1999, Art. 8",
            review_at=clock.now() + dt.timedelta(days=1),
        )
    remove(cast, cast.user(OFFICER))
    with cast.acting("system"):
        found = Hold.objects.get(pk=hold.pk)
    assert (found.owner_id, found.office_id) == (None, one.office_id)


@pytest.mark.django_db
def test_what_one_agency_carries_out_for_another_returns_as_well(cast):
    """At road posts customs does the work of transport; the grant that ends is one of customs."""
    sealed = transit({**CERAMICS, "price": "900.00"}, mode="30", office="KZ-NURJOLY")()
    declaration = file(cast, sealed)
    one = row(cast, declaration, "transport")
    assert (one.agency, one.executed_by) == ("transport", "customs")
    with cast.acting("customs_officer") as actor:
        hold = stopping.place_hold(
            actor, sign_off=str(one.uuid), public_reason="A seal is missing", legal_basis="Order 14-03/201"
        )
    present(cast, declaration)
    claim(cast, one, "customs_officer")
    with cast.acting("customs_officer") as actor:
        assert deciding.ask(actor, sign_off=str(one.uuid), text="Who sealed it?").agency == "customs"
    remove(cast, cast.user("customs_officer"), "customs_admin", "customs")
    found = as_it_is(cast, one)
    assert (found.state, found.claimed_by_id) == ("open", None)
    with cast.acting("system"):
        passed_on = Hold.objects.get(pk=hold.pk)
    assert (passed_on.agency, passed_on.owner_id) == ("customs", None)
    with cast.acting("customs_second") as colleague:
        assert stopping.lift_hold(colleague, hold=str(hold.uuid), reason="The seal was found").lifted_at
    assert claim(cast, one, "customs_second").claimed_by_id == cast.ids()["customs_second"]


@pytest.mark.django_db
def test_what_another_agency_works_itself_stays_with_its_officer(cast):
    one = claim(cast, at_the_border(cast))
    Grant.objects.create(
        user=cast.user(OFFICER),
        agency="veterinary",
        role="officer",
        starts_at=clock.now() - dt.timedelta(minutes=1),
        granted_by=cast.user("veterinary_admin"),
        approved_by=cast.user("veterinary_admin2"),
        approved_at=clock.now(),
    )
    remove(cast, cast.user(OFFICER), "veterinary_admin", "veterinary")
    assert as_it_is(cast, one).claimed_by_id == cast.ids()[OFFICER]


@pytest.mark.django_db
def test_declining_a_request_takes_no_claim_away(cast, first_administrator):
    one = claim(cast, at_the_border(cast))
    asked = Grant.objects.create(
        user=cast.user(OFFICER),
        agency="plant_health",
        role="head",
        starts_at=clock.now(),
        granted_by=first_administrator,
    )
    with cast.acting("plant_health_admin2") as actor:
        revoke_grant(actor, grant_id=asked.pk)
    assert as_it_is(cast, one).claimed_by_id == cast.ids()[OFFICER]


@pytest.mark.django_db
def test_an_officer_of_another_agency_keeps_the_claims(cast):
    one = claim(cast, at_the_border(cast))
    with pytest.raises((NotAllowed, LookupError)):
        remove(cast, cast.user(OFFICER), by="veterinary_admin")
    assert as_it_is(cast, one).claimed_by_id == cast.ids()[OFFICER]


def test_leaving_while_deciding_never_deadlocks_and_lets_nothing_through(committed_cast):
    cast = committed_cast
    officer = cast.user(OFFICER)
    for _ in range(TRIALS):
        grant_again(cast, officer)
        one = claim(cast, at_the_border(cast))
        outcomes = together(lambda one=one: decide(cast, one, by=OFFICER), lambda: remove(cast, officer))
        no_errors(outcomes)
        assert outcomes[1].done
        found = as_it_is(cast, one)
        assert (found.state == "decided") == outcomes[0].done
        assert found.state == "decided" or found.claimed_by_id is None
