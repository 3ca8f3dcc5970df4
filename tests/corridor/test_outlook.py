"""Before a transit is filed its trader reads how long it may take and what guarantee covers it, as customs will reckon it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.customs.transit import outlook
from clearance.models import Declaration
from clearance.services import filing
from tests.acting import FILING
from tests.cast import Cast
from tests.corridor.helping import a_guarantee, movement_of, released, transit_of_phones
from tests.scenarios.goods import PHONES, transit

pytestmark = pytest.mark.django_db
ROAD = {"mode": "30", "office": "KZ-NURJOLY", "guarantees": []}
RAIL = {"mode": "20", "office": "KZ-ALTYNKOL", "guarantees": []}
NAMED = {"guarantees": [{"type": "GUA", "reference": "kz-g-2"}]}
SMALL_ONE = {"guarantees": [{"type": "GUA", "reference": "KZ-G-3"}]}


def drafted(cast: Cast, content: dict[str, Any]) -> Declaration:
    with cast.acting("trader", scopes=FILING) as trader:
        return filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=content).declaration


def test_what_covers_a_transit_is_said_before_it_is_filed(cast: Cast) -> None:
    a_guarantee(cast, "90000000")
    a_guarantee(cast, "5.00", number="KZ-G-3")
    draft = drafted(cast, transit(PHONES, **ROAD)())
    told = {}
    for name, of, price in (
        ("nothing named", ROAD, None), ("enough", ROAD | NAMED, None), ("too little", ROAD | SMALL_ONE, None),
        ("unknown", ROAD | {"guarantees": [{"reference": "X"}]}, None), ("rail", RAIL, None), ("small", ROAD, "100.00"),
        ("no price", ROAD, ""), ("rail and road", RAIL | {"inland_mode": "30"}, None),
    ):  # fmt: skip
        content = transit(PHONES, **of)()
        content["items"][0]["price"] = content["items"][0]["price"] if price is None else price
        with cast.acting("trader"):
            told[name] = outlook.of_content(draft, content).context["secured"]
    assert {name: one.ground for name, one in told.items() if one.ground} == {"rail": "rail", "small": "small"}
    assert told["enough"].covered_by.number == "KZ-G-2"
    assert {one.amount for name, one in told.items() if name not in ("rail", "small", "no price")} == {
        told["enough"].amount
    }
    assert "0.00" not in told["enough"].amount
    assert "5,000" not in told["enough"].worth, "in tenge, not in dollars"
    assert "Name a guarantee" in str(told["nothing named"].lacks)
    assert "5 KZT of guarantee KZ-G-3 are free" in str(told["too little"].lacks).replace("\xa0", " ")
    assert "not registered" in str(told["unknown"].lacks)
    assert [(one.number, enough) for one, enough in told["too little"].others] == [("KZ-G-1", True), ("KZ-G-2", True)]
    assert (told["no price"].amount, told["no price"].covered_by) == ("", None)


@pytest.mark.parametrize(
    ("of", "km", "days"), [(ROAD, 1565, 4), (RAIL, 1690, 26), (ROAD | {"destination_office": ""}, 0, 0)]
)
def test_the_limit_is_reckoned_before_the_filing_as_at_the_release(
    cast: Cast, of: dict[str, Any], km: int, days: int
) -> None:
    with cast.acting("trader"):
        term = outlook.term_of(transit(PHONES, **of)())
    assert (term.way.km, term.term.days) == (km, days) if days else term is None
    if of is RAIL:
        movement = movement_of(cast, released(cast, transit_of_phones(cast, guarantee="", mode="20")))
        assert (movement.km, (movement.limit_at - movement.released_at).days) == (km, days)


def test_the_pages_of_a_draft_tell_it(cast: Cast) -> None:
    a_guarantee(cast, "90000000")
    road = drafted(cast, transit(PHONES, **ROAD | NAMED)())
    rail = drafted(cast, transit(PHONES, **RAIL)())
    trader = cast.browser("trader")
    for page in ("check/", "sections/money/"):
        text = trader.get(f"/declarations/{road.reference}/{page}").content.decode().replace("\xa0", " ")
        assert "4 days" in text
        assert "450 km a day make 4 days; the law lets it take 24: 2 000 km in 30 days." in text
        assert "90 000 000 KZT are free" in text
        text = trader.get(f"/declarations/{rail.reference}/{page}").content.decode().replace("\xa0", " ")
        assert "2 000 km in 30 days make 26 days; the least is 7." in text
        assert "not needed: by rail alone" in text


def test_an_outlook_costs_four_statements_and_is_of_transits_only(cast: Cast) -> None:
    content = transit(PHONES, **ROAD)()
    draft = drafted(cast, content)
    with cast.acting("trader"), CaptureQueriesContext(connection) as queries:
        assert draft.company.aeo_type is None or not draft.company.aeo_type
        before = len(queries)
        outlook.of_content(draft, content)
        assert len(queries) - before == 4
        assert outlook.of_content(draft, {**content, "kind": "import"}) is None
