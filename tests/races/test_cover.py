"""Cover of a guarantee, fought for: by the next transit and a stranger's, by a proof and a debt. Few trials, for each is dear."""

from decimal import Decimal
from functools import partial

import pytest

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import Act
from agencies.customs.models import Guarantee, Movement
from agencies.customs.transit import acts
from clearance import advance
from clearance.acting import SYSTEM, acting_as
from clearance.models import Declaration
from tests.acting import fresh
from tests.cast import Cast
from tests.corridor.helping import a_guarantee, balance, movement_of, released, transit_of_phones
from tests.corridor.test_books import assert_books_balance, drafts
from tests.corridor.test_movement import in_enquiry
from tests.corridor.test_on_the_way import on_the_way
from tests.corridor.test_redirecting import answered, filed_on, granted
from tests.races.running import TRIALS, no_errors, together

pytestmark = [pytest.mark.slow, pytest.mark.races]
FEW = max(1, TRIALS // 20)


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    return committed_cast


def test_cover_that_passes_to_the_next_transit_is_snatched_by_nobody(cast: Cast) -> None:
    amount = transit_of_phones(cast).money_amount
    assert amount is not None
    for trial in range(FEW):
        number = f"KZ-H-{trial}"
        a_guarantee(cast, str(amount), number=number)
        first = on_the_way(cast, guarantee=number)
        granted(cast, first)
        rival = released(cast, transit_of_phones(cast, guarantee=number))
        following, waited = together(
            partial(filed_on, cast, first), lambda one=rival: [advance.advance(one.pk) for _look in range(40)]
        )
        no_errors([following, waited])
        assert (fresh(cast, following.result).state, fresh(cast, rival).state) == ("released", "accepted")
        assert balance(cast, number) == (0, amount, 0)
        assert movement_of(cast, first).state == "completed"
        answered(cast, following.result, "departure")


@pytest.mark.parametrize(
    ("before", "names", "ends"),
    [
        # A debt may be proved away afterwards: whoever comes first, all of it is free in the end.
        ((), ("claim", "prove"), {("completed", 1)}),
        (("claim",), ("write_off", "prove"), {("completed", 1), ("written_off", 0)}),
    ],
)
def test_a_debt_and_a_proof_of_delivery_at_the_same_moment(
    cast: Cast, before: tuple[str, ...], names: tuple[str, str], ends: set[tuple[str, int]]
) -> None:
    amount = transit_of_phones(cast).money_amount
    assert amount is not None

    def do(name: str, reference: str) -> None:
        with cast.acting("customs_head") as head:
            acts.act(head, reference=reference, name=name, reason="Papers of the carrier")

    for trial in range(FEW):
        number = f"KZ-D-{trial}"
        a_guarantee(cast, str(amount), number=number)
        declaration = in_enquiry(cast, number)
        for name in before:
            do(name, declaration.reference)
        outcomes = together(*(partial(do, name, declaration.reference) for name in names))
        no_errors(outcomes)
        if before or not outcomes[0].done:
            assert sum(one.done for one in outcomes) == 1
        movement = movement_of(cast, declaration)
        assert movement is not None
        share = balance(cast, number)[0] / amount
        assert (movement.state, share) in ends
        assert balance(cast, number)[1:] == (0, 0)
        with cast.acting("system"):
            assert_books_balance(Guarantee.objects.get(number=number))
            assert Movement.objects.get(pk=movement.pk).ended_at is not None


def test_in_the_ledger_what_is_held_goes_one_way_only(cast: Cast) -> None:
    kept, user = a_guarantee(cast, "1000000"), cast.ids()["cashier"]

    def move(pk: int, act: Act) -> None:
        with acting_as(SYSTEM):
            ledger.post(kept, act, Decimal(700), declaration=Declaration(pk=pk), by=user, reason="race")

    with cast.acting("system"):
        pks = drafts(cast, TRIALS)
    for pk in pks:
        move(pk, Act.RESERVE)
        outcomes = together(lambda pk=pk: move(pk, Act.FREE), lambda pk=pk: move(pk, Act.CLAIM))
        no_errors(outcomes)
        assert sum(one.done for one in outcomes) == 1
    with cast.acting("system"):
        assert_books_balance(Guarantee.objects.get(pk=kept.pk))
