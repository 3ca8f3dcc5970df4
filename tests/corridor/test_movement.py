"""A movement's life: it follows its declaration, has a time limit, and is looked for when it is late."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.customs.models import Movement
from agencies.customs.transit import acts, ladder, life, limits
from agencies.customs.transit.limits import Way
from clearance import clock
from clearance.content import Problems
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused
from tests.acting import present
from tests.cast import Cast
from tests.corridor.helping import (
    ASTANA,
    a_guarantee,
    balance,
    delivered,
    kinds,
    may_set_off,
    movement_of,
    released,
    transit_of_phones,
)

ON = date(2026, 11, 23)


@pytest.mark.parametrize(("km", "days"), [(200, 7), (467, 8), (1000, 15), (1560, 24), (2000, 30), (2700, 41)])
def test_the_time_limit_by_rail_is_the_law_s(km: int, days: int) -> None:
    assert limits.days_of("20", km, ON) == days


@pytest.mark.parametrize(("km", "days"), [(100, 1), (345, 1), (450, 1), (451, 2), (1565, 4), (5000, 12)])
def test_the_time_limit_by_road_is_the_usual_time_and_never_above_the_law_s(km: int, days: int) -> None:
    assert limits.days_of("30", km, ON) == days


def test_the_way_is_known_or_the_straight_line_made_longer() -> None:
    assert limits.way_between("KZ-ASTANA-LC", "KZ-NURJOLY", "30", ON) == Way(1565, "table"), "either way"
    khorgos, astana = (44.2, 80.39), (51.17, 71.45)
    assert limits.straight_km(khorgos, astana) == pytest.approx(1022.5, abs=1)
    assert limits.way_between("A", "B", "30", ON, ends=(khorgos, astana)) == Way(1330, "straight")
    assert limits.way_between("A", "B", "30", ON) == Way(2000, "unknown"), (
        "a month's way where a place is not on the map"
    )


@pytest.mark.django_db
def test_it_begins_with_the_release_and_ends_when_all_is_answered_at_the_destination(cast: Cast) -> None:
    declaration = transit_of_phones(cast)
    assert movement_of(cast, declaration) is None
    declaration = released(cast, declaration)
    movement = movement_of(cast, declaration)
    assert (movement.state, movement.departure_id, movement.destination_id) == ("released", "KZ-NURJOLY", ASTANA)
    assert (movement.vehicles, len(movement.seals)) == (["731BOL05"], 1)
    assert movement.limit_at == declaration.released_at + timedelta(days=4)
    with cast.acting("nurjoly_officer") as officer, pytest.raises(Refused, match="agree before the goods"):
        acts.act(officer, reference=declaration.reference, name="depart")
    may_set_off(cast, declaration)
    with cast.acting("nurjoly_officer") as officer:
        acts.act(officer, reference=declaration.reference, name="depart")
        with pytest.raises(Refused):
            acts.act(officer, reference=declaration.reference, name="depart")
    delivered(cast, declaration)
    movement = movement_of(cast, declaration)
    assert (movement.state, movement.next_look_at) == ("completed", None)
    assert movement.released_at <= movement.departed_at <= movement.arrived_at <= movement.ended_at
    assert [kind.removeprefix("movement.") for kind in kinds(cast, declaration)] == [
        "begun", "seal_affixed", "seal", "depart", "arrive", "present", "complete", "seal_removed",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_late_movement_climbs_the_ladder_a_rung_a_time(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    limit = movement_of(cast, declaration).limit_at
    told = []
    for days, expected in ((-1, []), (0, ["overdue"]), (0.5, []), (1, ["reminded"]), (3, ["enquire"]), (10, ["demanded"]),
                           (30, ["debt_due"]), (31, []), (61, ["debt_due"])):  # fmt: skip
        with clock.at(limit + timedelta(days=days, minutes=1)):
            ladder.climb(inline=True)
        told += [f"movement.{name}" for name in expected]
        assert kinds(cast, declaration)[3:] == told, days
    movement = movement_of(cast, declaration)
    assert (movement.state, movement.overdue) == ("enquiry", True)


@pytest.mark.django_db
def test_delivery_ends_the_ladder(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    late = movement_of(cast, declaration).limit_at + timedelta(days=3, minutes=1)
    with clock.at(late):
        assert [ladder.climb(inline=True) for _ in range(4)] == [1, 1, 1, 0]
        delivered(cast, declaration)
    with clock.at(late + timedelta(days=60)):
        assert ladder.climb(inline=True) == 0
    assert movement_of(cast, declaration).state == "completed"


def in_enquiry(cast: Cast, number: str = "KZ-G-2") -> Any:
    declaration = may_set_off(cast, transit_of_phones(cast, guarantee=number))
    with clock.at(movement_of(cast, declaration).limit_at + timedelta(days=4)):
        while ladder.climb(inline=True):
            pass
    return declaration


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "state", "available", "claimed"),
    [
        (("prove",), "completed", 1, 0),
        (("claim",), "debt", 0, 1),
        (("claim", "prove"), "completed", 1, 0),
        (("claim", "write_off"), "written_off", 0, 0),
    ],
)
def test_an_enquiry_ends_with_a_proof_or_a_debt(
    cast: Cast, names: tuple[str, ...], state: str, available: int, claimed: int
) -> None:
    amount = transit_of_phones(cast).money_amount
    a_guarantee(cast, str(amount))
    declaration = in_enquiry(cast)
    for name in names:
        with cast.acting("customs_head") as head:
            with pytest.raises(Problems, match="reason_missing"):
                acts.act(head, reference=declaration.reference, name=name, reason=" ")
            acts.act(head, reference=declaration.reference, name=name, reason="Papers of the carrier")
    assert movement_of(cast, declaration).state == state
    assert balance(cast) == (available * amount, 0, claimed * amount)


@pytest.mark.django_db
def test_debts_are_for_heads_and_movements_for_customs(cast: Cast) -> None:
    declaration = in_enquiry(cast, "KZ-G-1")
    for who, refusal in (
        ("customs_officer", NotAllowed), ("plant_health_head", NotFound), ("trader", NotAllowed), ("stranger", NotFound),
    ):  # fmt: skip
        with cast.acting(who) as actor, pytest.raises(refusal):
            acts.act(actor, reference=declaration.reference, name="claim", reason="Lost")


WAYS = {
    "released": (), "sealed": ("sealed",), "en_route": ("sealed", "en_route"), "incident": ("sealed", "incident"),
    "arrived": ("arrived",), "presented": ("arrived", "presented"), "completed": ("arrived", "presented", "completed"),
    "enquiry": ("enquiry",), "debt": ("enquiry", "debt"), "written_off": ("enquiry", "debt", "written_off"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("source", [str(state) for state in life.State])
def test_the_database_knows_the_same_moves(cast: Cast, source: str) -> None:
    declaration = released(cast, transit_of_phones(cast))
    now = clock.now()
    with cast.acting("system"):
        movement = Movement.objects.get(declaration=declaration)

        def go(state: str) -> None:
            ended = now if state in life.ENDED else None
            Movement.objects.filter(pk=movement.pk).update(
                state=state, arrived_at=now, presented_at=now, ended_at=ended
            )

        for state in WAYS[source]:
            go(state)
        for target in map(str, life.State):
            if target == source:
                continue
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        go(target)
                    allowed = True
                except DatabaseError as error:
                    # That one under way ends in the one that follows is a wall of its own.
                    allowed = "does not go" not in str(error)
                transaction.set_rollback(True)
            assert allowed == ((source, target) in life.pairs(life.MOVES)), (source, target)


@pytest.mark.django_db
def test_no_movement_without_a_released_transit_nor_without_cover(cast: Cast) -> None:
    declaration = transit_of_phones(cast)
    given = {
        "declaration": declaration, "company_id": declaration.company_id, "mode": "30", "departure_id": "KZ-NURJOLY",
        "destination_id": ASTANA, "km": 1, "limit_at": clock.now(), "released_at": clock.now(), "next_look_at": clock.now(),
    }  # fmt: skip
    with cast.acting("system"), pytest.raises(DatabaseError, match="begins with the release"), transaction.atomic():
        Movement.objects.create(**given)


@pytest.mark.django_db
def test_it_is_shown_to_the_trader_and_to_customs(cast: Cast, client: Any) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    client.force_login(cast.user("trader"))
    page = client.get(reverse("declaration", args=[declaration.reference])).content.decode()
    assert "Ready to set off" in page
    assert "1565 km" in page
    assert "KZ-G-1" in page
    assert "The goods set off" not in page
    client.force_login(cast.user("customs_officer"))
    page = client.get(reverse("desk_declaration", args=[declaration.reference])).content.decode()
    assert "The goods set off" in page
    sent = client.post(f"/agencies/customs/movements/{declaration.reference}/act/", {"act": "depart"}, follow=True)
    assert "On the way" in sent.content.decode()
    assert movement_of(cast, declaration).state == "en_route"


@pytest.mark.django_db
def test_goods_under_way_arrive_at_their_destination_and_nowhere_else(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    for office in ("KZ-NURJOLY", "KZ-ALMATY-CENTRE"):
        with pytest.raises(Refused, match="expected at"):
            present(cast, declaration, office=office)
    assert movement_of(cast, declaration).state == "sealed"
    present(cast, declaration)
    assert movement_of(cast, declaration).state == "arrived"
