"""Doors that a service keeps by itself: whoever calls it, from a page, the API or a task, meets the same answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agencies.customs.gate import acts as gate
from agencies.customs.guarantees import registering
from clearance.acting import Actor, Granted, Member
from clearance.models import Declaration, Question, SignOff
from clearance.permissions import NotAllowed, may_decide
from clearance.services import deciding, trading
from tests.acting import file, pay, present, row
from tests.cast import COMPANIES, Cast
from tests.corridor.visiting import an_import, arrived
from tests.goods import APPLES, imports

NURJOLY, ALMATY = "KZ-NURJOLY", "KZ-ALMATY-CENTRE"


@contextmanager
def a_colleague_of(cast: Cast, officer: str, company: str) -> Iterator[Actor]:
    """An officer who also works for a company."""
    bin_ = COMPANIES[company][0]
    own = Member(Cast.companies()[company], "declarant", True, "approved", company, bin_)
    with cast.acting(officer) as actor:
        yield replace(actor, own=(own,))


@pytest.mark.parametrize(
    ("more", "office", "may"),
    [
        ({}, NURJOLY, True),
        ({}, ALMATY, False),
        ({"scopes": frozenset({"desk"})}, NURJOLY, True),
        ({"scopes": frozenset({"read", "file"})}, NURJOLY, False),
    ],
)
def test_a_sign_off_is_for_the_office_of_the_role_and_a_token_made_for_it(
    more: dict[str, Any], office: str, may: bool
) -> None:
    officer = Actor(user_id=1, grants=(Granted("plant_health", NURJOLY, "officer"),), **more)
    sign_off = SignOff(agency="plant_health", executed_by="plant_health", office_id=office)
    assert (may_decide(officer, sign_off, Declaration(company_id=7)) is None) is may


@pytest.mark.django_db
def test_only_the_cashier_records_what_was_paid(cast: Cast) -> None:
    declaration = file(cast, imports())
    for other in ("customs_officer", "customs_head"):
        with pytest.raises(NotAllowed, match="Only the cashier of customs"):
            pay(cast, declaration, by=other)


@pytest.mark.django_db
def test_a_cashier_registers_no_guarantee_of_the_own_company(cast: Cast) -> None:
    words = {"kind": "individual", "form": "bank", "guarantor": "Halyk Bank", "amount": Decimal(1000)}
    with a_colleague_of(cast, "cashier", "silk_road") as actor, pytest.raises(NotAllowed, match="your own company"):
        registering.register(
            actor, number="KZ-G-77", bin=COMPANIES["silk_road"][0], valid_from=date(2026, 1, 1), **words
        )


@pytest.mark.django_db
def test_nobody_lets_in_a_vehicle_with_goods_of_the_own_company(cast: Cast) -> None:
    an_import(cast)
    visit = arrived(cast)
    with (
        a_colleague_of(cast, "nurjoly_officer", "silk_road") as actor,
        pytest.raises(NotAllowed, match="goods of your own company"),
    ):
        gate.act(actor, uuid=visit.uuid, name="call")


@pytest.mark.django_db
def test_an_officer_answers_no_question_in_the_traders_name(cast: Cast) -> None:
    declaration = present(cast, file(cast, imports(APPLES)))
    sign_off = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        deciding.claim(officer, sign_off=str(sign_off.uuid))
        deciding.ask(officer, sign_off=str(sign_off.uuid), text="Which orchard?")
    with cast.acting("plant_health_officer") as officer:
        question = Question.objects.get(declaration=declaration)
        with pytest.raises(NotAllowed, match="Only the trader"):
            trading.answer(officer, question=str(question.uuid), text="The southern one.")
