"""Whatever people do, in whatever order, and whoever they are: what must always hold still holds after every act.

A state machine of Hypothesis draws the acts. An act that is not allowed is refused in words and changes nothing; no act
ends in a fault of the database or of the code.
"""

import os
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clearance import advance, clock
from clearance.content import Problems
from clearance.models import Declaration, Hold, Question, SignOff
from clearance.permissions import NotAllowed
from clearance.services import arriving, deciding, filing, found, paying, stopping, trading
from clearance.services.deciding import Decision
from clearance.workflow import AT_WORK, SETTLED_MONEY, Refused, State
from tests.acting import FILING, answers, finding
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports
from tests.scenarios.always import Always
from tests.scenarios.goods import HIDES
from tests.scenarios.player import SHARES, drawn

pytestmark = pytest.mark.django_db

IN_WORDS = (Refused, NotAllowed, Problems, found.NotFound, Declaration.DoesNotExist)
GOODS = {"tiles": (CERAMICS,), "apples": (APPLES, CERAMICS), "three": (LAMB, APPLES, HIDES)}
PEOPLE = (
    "trader", "colleague", "viewer", "stranger", "broker", "customs_officer", "customs_second", "customs_head",
    "plant_health_officer", "plant_health_second", "veterinary_officer", "cashier", "desk_clerk", "auditor",
)  # fmt: skip
VERDICTS = ("approved", "approved_with_conditions", "refused", "refused", "not_competent")

places = st.sampled_from((0, 0, 0, 1, 2, 3))
somebody = st.none() | st.sampled_from(PEOPLE)
"""None: the person whose business it is."""


class Life(Always):
    """One or two declarations, and everybody who has something to do with them, or has not."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.now = timezone.now()
        self.keys: dict[int, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # --- acts

    @initialize(
        goods=st.sampled_from(sorted(GOODS)), lane=st.sampled_from(("green", *sorted(SHARES))), usual=st.integers(0, 5)
    )
    def somebody_files(self, goods: str, lane: str, usual: int) -> None:
        self.file(goods, lane)
        for _act in range(usual):
            self.the_usual_comes_next(0)

    @rule(place=places)
    def the_usual_comes_next(self, place: int) -> None:
        """What would bring the declaration forward: routing, arrival, payment, an answer of an agency, an end."""
        declaration = self.declaration(place)
        if declaration.routing_due:
            self.work()
        elif declaration.state in AT_WORK and declaration.presented_at is None:
            self.goods_are_presented(place, None, None)
        elif declaration.state in AT_WORK and declaration.money_position not in SETTLED_MONEY:
            self.money_is_paid(place, None, "1", "paid")
        elif declaration.state == State.REFUSED:
            self.refused_goods_are_disposed_of(place, None)
        elif declaration.headline["code"] == "split_choice":
            self.the_allowed_part_is_split_off(place, None)
        elif declaration.open_holds:
            self.a_hold_is_lifted(0, None)
        else:
            self.a_sign_off_is_decided(0, None, "approved", False)

    @precondition(lambda self: len(self.keys) < 2)
    @rule(goods=st.sampled_from(sorted(GOODS)), lane=st.sampled_from(sorted(SHARES)))
    def another_is_filed(self, goods: str, lane: str) -> None:
        self.file(goods, lane)

    def file(self, goods: str, lane: str) -> None:
        with clock.at(self.now), self.cast.acting("trader", scopes=FILING) as trader:
            company = self.cast.companies()["silk_road"]
            declaration = filing.file(trader, company_id=company, content=imports(*GOODS[goods])).declaration
        self.keys[declaration.pk] = drawn(declaration, lane=lane)

    @rule()
    def the_worker_works(self) -> None:
        self.work()

    @rule(hours=st.sampled_from((1, 7, 30, 100, 800)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.work()

    def work(self) -> None:
        with clock.at(self.now):
            for pk, key in self.keys.items():
                with override_settings(DRAW_KEY=key):
                    advance.advance(pk)
            advance.warn()
            advance.return_orphans()

    @rule(
        place=places, person=st.sampled_from((None, None, *PEOPLE)), office=st.sampled_from((None, "KZ-ALMATY-CENTRE"))
    )
    def goods_are_presented(self, place: int, person: str | None, office: str | None) -> None:
        reference = self.declaration(place).reference
        self.act(person or "customs_officer", lambda actor: arriving.present(actor, reference=reference, office=office))

    @rule(
        place=places,
        person=somebody,
        share=st.sampled_from(("1", "1", "0.5")),
        kind=st.sampled_from(("paid", "secured")),
    )
    def money_is_paid(self, place: int, person: str | None, share: str, kind: str) -> None:
        declaration = self.declaration(place)
        amount = ((declaration.money_amount or Decimal(100)) * Decimal(share)).quantize(Decimal("0.01"))
        self.act(
            person or "cashier",
            lambda actor: paying.pay(
                actor, reference=declaration.reference, amount=amount, currency="KZT", kind=kind,
                payment_reference=f"PP-{declaration.pk}-{share}-{kind}",
            ),
        )  # fmt: skip

    @rule(place=places, person=somebody)
    def a_sign_off_is_claimed(self, place: int, person: str | None) -> None:
        if row := self.sign_off(place):
            self.act(person or officer_of(row), lambda actor: deciding.claim(actor, sign_off=str(row.uuid)))

    @rule(person=st.sampled_from(PEOPLE))
    def the_next_one_is_taken(self, person: str) -> None:
        self.act(person, deciding.take_next)

    @rule(place=places, person=somebody)
    def a_claim_is_given_back(self, place: int, person: str | None) -> None:
        if row := self.sign_off(place):
            self.act(person or officer_of(row), lambda actor: deciding.release_claim(actor, sign_off=str(row.uuid)))

    @rule(place=places, person=somebody, verdict=st.sampled_from(VERDICTS), first_only=st.booleans())
    def a_sign_off_is_decided(self, place: int, person: str | None, verdict: str, first_only: bool) -> None:
        row = self.sign_off(place)
        if row is None:
            return
        decision = Decision(
            verdict=verdict,
            verdicts_by_item={row.items[0]: "approved"} if first_only and row.items else {},
            reason="Not as declared" if verdict in ("refused", "not_competent") else "",
            conditions=("Fumigate within 3 days",) if verdict == "approved_with_conditions" else (),
            finding=finding(items=tuple(row.items)) if row.control in ("physical", "laboratory") else None,
            form=answers(row),
        )
        self.act(
            person or officer_of(row),
            lambda actor: deciding.decide(actor, sign_off=str(row.uuid), decision=decision),
        )

    @rule(place=places, agency=st.sampled_from(("health", "customs", "nobody")), person=somebody)
    def the_desk_sends_on(self, place: int, agency: str, person: str | None) -> None:
        if row := self.sign_off(place, agency="routing_desk"):
            self.act(
                person or "desk_clerk",
                lambda actor: deciding.reassign(actor, sign_off=str(row.uuid), agency=agency, reason="Theirs"),
            )

    @rule(place=places, person=somebody)
    def an_officer_asks(self, place: int, person: str | None) -> None:
        if row := self.sign_off(place):
            uuid = str(row.uuid)
            self.act(person or officer_of(row), lambda actor: deciding.ask(actor, sign_off=uuid, text="Which orchard?"))

    @rule(place=places, person=somebody)
    def a_question_is_answered(self, place: int, person: str | None) -> None:
        if question := self.one_of(Question.objects.order_by("answered_at", "pk"), place):
            uuid = str(question.uuid)
            self.act(person or "colleague", lambda actor: trading.answer(actor, question=uuid, text="Orchard 12"))

    @rule(place=places, person=somebody)
    def a_hold_is_placed(self, place: int, person: str | None) -> None:
        if row := self.sign_off(place):
            self.act(
                person or officer_of(row),
                lambda actor: stopping.place_hold(
                    actor, sign_off=str(row.uuid), public_reason="Pest alert", legal_basis="Order 15-08/590"
                ),
            )

    @rule(place=places, person=somebody)
    def a_hold_is_lifted(self, place: int, person: str | None) -> None:
        if hold := self.one_of(Hold.objects.filter(lifted_at=None).order_by("pk"), place):
            self.act(
                person or f"{hold.agency}_officer",
                lambda actor: stopping.lift_hold(actor, hold=str(hold.uuid), reason="The alert has ended"),
            )

    @rule(place=places, person=somebody, item=st.integers(0, 2), drop=st.booleans(), late=st.integers(0, 4))
    def the_content_is_changed(self, place: int, person: str | None, item: int, drop: bool, late: int) -> None:
        declaration = self.declaration(place)
        with self.cast.acting("system"):
            content = deepcopy(declaration.versions.latest("number").content)
        chosen = content["items"][item % len(content["items"])]
        if drop and len(content["items"]) > 1:
            content["items"].remove(chosen)
            for total in (
                "items_total",
                "invoice_total",
                "customs_value_total",
                "packages_total",
                "gross_mass_total_kg",
            ):
                content.pop(total, None)
        else:
            chosen["description"] = f"{chosen['description'][:60]}, version {declaration.version + 1}"
        version = declaration.version - (late == 0)
        self.act(
            person or "trader",
            lambda actor: trading.amend(actor, reference=declaration.reference, content=content, version=version),
        )

    @rule(place=places, person=somebody)
    def the_allowed_part_is_split_off(self, place: int, person: str | None) -> None:
        reference = self.declaration(place).reference
        parts = self.act(person or "trader", lambda actor: trading.split(actor, reference=reference))
        if parts:
            self.keys[parts[1].pk] = self.keys[parts[0].pk]

    @rule(place=places, person=somebody, sure=st.integers(0, 3))
    def the_declaration_is_withdrawn(self, place: int, person: str | None, sure: int) -> None:
        if sure == 0:
            reference = self.declaration(place).reference
            self.act(person or "trader", lambda actor: trading.withdraw(actor, reference=reference, reason="Sold"))

    @rule(place=places, person=somebody)
    def refused_goods_are_disposed_of(self, place: int, person: str | None) -> None:
        reference = self.declaration(place).reference
        self.act(
            person or "customs_officer",
            lambda actor: stopping.dispose(actor, reference=reference, disposal="re-export"),
        )

    def act(self, person: str, act: Callable[[Any], Any]) -> Any:
        """Let a person act; a refusal in words is an answer, and changes nothing."""
        self.now += timedelta(minutes=3)
        scopes = frozenset({"read", "file", "sign", "desk"})
        heads = self.heads()
        try:
            with clock.at(self.now), self.cast.acting(person, scopes=scopes) as actor:
                return act(actor)
        except IN_WORDS:
            assert self.heads() == heads
            return None

    # --- who and what

    def declaration(self, place: int) -> Declaration:
        pks = sorted(self.keys)
        with self.cast.acting("system"):
            return Declaration.objects.get(pk=pks[place % len(pks)])

    def heads(self) -> list[tuple[Any, ...]]:
        with self.cast.acting("system"):
            return list(
                Declaration.objects.order_by("pk").values_list(
                    "pk", "state", "version", "last_seq", "last_hash", "headline"
                )
            )

    def sign_off(self, place: int, **where: str) -> SignOff | None:
        """A live sign-off, those still to be decided first."""
        with self.cast.acting("system"):
            rows = list(SignOff.objects.filter(**where).exclude(state="lapsed").order_by("pk"))
        rows.sort(key=lambda row: ["claimed", "open", "waiting", "decided"].index(row.state))
        return rows[place % len(rows)] if rows else None

    def one_of(self, rows: Any, place: int) -> Any:
        with self.cast.acting("system"):
            found = list(rows)
        return found[place % len(found)] if found else None


def officer_of(row: SignOff) -> str:
    return "desk_clerk" if row.agency == "routing_desk" else f"{row.executed_by}_officer"


@pytest.mark.slow
def test_whatever_people_do_what_must_hold_holds(cast: Cast) -> None:
    """The same acts each time; `make soak` draws 500 new ones."""
    drawn_anew = os.environ.get("MACHINE_EXAMPLES")
    machine = type("LifeOfTheCast", (Life,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(drawn_anew or 8),
            stateful_step_count=16,
            deadline=None,
            derandomize=drawn_anew is None,
            suppress_health_check=list(HealthCheck),
        ),
    )
