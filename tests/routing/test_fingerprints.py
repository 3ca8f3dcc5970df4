"""Which changes reopen a decision, and which leave it alone."""

import copy
from typing import Any

import pytest

from clearance.facts import Fact, FactType, RestsOn, Scope, core_facts, facts_of
from clearance.routing import plan
from clearance.rules import compile_book
from tests.routing.books import ask, book, content, every_book, facts, row

ITEM_RULE = row(hs_include="08", required_documents="PHYTO_CERT")
WHOLE_RULE = row()


def fingerprint(given: dict[str, Any], rule: dict[str, str], **derived: Any) -> str:
    return ask(facts_of(given, derived=derived), rule).needs[0].fingerprint


def changed(path: str, value: Any) -> dict[str, Any]:
    given = content("0808108006", "6109100000")
    here: Any = given
    *steps, last = path.split(".")
    for step in steps:
        here = here[int(step)] if step.isdecimal() else here.setdefault(step, {})
    here[last] = value
    return given


SAME = content("0808108006", "6109100000")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("items.0.commodity_code", "0808301000"),
        ("items.0.origin", "UZ"),
        ("items.0.description", "pears"),
        ("items.0.gross_mass_kg", "11"),
        ("items.0.price", "101"),
        ("items.0.flags", {"for_sowing": True}),
        ("items.0.packages", [{"type": "CT", "count": 3}]),
        ("dispatch_country", "UZ"),
        ("office", "KZ-NURJOLY"),
        ("consignee", {"id": "940140000385"}),
        ("transport.border", {"id": "123ABC02"}),
        ("documents", [*SAME["documents"], {"type": "PHYTO_CERT", "number": "P1"}]),
    ],
)
def test_a_change_of_the_header_or_a_covered_item_reopens(path: str, value: Any) -> None:
    assert fingerprint(changed(path, value), ITEM_RULE) != fingerprint(SAME, ITEM_RULE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("items.1.commodity_code", "6403511500"),
        ("items.1.price", "5"),
        ("items.0.gross_mass_kg", "10.000"),
        ("invoice_total", "999"),
        ("gross_mass_total_kg", "999"),
        ("documents", [*SAME["documents"], {"type": "CONTRACT", "number": "K1"}]),
        ("documents", list(reversed(SAME["documents"]))),
        ("consignee", {}),
        ("local_ref", "another"),
        ("items.0.description", ""),
    ],
)
def test_a_change_of_other_goods_totals_or_other_papers_does_not(path: str, value: Any) -> None:
    assert fingerprint(changed(path, value), ITEM_RULE) == fingerprint(SAME, ITEM_RULE)


@pytest.mark.parametrize(
    ("path", "value"), [("items.1.price", "5"), ("invoice_total", "999"), ("items.1.origin", "UZ")]
)
def test_a_sign_off_of_the_whole_declaration_rests_on_every_item_and_the_totals(path: str, value: Any) -> None:
    assert fingerprint(changed(path, value), WHOLE_RULE) != fingerprint(SAME, WHOLE_RULE)


def test_a_total_that_a_rule_reads_counts_for_its_items_too() -> None:
    rule = row(hs_include="08", condition="value_eur>5")
    assert fingerprint(changed("invoice_total", "999"), rule) != fingerprint(SAME, rule)


def test_facts_the_portal_derives_count_only_for_rules_that_read_them() -> None:
    assert fingerprint(SAME, ITEM_RULE, weigh_exceeds=True) == fingerprint(SAME, ITEM_RULE)
    reads = row(hs_include="08", condition="weigh_exceeds=1|member_states>=1")
    assert fingerprint(SAME, reads, weigh_exceeds=True) != fingerprint(SAME, reads)


def test_what_a_registry_knows_does_not_reopen() -> None:
    assert fingerprint(SAME, ITEM_RULE, documents_in_registry=["PHYTO_CERT:P1"]) == fingerprint(SAME, ITEM_RULE)


def test_a_stricter_control_reopens() -> None:
    stricter = {**ITEM_RULE, "signoff_type": "physical"}
    assert fingerprint(SAME, stricter) != fingerprint(SAME, ITEM_RULE)


def test_a_requirement_may_narrow_what_it_rests_on() -> None:
    narrow = {**ITEM_RULE, "rests_on": "hs origin"}
    same = fingerprint(SAME, narrow)
    assert fingerprint(changed("items.0.price", "101"), narrow) == same
    assert fingerprint(changed("office", "KZ-NURJOLY"), narrow) == same
    assert fingerprint(changed("items.0.origin", "UZ"), narrow) != same
    assert fingerprint(changed("documents", [{"type": "PHYTO_CERT", "number": "P1"}]), narrow) != same
    merged = [narrow, row("T-002", hs_include="08")]
    before, after = (
        plan(facts_of(given), [book(*merged)]).needs[0].fingerprint for given in (SAME, changed("items.0.price", "101"))
    )
    assert before != after


def test_the_lane_is_in_no_public_fingerprint() -> None:
    green, red = (plan(facts("0808108006", derived={"lane": lane}), every_book()) for lane in ("green", "red"))
    prints = {need.identity: need.fingerprint for need in green.needs}
    assert prints == {need.identity: need.fingerprint for need in red.needs if need.visibility == "public"}


@pytest.mark.parametrize(("scope", "rests_on"), [(Scope.DECLARATION, RestsOn.HEADER), (Scope.ITEM, RestsOn.ITEM)])
def test_no_restricted_fact_an_agency_adds_is_in_a_public_fingerprint(scope: Scope, rests_on: RestsOn) -> None:
    secret = Fact("watched", FactType.FLAG, scope, restricted=True, rests_on=rests_on)
    known = {**core_facts(), "watched": secret}
    books = [compile_book("tested", [ITEM_RULE], book_id=1, known=known)]
    plain, watched = (
        plan(facts_of(SAME, derived={"watched": value}, known=known), books).needs[0] for value in (False, True)
    )
    assert watched.fingerprint == plain.fingerprint


def test_an_amendment_of_one_item_reopens_one_of_three_sign_offs() -> None:
    codes = {"tested.a": "0808", "tested.b": "61", "tested.c": "85"}
    books = [book(*(row(name, hs_include=code, requirement=name) for name, code in codes.items()))]
    before = content("0808108006", "6109100000", "8517130000")
    after = copy.deepcopy(before)
    after["items"][1]["description"] = "shirts of cotton"
    first, second = (
        {need.requirement: need.fingerprint for need in plan(facts_of(one), books).needs} for one in (before, after)
    )
    assert [name for name in first if first[name] != second[name]] == ["tested.b"]
