"""A clerk of the post deals with a dispatch of two hundred parcels, seven of which are not like the others."""

from __future__ import annotations

from typing import Any

import pytest

from clearance import advance
from clearance.models import Declaration
from portal.demo import examples
from tests.cast import PASSWORD, Cast
from tests.usability.people import Pointing

pytestmark = [pytest.mark.browser]


def test_the_clerk_clears_a_dispatch_of_two_hundred(cast: Cast, sits_down: Any) -> None:
    clerk = sits_down(Pointing, "clerk")
    clerk.signs_in("postman", PASSWORD)
    clerk.follows("Dispatches")
    clerk.follows("Send a list")
    clerk.gives_file("File with the list", examples.TARGET)
    clerk.presses("Check the list")
    clerk.sees("198 items of 200 are right")
    clerk.types("Your password", PASSWORD)
    clerk.presses("File 198 items")
    clerk.waits_for(lambda: route_all(cast))
    clerk.presses("The dispatch is here")
    clerk.sees("193 released, exceptions: 5")
    clerk.keeps_file("The wrong lines as CSV")
    clerk.follows("Print all notices to the addressees")
    with cast.acting("system"):
        of_the_dispatch = Declaration.objects.filter(dispatch_id=examples.DISPATCH)
        assert of_the_dispatch.filter(state="released").count() == 193


def route_all(cast: Cast) -> None:
    """What the worker does meanwhile: every agency is asked about every parcel."""
    with cast.acting("system"):
        keys = list(Declaration.objects.filter(routing_due=True).values_list("pk", flat=True))
    for key in keys:
        advance.advance(key)
