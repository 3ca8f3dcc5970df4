"""Another destination: leave first, then a transit that follows, and cover that passes on without a moment between."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from agencies.customs.guarantees import outlook
from agencies.customs.models import Guarantee, Leave, Movement
from agencies.customs.transit import leaves, redirecting
from clearance import advance
from clearance.content import Problems
from clearance.models import Declaration
from clearance.services import filing
from clearance.workflow import Refused
from tests.acting import FILING, decide, fresh, rows
from tests.cast import PASSWORD, Cast
from tests.corridor.helping import a_guarantee, balance, delivered, kinds, movement_of, transit_of_phones
from tests.corridor.test_on_the_way import on_the_way, told_by_the_driver

pytestmark = pytest.mark.django_db
ALMATY = "KZ-ALMATY-CENTRE"


def due(cast: Cast) -> Decimal:
    amount = transit_of_phones(cast).money_amount
    assert amount is not None
    return amount


def granted(cast: Cast, first: Declaration) -> Leave:
    """Asked by the trader, allowed by customs."""
    with cast.acting("trader") as trader:
        asked = leaves.ask_destination(trader, reference=first.reference, office=ALMATY, place="", reason="Sold there")
    with cast.acting("customs_officer") as officer:
        return leaves.decide(
            officer, reference=first.reference, leave=asked.uuid, is_granted=True, reason="No objection"
        )


def filed_on(cast: Cast, first: Declaration, **changes: Any) -> Declaration:
    """The transit that follows, signed by the trader."""
    with cast.acting("trader", scopes=FILING) as trader:
        draft = redirecting.begin(trader, reference=first.reference)
        assert redirecting.begin(trader, reference=first.reference).pk == draft.pk, "begun once"
        content = {**draft.draft, "local_ref": f"N-{draft.pk}", **changes}
        filing.file(trader, company_id=first.company_id, content=content, reference=draft.reference,
                    signature={"password": PASSWORD})  # fmt: skip
    advance.advance(draft.pk)
    return fresh(cast, draft)


def answered(cast: Cast, declaration: Declaration, blocks: str) -> Declaration:
    for row in rows(cast, declaration, state__in=["open", "claimed"], blocks=blocks):
        decide(cast, row)
    return fresh(cast, declaration)


def test_the_next_transit_takes_over_cover_seals_and_the_way(cast: Cast) -> None:
    a_guarantee(cast, str(due(cast)))
    first = on_the_way(cast, guarantee="KZ-G-2")
    amount, seals = first.money_amount, movement_of(cast, first).seals
    with cast.acting("trader", scopes=FILING) as trader, pytest.raises(Refused, match="not granted"):
        redirecting.begin(trader, reference=first.reference)
    granted(cast, first)
    assert (movement_of(cast, first).state, balance(cast)) == ("en_route", (0, amount, 0))
    following = filed_on(cast, first)
    assert following.presented_at is not None, "the goods are in the hands of customs already"
    following = answered(cast, following, "release")
    assert following.state == "released"
    assert balance(cast) == (0, amount, 0), "covered before, covered after"
    old, new = movement_of(cast, first), movement_of(cast, following)
    assert (old.state, new.predecessor_id, new.destination_id) == ("completed", old.pk, ALMATY)
    assert (old.seals, new.seals, new.departed_at) == ([], seals, old.departed_at)
    assert kinds(cast, first)[-1] == "movement.redirect"
    assert rows(cast, first, state__in=["open", "claimed", "waiting"]) == []
    answered(cast, following, "departure")
    assert movement_of(cast, following).state == "en_route"
    delivered(cast, following, office=ALMATY)
    assert movement_of(cast, following).state == "completed"
    assert balance(cast) == (amount, 0, 0), "back to the tiyn"


def test_without_enough_cover_for_the_next_the_first_stays_covered(cast: Cast) -> None:
    a_guarantee(cast, str(due(cast)))
    first = on_the_way(cast, guarantee="KZ-G-2")
    granted(cast, first)
    following = filed_on(
        cast, first, guarantees=[{"type": "GUA", "reference": "KZ-NONE", "amount": "1.00", "currency": "KZT"}]
    )
    following = answered(cast, following, "release")
    assert following.state == "accepted"
    assert balance(cast) == (0, first.money_amount, 0)
    assert movement_of(cast, first).state == "en_route"


def test_only_the_destination_may_change(cast: Cast) -> None:
    first = on_the_way(cast)
    granted(cast, first)
    with cast.acting("system"):
        goods = first.versions.get(number=1).content["items"]
    others = [{**goods[0], "description": "Tablet computers with 256 GB of memory, new"}]
    for changes, wrong in (({"destination_office": "KZ-ALTYNKOL"}, "destination"), ({"items": others}, "other_goods")):
        with pytest.raises(Problems, match=wrong):
            filed_on(cast, first, **changes)


def test_an_open_incident_goes_over_to_the_next_transit(cast: Cast) -> None:
    first = on_the_way(cast)
    granted(cast, first)
    told_by_the_driver(cast, first)
    following = answered(cast, answered(cast, filed_on(cast, first), "release"), "departure")
    assert (movement_of(cast, first).state, movement_of(cast, following).state) == ("completed", "incident")


def test_no_transit_takes_another_s_place_without_leave(cast: Cast) -> None:
    first, other = on_the_way(cast), on_the_way(cast)
    with cast.acting("system"):
        one, two = Movement.objects.get(declaration=first), Movement.objects.get(declaration=other)
        for act in (
            lambda: Movement.objects.filter(pk=two.pk).update(predecessor=one),
            lambda: Movement.objects.filter(pk=one.pk).update(
                state="completed", ended_at=one.released_at, next_look_at=None
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_the_holder_is_warned_before_a_guarantee_is_used_up(cast: Cast, client: Any) -> None:
    amount = due(cast)
    kept = a_guarantee(cast, str(amount * 2 + 1))
    first, second = (on_the_way(cast, guarantee="KZ-G-2") for _ in range(2))
    with cast.acting("system"):
        warned = [one.events.filter(kind="guarantee.nearly_used").count() for one in (first, second)]
        Movement.objects.filter(declaration=first).update(overdue=True)
        seen = outlook.of(Guarantee.objects.get(pk=kept.pk))
    assert warned == [0, 1]
    assert [one.fear for one in seen.feared] == ["late"]
    assert (seen.expected, seen.free_then, seen.is_nearly_used) == (amount, amount + 1, True)
    client.force_login(cast.user("trader"))
    page = client.get(f"/agencies/customs/guarantees/{kept.uuid}/").content.decode()
    assert "These may lock the guarantee" in page
    assert "99 % of this guarantee is in use" in page
