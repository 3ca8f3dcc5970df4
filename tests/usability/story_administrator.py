"""An agency's officer leaves today: the administrator ends everything in one act, and a successor gets the role."""

from __future__ import annotations

from typing import Any

import pytest

from clearance.models import Grant
from portal.accounts.models import User
from tests.cast import PASSWORD, Cast
from tests.people.test_leaving_an_agency import OFFICER, as_it_is, at_the_border, claim
from tests.usability.people import Pointing

pytestmark = [pytest.mark.browser]
SUCCESSOR = "aliya.bek@example.kz"


def test_an_officer_leaves_and_a_successor_is_in_place(cast: Cast, sits_down: Any) -> None:
    claimed = claim(cast, at_the_border(cast))
    administrator = sits_down(Pointing, "administrator")
    administrator.signs_in("plant_health_admin", PASSWORD)
    administrator.follows("People")
    administrator.follows("Leaves the agency : Plant Health Officer")
    administrator.sees("1 claim returns to the queue")
    administrator.types("Reason", "Moved to Aktau")
    administrator.presses("End everything now")
    administrator.sees("Claims returned to the queue: 1.")
    administrator.follows("Ask for a successor : Officer")
    administrator.types("Email address of the person", SUCCESSOR)
    administrator.types("Full name", "Aliya Bek")
    administrator.types("Reason", "In place of Plant Health Officer")
    administrator.presses("Ask for the role")

    colleague = sits_down(Pointing, "second-administrator")
    colleague.signs_in("plant_health_admin2", PASSWORD)
    colleague.presses("Approve Aliya Bek")

    found = as_it_is(cast, claimed)
    assert (found.state, found.claimed_by_id) == ("open", None)
    assert not Grant.objects.filter(user=cast.user(OFFICER), revoked_at=None).exists()
    successor = User.objects.get(email=SUCCESSOR)
    assert Grant.objects.filter(user=successor, agency="plant_health", approved_at__isnull=False).exists()
