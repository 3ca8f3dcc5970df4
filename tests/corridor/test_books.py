"""The ledger over many movements, and over two at the same moment."""

import random
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from agencies.customs.guarantees import ledger
from agencies.customs.guarantees.accounts import WAYS, Account, Act
from agencies.customs.models import Entry, Guarantee
from clearance import advance
from clearance.models import Declaration
from tests.acting import fresh
from tests.cast import Cast
from tests.corridor.helping import a_guarantee, balance, released, transit_of_phones
from tests.races.running import TRIALS, no_errors, together

CEILING = 5_000_000 * TRIALS
"""So much for each guarantee that a part of the movements finds too little."""
NEXT = {
    (): (Act.RESERVE,),
    (Act.RESERVE,): (Act.FREE, Act.CLAIM),
    (Act.RESERVE, Act.CLAIM): (Act.RESTORE, Act.WRITE_OFF),
}
"""What can follow in the life of one movement's cover."""


@pytest.mark.races
@pytest.mark.django_db
def test_random_movements_reconcile_to_the_tiyn(cast: Cast) -> None:
    """`make soak`: 10,000 movements."""
    chance = random.Random(14_6)
    kept = [a_guarantee(cast, str(CEILING), number=f"KZ-R-{number}") for number in range(3)]
    user = cast.ids()["cashier"]
    lives: dict[int, tuple[Act, ...]] = {}
    with cast.acting("system"):
        pks = drafts(cast, TRIALS * 50)
        of = {pk: chance.choice(kept) for pk in pks}
        amounts = {pk: Decimal(chance.randrange(1, 50_000_000)) / 100 for pk in pks}
        free = {one.pk: Decimal(CEILING) for one in kept}
        for _ in range(len(pks) * 2):
            pk = chance.choice(pks)
            if lives.get(pk) == (Act.RESERVE,) and chance.random() < 0.1:
                other = chance.choice(pks)
                if other not in lives and amounts[other] <= free[of[pk].pk] + amounts[pk]:
                    of[other] = of[pk]
                    hand_over(of[pk], pk, amounts[pk], other, amounts[other])
                    free[of[pk].pk] += amounts[pk] - amounts[other]
                    lives |= {pk: (Act.RESERVE, Act.FREE), other: (Act.RESERVE,)}
                continue
            act = chance.choice(NEXT.get(lives.get(pk, ()), (None,)))
            if act is None or (act == Act.RESERVE and amounts[pk] > free[of[pk].pk]):
                continue
            ledger.post(of[pk], act, amounts[pk], declaration=Declaration(pk=pk), by=user, reason="chance")
            lives[pk] = (*lives.get(pk, ()), act)
            source, target = WAYS[act]
            free[of[pk].pk] += amounts[pk] * ((target == Account.AVAILABLE) - (source == Account.AVAILABLE))
        assert sum(len(life) for life in lives.values()) > len(pks), "hardly anything moved"
        for one in kept:
            assert_books_balance(Guarantee.objects.get(pk=one.pk))
            assert Guarantee.objects.get(pk=one.pk).available == free[one.pk]


def hand_over(kept: Guarantee, first: int, freed: Decimal, following: int, needed: Decimal) -> None:
    """What a change of destination does: free and set aside in one transaction."""
    with transaction.atomic():
        ledger.post(kept, Act.FREE, freed, declaration=Declaration(pk=first))
        ledger.post(kept, Act.RESERVE, needed, declaration=Declaration(pk=following))


def drafts(cast: Cast, count: int) -> list[int]:
    """Ids of so many declarations to hang entries on."""
    made = Declaration.objects.bulk_create(
        Declaration(
            reference=f"X{number}", kind="transit", company_id=cast.companies()["silk_road"],
            filer_company_id=cast.companies()["silk_road"], created_by_id=cast.ids()["trader"], next_timer_at=timezone.now(),
        )
        for number in range(count)
    )  # fmt: skip
    return [one.pk for one in made]


def assert_books_balance(kept: Guarantee) -> None:
    """What the guarantee says is what its entries add up to, account by account."""

    def total(**of: str) -> Decimal:
        return Entry.objects.filter(guarantee=kept, **of).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)

    for account in (Account.AVAILABLE, Account.RESERVED, Account.CLAIMED):
        assert getattr(kept, account) == total(target=str(account)) - total(source=str(account))
    assert kept.ceiling == total(source=str(Account.COVER)) - total(target=str(Account.COVER))


@pytest.mark.slow
@pytest.mark.races
def test_two_releases_race_for_the_last_cover_and_one_wins(committed_cast: Cast) -> None:
    cast = committed_cast
    amount = transit_of_phones(cast).money_amount
    assert amount is not None
    for trial in range(TRIALS):
        number = f"KZ-L-{trial}"
        both = [released(cast, transit_of_phones(cast, guarantee=number)) for _ in range(2)]
        a_guarantee(cast, str(amount), number=number)
        no_errors(together(*(lambda one=one: advance.advance(one.pk) for one in both)))
        states = sorted(fresh(cast, one).state for one in both)
        assert states == ["accepted", "released"]
        assert balance(cast, number) == (0, amount, 0)
