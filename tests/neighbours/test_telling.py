"""A release towards a neighbour is told it: once, signed, again until it is taken, and never what the goods cost."""

import json
from datetime import timedelta
from typing import Any

import pytest

from clearance import clock
from portal.neighbours import outgoing, saying, signing
from portal.neighbours.models import Neighbour
from tests.cast import Cast
from tests.corridor import helping as corridor
from tests.goods import APPLES, imports
from tests.neighbours import next_door
from tests.notices.receiver import receiving

MONEY = {"price", "customs_value", "statistical_value", "charges", "invoice_total", "currency", "guarantees", "payer"}


def names_in(told: object) -> set[str]:
    if isinstance(told, dict):
        return set(told) | {name for part in told.values() for name in names_in(part)}
    return {name for part in told for name in names_in(part)} if isinstance(told, list) else set()


def test_officers_next_door_learn_what_to_expect_and_nothing_of_the_money() -> None:
    content = imports(APPLES, kind="export", border_office="KZ-NURJOLY", transport={"border": {"id": "A1/ B2"}})
    told = saying.notice(content, reference="R", version=2, released_at="t", from_office="A", to_office="B")
    assert told["goods"]["items"][0]["commodity_code"] == APPLES["commodity_code"][:6]
    assert saying.vehicles_of(told["goods"]) == ["A1", "B2"]
    assert not names_in(told) & MONEY
    assert "INVOICE" not in json.dumps(told)
    assert names_in(content) & MONEY, "there was something to leave out"
    assert "INVOICE" in json.dumps(content)


@pytest.mark.parametrize(
    ("kind", "office"), [("export", "KZ-NURJOLY"), ("transit", "KZ-ALTYNKOL"), ("import", "KZ-NURJOLY")]
)
def test_an_export_leaves_at_its_border_and_a_transit_where_it_ends(kind: str, office: str) -> None:
    content = {"kind": kind, "border_office": "KZ-NURJOLY", "destination_office": "KZ-ALTYNKOL"}
    assert saying.exit_office_of(content) == office


@pytest.mark.django_db
def test_a_release_towards_a_neighbour_is_told_with_the_release_itself(cast: Cast) -> None:
    next_door.neighbour()
    released = corridor.released(cast, corridor.transit_of_phones(cast))
    assert released.state == "released"
    (notice,) = next_door.outgoing()
    told = json.loads(bytes(notice.body))
    assert (told["reference"], told["exit_office"], told["entry_office"]) == (
        released.reference, "KZ-ASTANA-LC", "CN-KHORGOS",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"active": False}, {"facing": None}])
def test_nobody_is_told_who_does_not_face_the_exit_or_was_stopped(cast: Cast, change: dict) -> None:
    made = next_door.neighbour(office="KZ-ASTANA-LC" if "active" in change else "KZ-BAKHTY")
    if "active" in change:
        Neighbour.objects.filter(pk=made.pk).update(**change)
    corridor.released(cast, corridor.transit_of_phones(cast))
    assert next_door.outgoing() == []


@pytest.mark.django_db(transaction=True)
def test_a_neighbour_that_is_down_is_told_later_under_the_same_id(committed_cast: Cast, settings: Any) -> None:
    cast = committed_cast
    settings.WEBHOOKS_TO_PRIVATE = True
    with receiving() as door:
        door.answers = [503]
        next_door.neighbour(door.url)
        released = corridor.released(cast, corridor.transit_of_phones(cast))
        assert outgoing.send_due() == 0
        (waiting,) = next_door.outgoing()
        assert (waiting.standing, waiting.attempts) == ("again", 1)
        assert outgoing.send_due() == 0, "not before its time"
        with clock.at(clock.now() + timedelta(minutes=1)):
            assert outgoing.send_due() == 1
            assert outgoing.send_due() == 0, "and never again"
        first, second = door.received
        assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(waiting.uuid)
        assert signing.check(
            second.headers, second.body, signing.own().public_key, now=clock.now() + timedelta(minutes=1)
        )
    with cast.acting("trader"):
        assert [event.kind for event in released.events.all()].count("neighbour.told") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("state", "standing", "event"),
    [("expected", "delivered", "neighbour.told"), ("refused", "refused", "neighbour.not_told")],
)
def test_the_neighbours_number_is_kept_and_a_refusal_is_not_sent_again(
    committed_cast: Cast, settings: Any, state: str, standing: str, event: str
) -> None:
    cast = committed_cast
    settings.WEBHOOKS_TO_PRIVATE = True
    with receiving() as door:
        errors = [{"code": "office_unknown", "pointer": "/entry_office", "number": "none"}] * 20
        door.answers, door.says = [200], json.dumps({"number": "PI26-1", "state": state, "errors": errors}).encode()
        next_door.neighbour(door.url)
        released = corridor.released(cast, corridor.transit_of_phones(cast))
        outgoing.send_due()
    (notice,) = next_door.outgoing()
    assert (notice.standing, notice.number, notice.due_at) == (standing, "PI26-1", None)
    with cast.acting("trader"):
        assert event in [one.kind for one in released.events.all()]
