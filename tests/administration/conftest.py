"""Signed-in administrators, and a draft of a rulebook to work on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clearance import clock
from clearance.models import Rulebook
from clearance.services import drafting, publishing
from tests.cast import Cast

AGENCY = "plant_health"
FIRST, SECOND = "plant_health_admin", "plant_health_admin2"


@pytest.fixture
def admin(signed: Callable[[str], Client]) -> Client:
    return signed(FIRST)


@pytest.fixture
def second(signed: Callable[[str], Client]) -> Client:
    return signed(SECOND)


@pytest.fixture
def draft(cast: Cast) -> Rulebook:
    with cast.acting(FIRST) as actor:
        return drafting.begin(actor, agency=AGENCY, source=publishing.book_in_force(AGENCY, clock.now()), note="Apples")


def address(book: Rulebook, rest: str = "") -> str:
    return f"/agency/rulebooks/{book.agency}/{book.number}/{rest}"
