"""A whole train costs as many statements for twelve notes as for three, and each note comes out as if it were the only one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.customs.models import Consigned, Movement, Train
from agencies.customs.trains import deciding
from clearance.models import Declaration, SignOff
from clearance.services.deciding import claim
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of
from tests.corridor.trained import HEAD, a_train

pytestmark = pytest.mark.django_db

ACTS: dict[str, Callable[[Any, Train], deciding.Done]] = {
    "arrive": deciding.arrived,
    "decide": lambda actor, train: deciding.decide_all(actor, train, place="Track 7", exceptions={}),
    "set off": deciding.set_off,
}


def cost(cast: Cast, act: str, train: Train, notes: int) -> int:
    with cast.acting("customs_officer") as officer, CaptureQueriesContext(connection) as queries:
        answer = ACTS[act](officer, train)
    assert (answer.done, answer.left) == (notes, {}), act
    return len(queries)


def notes_of(cast: Cast, train: Train) -> list[Declaration]:
    with cast.acting("system"):
        return [one.declaration for one in Consigned.objects.filter(train=train).select_related("declaration")]


def test_every_act_costs_the_same_for_three_notes_and_for_twelve(cast: Cast) -> None:
    few, many = a_train(cast, 3), a_train(cast, 12, head=replace(HEAD, list_number="TL-12"), first=100)
    for act in ACTS:
        assert cost(cast, act, few, 3) == cost(cast, act, many, 12), act
    assert {movement_of(cast, one).state for one in notes_of(cast, many)} == {"en_route"}


def story(cast: Cast, declaration: Declaration) -> list[str]:
    with cast.acting("system"):
        kinds = declaration.events.order_by("seq").values_list("kind", flat=True)
        return sorted(kind for kind in kinds if kind != "train.listed")


def test_a_note_of_a_train_comes_out_as_if_it_were_the_only_one(cast: Cast) -> None:
    (single_note,) = notes_of(cast, a_train(cast, 1, head=replace(HEAD, list_number="TL-1"), first=50))
    alone = may_set_off(cast, single_note)
    train = a_train(cast, 2, each=1)
    for act in ("arrive", "decide"):
        cost(cast, act, train, 2)
    for one in notes_of(cast, train):
        assert story(cast, one) == story(cast, alone)
        assert (one.state, one.holder, one.headline["code"]) == (alone.state, alone.holder, alone.headline["code"])
        assert one.released_version == alone.released_version == 1
        movement, single = movement_of(cast, one), movement_of(cast, alone)
        assert (movement.state, movement.km, movement.exempt) == (single.state, single.km, "rail")
        assert len(movement.seals) == 1
    with cast.acting("system"):
        counted = Declaration.objects.get(pk=alone.pk).open_follow_up
        assert {one.open_follow_up for one in notes_of(cast, train)} == {counted}


def test_what_is_not_plain_is_left_or_done_by_itself_and_the_rest_together(cast: Cast) -> None:
    train = a_train(cast, 4)
    cost(cast, "arrive", train, 4)
    first, second = notes_of(cast, train)[:2]
    with cast.acting("system"):
        row = SignOff.objects.filter(declaration=first, agency="customs", state="open").first()
    with cast.acting("customs_head") as head:
        claim(head, sign_off=str(row.uuid))
    with cast.acting("customs_officer") as officer:
        answer = deciding.decide_all(officer, train, place="Track 7", exceptions={"29540002": "Papers differ"})
    assert (answer.done, list(answer.left)) == (2, ["29540001"])
    with cast.acting("system"):
        states = dict(
            Movement.objects.filter(declaration__in=notes_of(cast, train)).values_list("declaration", "state")
        )
    assert [states.get(one.pk) == "sealed" for one in (first, second)] == [False, False]
    assert list(states.values()).count("sealed") == 2
