"""Cover of transits: set aside at release, free at completion, and never more than there is."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from agencies.customs.guarantees import covering, registering
from agencies.customs.models import Entry, Guarantee, Wanted
from agencies.customs.transit.told import EVENTS
from clearance import fact_conclusions, registry
from clearance.content import Problems
from clearance.fact_tables import units_per_eur
from clearance.permissions import NotAllowed
from clearance.services import filing, trading
from clearance.workflow import Refused
from tests.acting import FILING, fresh, pay
from tests.cast import Cast
from tests.corridor.helping import (
    a_guarantee,
    balance,
    delivered,
    may_set_off,
    movement_of,
    released,
    transit_of_phones,
)
from tests.scenarios.goods import PHONES, transit

pytestmark = pytest.mark.django_db


def due(cast: Cast) -> Decimal:
    """What one transit of phones needs."""
    amount = transit_of_phones(cast).money_amount
    assert amount is not None
    return amount


def test_cover_is_set_aside_at_release_and_free_again_to_the_tiyn_at_completion(cast: Cast) -> None:
    a_guarantee(cast, "90000000.07")
    declaration = transit_of_phones(cast, guarantee="kz-g-2 ")
    amount = declaration.money_amount
    assert declaration.money_position == "due"
    assert balance(cast) == (Decimal("90000000.07"), 0, 0), "nothing is set aside before everything else is answered"
    declaration = released(cast, declaration)
    assert (declaration.state, declaration.money_position) == ("released", "secured")
    assert balance(cast) == (Decimal("90000000.07") - amount, amount, 0)
    delivered(cast, may_set_off(cast, declaration))
    assert movement_of(cast, declaration).state == "completed"
    assert balance(cast) == (Decimal("90000000.07"), 0, 0)


def test_what_is_covered_is_duty_and_tax_as_for_home_use(cast: Cast) -> None:
    declaration = transit_of_phones(cast)
    with cast.acting("system"):
        content = declaration.versions.get(number=1).content
    assert content["currency"] == "USD"
    dollars, tenge = units_per_eur("USD"), units_per_eur("KZT")
    assert dollars is not None
    assert tenge is not None
    in_eur = (Decimal(content["items"][0]["price"]) / dollars).quantize(Decimal("0.01"))
    # No duty by the tariff that ships with the portal, and 16 %.
    assert abs(declaration.money_amount - in_eur * tenge * Decimal("0.16")) <= Decimal("0.01")


def test_what_an_amount_was_reckoned_from_stays_with_it_and_is_shown(cast: Cast) -> None:
    kept = a_guarantee(cast, "90000000")
    apples = {"commodity_code": "080810", "description": "Apples"}
    unknown = {"commodity_code": "391723", "description": "Pipes"}
    content = transit({**PHONES, "commodity_code": "851713"}, apples, unknown, mode="30", office="KZ-NURJOLY")()
    _needed, debt = filing.cover_of(content)
    assert debt is not None
    assert [(line.code, bool(line.rate)) for line in debt.lines] == [
        ("851713", True),
        ("080810", False),
        ("391723", False),
    ]
    assert filing.money_position(content).amount == debt.amount
    declaration = released(cast, transit_of_phones(cast, guarantee="KZ-G-2"))
    with cast.acting("trader"):
        entry = Entry.objects.get(declaration=declaration, act="reserve")
    [line] = entry.basis
    assert (line["code"], line["rate"], line["duty"]) == ("8517130000", "0%", "0.00")
    assert Decimal(line["amount"]) == entry.amount == Decimal(line["tax"])
    page = cast.browser("trader").get(reverse("guarantee", args=[kept.uuid])).content.decode()
    assert "Item 1, code 8517130000:" in page
    assert "duty at 0%" in page


def test_a_transit_waits_for_cover_and_goes_on_by_itself_when_there_is_enough(cast: Cast) -> None:
    amount = due(cast)
    kept = a_guarantee(cast, str(amount - 1))
    declaration = released(cast, transit_of_phones(cast, guarantee="KZ-G-2"))
    assert declaration.state == "accepted"
    with cast.acting("trader"):
        assert "are needed" in str(covering.TransitCover().what_lacks(declaration))
    assert covering.cover_those_who_wait(inline=True) == 0, "still not enough"
    with cast.acting("cashier") as cashier:
        registering.change(cashier, uuid=kept.uuid, act="raise", amount=Decimal(1), reason="Another letter of the bank")
    assert covering.cover_those_who_wait(inline=True) == 1
    assert fresh(cast, declaration).state == "released"
    assert balance(cast) == (0, amount, 0)
    with cast.acting("system"):
        assert not Wanted.objects.exists()


def test_one_that_no_longer_waits_is_forgotten(cast: Cast) -> None:
    a_guarantee(cast, "1.00")
    declaration = released(cast, transit_of_phones(cast, guarantee="KZ-G-2"))
    with cast.acting("trader", scopes=FILING) as trader:
        trading.withdraw(trader, reference=declaration.reference, reason="Goes by rail")
    covering.cover_those_who_wait(inline=True)
    with cast.acting("system"):
        assert not Wanted.objects.exists()


@pytest.mark.parametrize(
    ("guarantee", "says"),
    [("", "Name a guarantee"), ("KZ-UNKNOWN", "not registered"), ("KZ-G-2", "no longer in force")],
)
def test_the_trader_reads_what_lacks(cast: Cast, client: Any, guarantee: str, says: str) -> None:
    kept = a_guarantee(cast, "90000000")
    with cast.acting("customs_head") as head:
        registering.withdraw(head, uuid=kept.uuid)
    declaration = released(cast, transit_of_phones(cast, guarantee=guarantee))
    assert declaration.state == "accepted"
    client.force_login(cast.user("trader"))
    assert says in client.get(reverse("declaration", args=[declaration.reference])).content.decode()
    assert declaration.headline["code"] == "cover_due"


def test_another_company_s_guarantee_covers_nothing(cast: Cast) -> None:
    a_guarantee(cast, "90000000", bin="940140000385")
    assert released(cast, transit_of_phones(cast, guarantee="KZ-G-2")).state == "accepted"
    assert balance(cast) == (90_000_000, 0, 0)


def test_the_cashier_can_take_a_security_that_is_no_guarantee_of_ours(cast: Cast) -> None:
    declaration = released(cast, transit_of_phones(cast, guarantee=""))
    assert pay(cast, declaration, kind="secured").state == "released"
    assert movement_of(cast, declaration).exempt == ""


@pytest.mark.parametrize(("change", "ground"), [({"mode": "20"}, "rail"), ({"price": "100.00"}, "small")])
def test_what_needs_no_guarantee_is_recorded_as_exempt(cast: Cast, change: dict[str, Any], ground: str) -> None:
    declaration = transit_of_phones(cast, guarantee="", **change)
    assert declaration.money_position == "nothing_due"
    assert movement_of(cast, released(cast, declaration)).exempt == ground


def test_an_authorised_operator_needs_none(cast: Cast) -> None:
    with cast.acting("system"):
        company = cast.user("trader").memberships.get().company
        company.aeo_type = "1"
        company.save()
    declaration = transit_of_phones(cast, guarantee="")
    with cast.acting("trader"):
        assert covering.TransitCover().what_lacks(declaration) is None
    declaration = released(cast, declaration)
    assert (declaration.state, movement_of(cast, declaration).exempt) == ("released", "aeo")


def test_only_the_cashier_and_heads_of_customs_keep_guarantees(cast: Cast) -> None:
    for who in ("customs_officer", "plant_health_head", "trader"):
        with pytest.raises(NotAllowed):
            a_guarantee(cast, "1.00", by=who)


def test_what_is_in_use_cannot_be_lowered_nor_a_withdrawn_one_be_used(cast: Cast) -> None:
    kept = a_guarantee(cast, str(due(cast) + 5))
    released(cast, transit_of_phones(cast, guarantee="KZ-G-2"))
    with cast.acting("cashier") as cashier:
        with pytest.raises(Problems):
            registering.change(cashier, uuid=kept.uuid, act="lower", amount=Decimal(6), reason="Less")
        registering.change(cashier, uuid=kept.uuid, act="lower", amount=Decimal(5), reason="Less")
        registering.withdraw(cashier, uuid=kept.uuid)
        with pytest.raises(Refused):
            registering.withdraw(cashier, uuid=kept.uuid)


ENTRY = """insert into customs_entry (guarantee_id, company_id, declaration_id, act, source, target, amount, reason, made_by_id)
  values (%(guarantee)s, %(company)s, %(declaration)s, %(act)s, %(source)s, %(target)s, %(amount)s, 'x', %(by)s)"""


@pytest.mark.parametrize(
    ("changed", "wall"),
    [
        ({"amount": 10**9}, "no_cover_is_given_twice"),
        ({"target": "claimed"}, "an_entry_goes_its_way"),
        ({"amount": 0}, "an_entry_moves_something"),
        ({"declaration": None}, "what_is_set_aside_is_for_a_declaration"),
        ({"act": "free", "source": "reserved", "target": "available"}, "gives back no more than it holds"),
        ({"company": "altyn_orda"}, "belongs to the holder"),
    ],
)
def test_straight_sql_cannot_bend_the_ledger(cast: Cast, changed: dict[str, Any], wall: str) -> None:
    kept = a_guarantee(cast, "1000")
    declaration = transit_of_phones(cast, guarantee="KZ-G-2")
    row = {
        "guarantee": kept.pk, "company": kept.company_id, "declaration": declaration.pk, "act": "reserve",
        "source": "available", "target": "reserved", "amount": 10, "by": cast.ids()["cashier"], **changed,
    }  # fmt: skip
    row["company"] = cast.companies().get(row["company"], row["company"])
    with (
        cast.acting("system"),
        pytest.raises(DatabaseError, match=wall),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ENTRY, row)


def test_entries_stay_and_only_they_change_a_balance(cast: Cast) -> None:
    kept = a_guarantee(cast, "1000")
    for act in (
        lambda: Entry.objects.filter(guarantee=kept).update(amount=1),
        lambda: Entry.objects.filter(guarantee=kept).delete(),
        lambda: Guarantee.objects.filter(pk=kept.pk).update(ceiling=2000, available=2000),
        lambda: Guarantee.objects.filter(pk=kept.pk).update(number="KZ-G-9"),
        lambda: Guarantee.objects.filter(pk=kept.pk).delete(),
    ):
        with cast.acting("system"), pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_nobody_else_sees_a_guarantee(cast: Cast) -> None:
    a_guarantee(cast, "1000")
    seen = {}
    for who in ("trader", "broker", "customs_officer", "auditor", "stranger", "plant_health_head", "nobody"):
        with cast.acting(who):
            seen[who] = (Guarantee.objects.filter(number="KZ-G-2").count(), Entry.objects.filter(reason="").count() > 0)
    assert seen == {
        **dict.fromkeys(("trader", "broker", "customs_officer", "auditor"), (1, True)),
        **dict.fromkeys(("stranger", "plant_health_head", "nobody"), (0, False)),
    }


def test_every_event_of_a_movement_has_words() -> None:
    assert registry.events().keys() >= EVENTS.keys()
    assert all(set(told.titles) == {"en", "ru", "kk"} and all(told.titles.values()) for told in EVENTS.values())


@pytest.mark.parametrize(
    ("known", "is_needed"),
    [
        ({"mode": "road"}, True),
        ({"mode": "road", "aeo_type": "1"}, False),
        ({"mode": "road", "aeo_type": "2"}, True),
        ({"mode": "road", "aeo_type": "3"}, False),
        ({"mode": "road", "customs_carrier": True}, False),
        ({"mode": "rail"}, False),
        ({"mode": "air"}, False),
        ({"mode": "rail", "multimodal": True}, True),
        ({"mode": "air", "multimodal": True}, True),
    ],
)
def test_the_law_asks_for_a_guarantee_or_waives_it(known: dict[str, Any], is_needed: bool) -> None:
    """Art. 146: none for operators of type 1 and 3 and customs carriers, nor by rail or air that is the whole trip."""
    declaration = defaultdict(bool, {"direction": "transit", "member_states": Decimal(1), **known})
    fact_conclusions.conclude(declaration, {}, [], {})
    assert declaration["guarantee_required"] is is_needed
