"""What facts say of a declaration's content."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearance.facts import Facts, core_facts, facts_of
from tests.routing.books import content, facts

CMR = {"type": "02015", "number": "T1"}


def parcel(**changed):
    postal = {"item_id": "CP123456785CN", "form": "CN23", "category": "sale", **changed.pop("postal", {})}
    return {"kind": "postal", "dispatch_country": "CN", "items": [], "postal": postal, **changed}


@pytest.mark.parametrize(
    ("given_content", "expected"),
    [
        ({"kind": "import", "border_mode": "30"}, ("import", "cargo", "road")),
        ({"kind": "export", "border_mode": "20"}, ("export", "cargo", "rail")),
        ({"kind": "transit", "border_mode": "31"}, ("transit", "cargo", "road")),
        ({"kind": "import", "border_mode": "40"}, ("import", "cargo", "air")),
        ({"kind": "import", "border_mode": "10"}, ("import", "cargo", "sea")),
        ({"kind": "postal", "dispatch_country": "CN"}, ("import", "post", "post")),
        ({"kind": "postal", "dispatch_country": "KZ"}, ("export", "post", "post")),
        ({"kind": "postal"}, ("import", "post", "post")),
    ],
)
def test_kind_and_mode_become_direction_channel_and_mode(given_content, expected) -> None:
    declaration = facts_of(given_content).declaration
    assert tuple(declaration.get(name) for name in ("direction", "channel", "mode")) == expected


def test_papers_are_known_by_our_names_whatever_code_they_bear() -> None:
    documents = [
        {"type": "04021", "number": "I1"},
        {"type": "N720", "number": "R1"},
        {"type": "PHYTO_CERT", "number": "P"},
    ]
    found = facts("0808108006", documents=documents).declaration["documents"]
    assert found == {"INVOICE", "SMGS_NOTE", "TRANSPORT_DOC", "PHYTO_CERT"}
    assert "TRANSPORT_DOC" in facts("0808108006", documents=[CMR]).declaration["documents"]


def test_an_answer_in_the_header_stands_for_items_that_give_none() -> None:
    given_content = content("1206001000", "1206009900", flags={"for_sowing": True})
    given_content["items"][1]["flags"] = {"for_sowing": False}
    first, second = facts_of(given_content).items
    assert first["for_sowing"] is True
    assert "for_sowing" not in second


def test_a_declarant_cannot_answer_what_the_portal_derives() -> None:
    asked_for = {"aeo_type": "1", "lane": "green", "escort_ground": True, "lab_required": True, "customs_carrier": True}
    found = facts("0808108006", flags=asked_for)
    assert not asked_for.keys() & found.declaration.keys()
    assert "lab_required" not in found.items[0]
    told = facts_of(content("0808108006"), company={"aeo_type": "1"}, derived={"lane": "red", "lab_required": True})
    assert (told.declaration["aeo_type"], told.declaration["lane"]) == ("1", "red")
    assert told.items[0]["lab_required"] is True


def test_a_derived_fact_may_belong_to_one_item() -> None:
    told = facts_of(content("0808108006", "6109100000"), derived={"items": {"2": {"ip_registry_hit": True}}})
    assert ["ip_registry_hit" in item for item in told.items] == [False, True]


def test_what_the_portal_works_out_can_be_raised_by_an_answer_but_not_lowered() -> None:
    transit = {"kind": "transit", "border_mode": "30", "items": []}
    assert facts_of({**transit, "flags": {"guarantee_required": False}}).declaration["guarantee_required"] is True
    foreign = {"kind": "import", "carrier": {"country": "CN"}, "flags": {"foreign_carrier": False}}
    assert facts_of(foreign).declaration["foreign_carrier"] is True
    assert facts_of({"kind": "import", "flags": {"foreign_carrier": True}}).declaration["foreign_carrier"] is True


@pytest.mark.parametrize(
    ("changed", "derived", "required"),
    [
        ({"border_mode": "30"}, {}, True),
        ({"border_mode": "20"}, {}, False),
        ({"border_mode": "40"}, {}, False),
        ({"border_mode": "20", "inland_mode": "30"}, {}, True),
        ({"border_mode": "30"}, {"aeo_type": "1"}, False),
        ({"border_mode": "30"}, {"aeo_type": "2"}, True),
        ({"border_mode": "30"}, {"customs_carrier": True}, False),
        ({"border_mode": "30", "kind": "import"}, {}, False),
    ],
)
def test_a_guarantee_is_required_as_article_146_says(changed, derived, required) -> None:
    declaration = facts_of({"kind": "transit", "items": [], **changed}, derived=derived).declaration
    assert declaration.get("guarantee_required", False) is required


@pytest.mark.parametrize(
    ("postal", "flags", "personal"),
    [
        ({"category": "gift"}, {}, True),
        ({"category": "sale"}, {}, False),
        ({"category": "sale"}, {"personal": True}, True),
        ({"category": "gift"}, {"personal": False}, False),
        ({"category": "gift", "addressee": {"id": "940140000385"}}, {}, False),
        ({"category": "gift", "addressee": {"id": "850312301233"}}, {}, True),
    ],
)
def test_mail_is_personal_by_answer_else_by_contents_and_addressee(postal, flags, personal) -> None:
    assert facts_of(parcel(postal=postal, flags=flags)).declaration.get("personal", False) is personal


def test_a_value_is_compared_in_euro_and_unknown_without_amount_or_rate() -> None:
    def value(**changed):
        return facts_of(parcel(**changed)).declaration.get("value_eur")

    assert value(currency="EUR", invoice_total="320") == Decimal("320.00")
    assert value(currency="USD", invoice_total="232") == Decimal("200.00")
    assert value(customs_value_total="121000") == Decimal("200.00")
    assert value(currency="EUR", items=[{"number": 1, "price": "5"}, {"number": 2, "price": "6"}]) == Decimal("11.00")
    assert value(currency="EUR", invoice_total="0") == 0
    assert value(currency="XTS", invoice_total="320") is None
    assert value() is None


def test_a_mass_is_the_header_s_else_the_sum_and_unknown_when_an_item_gives_none() -> None:
    items = [{"number": 1, "gross_mass_kg": "2.5"}, {"number": 2, "gross_mass_kg": "3"}]
    assert facts_of(parcel(items=items)).declaration["gross_kg"] == Decimal("5.5")
    assert facts_of(parcel(items=items, gross_mass_total_kg="7")).declaration["gross_kg"] == 7
    assert "gross_kg" not in facts_of(parcel(items=[items[0], {"number": 2}])).declaration


def test_a_letter_is_known_by_its_number_when_the_kind_of_item_is_not_said() -> None:
    assert facts_of(parcel(postal={"item_id": "LX123456785CN"})).declaration["item_type"] == "letter"
    assert (
        facts_of(parcel(postal={"item_id": "LX123456785CN", "item_type": "parcel"})).declaration["item_type"]
        == "parcel"
    )


@pytest.mark.parametrize(("package", "wooden"), [("PX", True), ("8B", True), ("CT", False), ("4D", False)])
def test_pallets_and_crates_are_wood_packaging(package, wooden) -> None:
    given_content = content("6109100000")
    given_content["items"][0]["packages"] = [{"count": 2, "type": package}]
    assert facts_of(given_content).items[0].get("wood_packaging", False) is wooden


@pytest.mark.parametrize(
    ("preference", "claimed"),
    [("ОООО-ОО", False), ("OO00-00", False), ("100", False), ("ОООО-СТ", True), ("300", True)],
)
def test_a_preference_is_claimed_when_one_part_of_box_36_says_so(preference, claimed) -> None:
    given_content = content("6109100000")
    given_content["items"][0]["preference"] = preference
    assert facts_of(given_content).items[0].get("preference_claimed", False) is claimed


def test_only_the_code_for_unknown_makes_an_origin_unknown() -> None:
    given_content = content("6109100000", "6109100000", "6109100000")
    given_content["items"][1]["origin"] = "00"
    del given_content["items"][2]["origin"]
    assert ["origin_unknown" in item for item in facts_of(given_content).items] == [False, True, False]


def test_dangerous_goods_of_an_item_are_aboard_the_declaration() -> None:
    given_content = content("3808941000")
    given_content["items"][0]["undg"] = "3082"
    assert facts_of(given_content).declaration["undg_present"] is True


def test_zero_is_a_value() -> None:
    given_content = content("6109100000", invoice_total="0")
    assert facts_of(given_content).declaration["value_eur"] == 0


@given(
    st.dictionaries(
        st.sampled_from(sorted(core_facts())),
        st.booleans()
        | st.text(max_size=5)
        | st.decimals(allow_nan=False, allow_infinity=False)
        | st.frozensets(st.text(max_size=3)),
    )
)
def test_facts_go_to_json_and_back(values) -> None:
    made = Facts(declaration=values, items=({"number": 1, **values},))
    assert Facts.from_json(json.loads(json.dumps(made.as_json()))) == made


def test_every_registered_fact_says_what_it_is_in_three_languages() -> None:
    for fact in core_facts().values():
        assert fact.phrases is not None
        assert all(fact.phrases[language] for language in ("en", "ru", "kk")), fact.name
        assert fact.inputs, fact.name
        assert fact.version, fact.name
