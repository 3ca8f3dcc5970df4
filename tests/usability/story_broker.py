"""A broker with thirty clients finds what waits, answers it, turns to another client and files for them."""

from __future__ import annotations

from typing import Any

import pytest

from clearance.models import Question
from clearance.services import deciding
from portal.accounts.models import Company, Delegation
from tests.acting import file, present, row
from tests.cast import LONG_AGO, PASSWORD, Cast
from tests.goods import APPLES, CERAMICS, imports
from tests.usability.people import Pointing
from tests.usability.telling import is_lodged, signs

pytestmark = [pytest.mark.browser]
CLIENTS = 30
OTHER = "altyn_orda"


def test_the_broker_answers_for_one_client_and_files_for_another(cast: Cast, sits_down: Any) -> None:
    has_so_many_clients(cast)
    asked = is_asked_something(cast)
    earlier = file(cast, imports(CERAMICS), by="broker", company=OTHER).reference
    broker = sits_down(Pointing, "broker")
    broker.signs_in("broker", PASSWORD)
    broker.follows(asked)
    broker.follows("Answer the question")
    broker.types("Your answer", "Orchard 7")
    broker.presses("Send the answer")
    broker.follows("Declarations")
    broker.chooses("Client:", "Altyn Orda")
    broker.presses("Show")
    broker.follows("Begin a declaration")
    broker.follows(f"Copy {earlier}")
    broker.ticks("Take over weights, quantities and prices too")
    broker.presses("Begin the copy")
    broker.types("Vehicle, wagon, vessel or flight at the border", "584AEK19")
    broker.presses("Save and continue")
    broker.follows("Check and sign")
    signs(broker)
    with cast.acting("system"):
        assert Question.objects.get(declaration__reference=asked).answer == "Orchard 7"
    assert is_lodged(cast, broker, company=OTHER)


def has_so_many_clients(cast: Cast) -> None:
    """The cast's broker has two; the others have nothing under way."""
    broker = Company.objects.get(pk=cast.companies()["steppe_brokers"])
    others = Company.objects.bulk_create(
        Company(bin=f"{number:012}", name=f"Client {number:02}", status="approved") for number in range(3, CLIENTS + 1)
    )
    Delegation.objects.bulk_create(
        Delegation(
            client=client, broker=broker, starts_at=LONG_AGO, may_sign=True,
            granted_by=cast.user("trader"), granted_at=LONG_AGO,
        )
        for client in others
    )  # fmt: skip


def is_asked_something(cast: Cast) -> str:
    """Plant health asks about the apples of one client; returns the reference."""
    declaration = present(cast, file(cast, imports(APPLES), by="broker"))
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, declaration, "plant_health").uuid), text="Which orchard?")
    return declaration.reference
