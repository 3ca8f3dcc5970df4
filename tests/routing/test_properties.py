"""What is true of every rulebook and every declaration."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clearance.explaining import explain
from clearance.facts import Facts, facts_of
from clearance.plans import Plan
from clearance.routing import plan
from clearance.rules import compile_book
from tests.routing.books import every_book, row

CODES = ("0808108006", "0813100000", "0204100000", "6109100000", "8517130000", "2203000100", "293979", "8401100000", "")
PREFIXES = ("*", "08", "0808", "0201-0210", "61;85", "2939790000", "84")
CONDITIONS = (
    "",
    "for_sowing=1",
    "value_eur>200",
    "personal=1&value_eur>200|gross_kg>31",
    "item_gross_kg>5|has_radio=1",
    "undg_present=1|foreign_origin=1",
    "documents=INVOICE",
)
LANES = ("green", "yellow", "red", "blue")

numbers = st.none() | st.integers(0, 400).map(str)
flags = st.fixed_dictionaries(
    {}, optional={name: st.booleans() for name in ("for_sowing", "has_radio", "personal", "humanitarian", "sgr_scope")}
)
papers = st.lists(st.sampled_from(["INVOICE", "CMR", "PHYTO_CERT", "CONFORMITY_DOC", "SGR"]), unique=True)


def kept(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    items = draw(st.lists(st.tuples(st.sampled_from(CODES), numbers, flags, papers), min_size=1, max_size=5))
    return kept(
        {
            "kind": draw(st.sampled_from(["import", "export", "transit", "postal"])),
            "procedure": draw(st.sampled_from(["40", "10", "80", "53", "70"])),
            "border_mode": draw(st.sampled_from(["20", "30", "40"])),
            "dispatch_country": draw(st.sampled_from(["CN", "RU", "KZ"])),
            "destination_country": draw(st.sampled_from(["KZ", "RU", "CN"])),
            "currency": "EUR",
            "invoice_total": draw(numbers),
            "gross_mass_total_kg": draw(numbers),
            "flags": draw(flags),
            "documents": [{"type": kind, "number": "1"} for kind in draw(papers)],
            "items": [
                kept(
                    {
                        "number": number,
                        "commodity_code": code,
                        "origin": "CN",
                        "gross_mass_kg": mass,
                        "flags": own,
                        "documents": [{"type": kind, "number": "1"} for kind in given_papers],
                    }
                )
                for number, (code, mass, own, given_papers) in enumerate(items, start=1)
            ],
        }
    )


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PREFIXES),
                st.sampled_from(["", "8401", "0808", "29397900"]),
                st.sampled_from(CONDITIONS),
                st.sampled_from(["any", "import", "any_inbound", "crossing", "transit"]),
                st.sampled_from(["documentary", "identity", "physical", "laboratory"]),
                st.sampled_from(["tested.a", "tested.b", "tested.c"]),
                st.sampled_from(["arrival", "declaration"]),
                st.sampled_from(["", "INVOICE", "INVOICE;CONTRACT?", "PHYTO_CERT|SGR"]),
                st.sampled_from(["sign_off", "sign_off", "sign_off", "step", "visit_check"]),
                st.sampled_from(["4", "8"]),
            ),
            max_size=8,
        )
    )
    return [
        row(
            f"T-{number:03}",
            hs_include=prefix,
            hs_exclude=excluded,
            condition=condition,
            direction=direction,
            signoff_type=control,
            requirement=requirement,
            stage=stage,
            required_documents=asked,
            kind=kind,
            sla_value=deadline,
        )
        for number, (
            prefix,
            excluded,
            condition,
            direction,
            control,
            requirement,
            stage,
            asked,
            kind,
            deadline,
        ) in enumerate(drawn, start=1)
    ]


def as_text(answer: Plan) -> str:
    return json.dumps(answer.as_json(), sort_keys=True)


def planned(given_facts: Facts, given_rows: list[dict[str, str]]) -> Plan:
    return plan(given_facts, [compile_book("tested", given_rows, book_id=1)])


def shuffled(values: Any, seed: int) -> list[Any]:
    mixed = list(values)
    random.Random(seed).shuffle(mixed)
    return mixed


@given(contents(), rows(), st.integers())
def test_the_order_of_rules_items_and_papers_never_matters(content, given_rows, seed) -> None:
    mixed = {**content, "items": shuffled(content["items"], seed), "documents": shuffled(content["documents"], seed)}
    assert as_text(planned(facts_of(mixed), shuffled(given_rows, seed))) == as_text(
        planned(facts_of(content), given_rows)
    )


@given(contents(), st.integers())
def test_the_order_of_rulebooks_never_matters(content, seed) -> None:
    facts = facts_of(content)
    assert as_text(plan(facts, shuffled(every_book(), seed))) == as_text(plan(facts, every_book()))


@given(contents(), rows())
def test_a_rule_that_does_not_match_changes_nothing(content, given_rows) -> None:
    facts = facts_of(content)
    other = row("T-999", hs_include="9999", signoff_type="laboratory", requirement="tested.a", required_documents="SGR")
    never = row("T-998", condition="for_sowing=1&for_sowing=0", requirement="tested.a", sla_value="1")
    assert as_text(planned(facts, [*given_rows, other, never])) == as_text(planned(facts, given_rows))


@given(contents(), st.sampled_from(["61", "0808", "84"]))
def test_exclusion_is_inclusion_and_not(content, excluded) -> None:
    facts = facts_of(content)
    both = planned(facts, [row(hs_include="08;61;84;85", direction="any", hs_exclude=excluded)])
    included = planned(facts, [row(hs_include="08;61;84;85", direction="any")])
    forbidden = planned(facts, [row(hs_include=excluded, direction="any")])

    def covered(answer: Plan) -> set[int]:
        return {number for need in answer.needs for number in need.items}

    assert covered(both) == covered(included) - covered(forbidden)


@given(contents(), rows())
def test_merging_again_changes_nothing(content, given_rows) -> None:
    facts = facts_of(content)
    once = planned(facts, given_rows)
    twice = planned(facts, [*given_rows, *({**one, "rule_id": f"{one['rule_id']}b"} for one in given_rows)])

    def merged(answer: Plan) -> list[tuple[Any, ...]]:
        return [
            (need.identity, need.control, need.items, need.deadline_value, need.deadline_unit, need.documents,
             need.missing_documents, need.fingerprint, need.auto)
            for need in answer.needs
        ]  # fmt: skip

    assert merged(once) == merged(twice)
    assert len({need.identity for need in once.needs}) == len(once.needs)


@given(contents(), rows())
def test_every_matching_rule_is_in_one_answer_and_only_there(content, given_rows) -> None:
    answer = planned(facts_of(content), given_rows)
    matched = [entry["rule"] for entry in answer.trace if entry["result"] == "matched"]
    asked = [rule for one in (*answer.needs, *answer.steps, *answer.visit_checks) for rule in one.rules]
    assert sorted(asked) == sorted(matched)


@settings(max_examples=60)
@given(contents(), st.sampled_from(LANES), st.booleans(), st.booleans())
def test_a_trader_reads_the_same_whatever_is_secretly_planned(content, lane, sanctioned, escorted) -> None:
    plain = plan(facts_of(content), every_book())
    secret = {"lane": lane, "sanction_profile": sanctioned, "escort_ground": escorted}
    watched = plan(facts_of(content, derived=secret), every_book())
    assert json.dumps(explain(watched), sort_keys=True) == json.dumps(explain(plain), sort_keys=True)
    public = [need.as_json() for need in watched.needs if need.visibility == "public"]
    assert public == [need.as_json() for need in plain.needs if need.visibility == "public"]


@given(contents(), rows())
def test_facts_read_back_from_json_give_the_same_plan(content, given_rows) -> None:
    facts = facts_of(content)
    again = Facts.from_json(json.loads(json.dumps(facts.as_json())))
    assert as_text(planned(again, given_rows)) == as_text(planned(facts, given_rows))
