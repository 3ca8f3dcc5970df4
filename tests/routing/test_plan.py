"""What `plan` answers: merging, unknown, waivers, downgrades, papers, what decides itself."""

import pytest

from clearance.facts import facts_of
from clearance.routing import plan
from tests.routing.books import ask, book, content, facts, need_of, row


def test_one_requirement_at_one_stage_and_place_is_one_sign_off() -> None:
    answer = ask(
        facts("0808108006", "0813100000"),
        row("A", hs_include="0808", sla_value="8", required_documents="PHYTO_CERT", legal_basis="law A"),
        row("B", hs_include="0813", signoff_type="physical", opens_on="presented", required_documents="INVOICE;SGR"),
        row("C", hs_include="08", escalate_to="laboratory", legal_basis="law C"),
    )
    (need,) = answer.needs
    assert need.identity == ("tested", "declaration", "declaration", "tested.papers")
    assert (need.control, need.opens_on, need.escalate_to) == ("physical", "presented", "laboratory")
    assert (need.deadline_value, need.deadline_unit) == (4, "hour")
    assert need.items == (1, 2)
    assert need.rules == ("A", "B", "C")
    assert [paper["any_of"] for paper in need.documents] == [["INVOICE"], ["PHYTO_CERT"], ["SGR"]]
    assert need.missing_documents == (("PHYTO_CERT",), ("SGR",))
    assert need.legal_basis == "law A; a law; law C"
    assert [(entry["rule"], entry["items"]) for entry in need.because] == [("A", [1]), ("B", [2]), ("C", [1, 2])]


@pytest.mark.parametrize("column", ["stage", "place", "requirement"])
def test_another_stage_place_or_requirement_is_another_sign_off(column: str) -> None:
    other = {"stage": "arrival", "place": "entry", "requirement": "tested.box"}[column]
    answer = ask(facts("0808108006"), row("A"), row("B", **{column: other}))
    assert len(answer.needs) == 2


@pytest.mark.parametrize(
    ("first", "second", "shortest"),
    [
        (("30", "minute"), ("1", "hour"), "minute"),
        (("4", "hour"), ("4", "working_hour"), "hour"),
        (("1", "working_day"), ("4", "working_hour"), "working_hour"),
        (("2", "calendar_day"), ("1", "working_day"), "working_day"),
    ],
)
def test_the_shortest_deadline_counts(first, second, shortest) -> None:
    rows = [row(name, sla_value=value, sla_unit=unit) for name, (value, unit) in (("A", first), ("B", second))]
    assert ask(facts("08"), *rows).needs[0].deadline_unit == shortest


def test_a_rule_covers_the_items_its_code_and_its_condition_speak_of() -> None:
    given = content("1206001000", "1206009900", "6109100000", flags={})
    given["items"][1]["flags"] = {"for_sowing": True}
    given["items"][2]["flags"] = {"for_sowing": True}
    answer = ask(facts_of(given), row(hs_include="1206", condition="for_sowing=1"))
    assert answer.needs[0].items == (2,)


def test_exclusion_is_and_not() -> None:
    rule = row(hs_include="84", hs_exclude="8401;8471")
    assert ask(facts("8401100000"), rule).needs == ()
    answer = ask(facts("8401100000", "8483402109", "8471300000"), rule)
    assert answer.needs[0].items == (2,)


def test_exclusion_without_inclusion_speaks_of_all_other_goods() -> None:
    answer = ask(facts("8401100000", "0808108006"), row(hs_include="*", hs_exclude="84"))
    assert answer.needs[0].items == (2,)


def test_a_rule_about_the_declaration_covers_no_single_item() -> None:
    assert ask(facts("0808108006"), row()).needs[0].items == ()


def test_an_absent_number_goes_to_the_routing_desk() -> None:
    rule = row(condition="personal=1&value_eur>200|gross_kg>31")
    given = {"kind": "import", "flags": {"personal": True}, "items": [{"number": 1}]}
    answer = ask(facts_of(given), rule)
    assert answer.needs == ()
    (unplaced,) = answer.unplaced
    assert (unplaced.rule, unplaced.reason, unplaced.facts) == ("T-001", "absent_number", ("gross_kg", "value_eur"))
    assert ask(facts_of({**given, "flags": {}}), rule).unplaced == ()
    assert ask(facts_of({**given, "gross_mass_total_kg": "32"}), rule).unplaced == ()


def test_an_absent_number_of_one_item_leaves_the_others_placed() -> None:
    given = content("0808108006", "0808108006")
    del given["items"][1]["gross_mass_kg"]
    answer = ask(facts_of(given), row(hs_include="08", condition="item_gross_kg>5"))
    assert answer.needs[0].items == (1,)
    assert (answer.unplaced[0].items, answer.unplaced[0].facts) == ((2,), ("item_gross_kg",))


@pytest.mark.parametrize("column", ["hs_include", "hs_exclude"])
def test_a_code_too_short_to_tell_goes_to_the_routing_desk(column: str) -> None:
    rule = row(**{"hs_include": "29", column: "2939790000"})
    answer = ask(facts("293979"), rule)
    assert answer.needs == ()
    assert (answer.unplaced[0].reason, answer.unplaced[0].items) == ("short_code", (1,))
    assert ask(facts("293980"), rule).unplaced == ()


def test_because_holds_codes_and_values() -> None:
    given = content("1206001000", "1206009900", flags={"for_sowing": True})
    answer = ask(facts_of(given), row(hs_include="1206", condition="for_sowing=1&value_eur>5", mode="road"))
    assert answer.needs[0].because == (
        {
            "rule": "T-001",
            "facts": {
                "direction": "import",
                "for_sowing": True,
                "hs": ["1206001000", "1206009900"],
                "mode": "road",
                "value_eur": {"number": "1000"},
            },
            "items": [1, 2],
        },
    )


def test_a_waiver_lifts_only_what_says_it_may_be_waived() -> None:
    waiver = book(row("W", kind="waiver", targets="tested.*", condition="humanitarian=1"), agency="general")
    asked = [
        book(row("A", waivable="yes")),
        book(row("B", requirement="strict.box"), agency="strict"),
        book(row("C", requirement="tested.other"), agency="tested2"),
    ]
    free = facts("0808108006", flags={"humanitarian": True})
    assert {need.requirement for need in plan(free, [waiver, *asked]).needs} == {"strict.box", "tested.other"}
    assert len(plan(facts("0808108006"), [waiver, *asked]).needs) == 3
    entry = next(entry for entry in plan(free, [waiver, *asked]).trace if entry["rule"] == "A")
    assert (entry["result"], entry["by"]) == ("waived", "W")


def test_a_waiver_never_lifts_what_is_restricted() -> None:
    waiver = row("W", kind="waiver", targets="tested.*")
    answer = ask(facts("08"), waiver, row("A", waivable="yes", visibility="restricted", requirement="tested.secret"))
    assert [need.rules for need in answer.needs] == [("A",)]


def test_a_downgrade_makes_a_control_one_kind_lighter_but_never_less_than_papers() -> None:
    down = row("D", kind="downgrade", targets="tested.*")
    rows = [
        row("A", waivable="yes", signoff_type="physical", requirement="tested.a"),
        row("B", waivable="yes", requirement="tested.b"),
        row("C", signoff_type="physical", requirement="tested.c"),
    ]
    answer = ask(facts("08"), down, *rows)
    assert [need.control for need in answer.needs] == ["identity", "documentary", "physical"]


def test_a_dry_run_is_told_in_the_trace_only() -> None:
    answer = ask(facts("08"), row("A", status="dry_run"), row("W", kind="waiver", targets="*", status="dry_run"))
    assert (answer.needs, answer.documents, answer.unplaced) == ((), (), ())
    assert {entry["rule"]: entry["result"] for entry in answer.trace} == {"A": "dry_run", "W": "dry_run"}


def test_an_unknown_dry_run_goes_to_nobody() -> None:
    assert ask(facts_of({"kind": "import"}), row(status="dry_run", condition="value_eur>1")).unplaced == ()


def test_steps_and_visit_checks_are_no_sign_offs() -> None:
    answer = ask(
        facts("08"),
        row("A", kind="step", requirement="t.a"),
        row("B", kind="visit_check", direction="crossing", requirement="t.b"),
    )
    assert answer.needs == ()
    assert ([step.rules for step in answer.steps], [check.rules for check in answer.visit_checks]) == (
        [("A",)],
        [("B",)],
    )


@pytest.mark.parametrize(
    ("changed", "place"),
    [({}, "entry"), ({"kind": "export"}, "exit"), ({"kind": "postal"}, "exchange"), ({"kind": "transit"}, "entry")],
)
def test_the_border_is_entry_exit_or_exchange(changed, place) -> None:
    answer = ask(facts("08", **changed), row(place="border", direction="any"))
    assert answer.needs[0].place == place


class TestWhatDecidesItself:
    def test_papers_complete(self) -> None:
        rule = row(auto_when="documents_complete=1", required_documents="INVOICE;TRANSPORT_DOC;CONTRACT?")
        assert ask(facts("08"), rule).needs[0].auto is True
        assert ask(facts("08", documents=[]), rule).needs[0].auto is False

    def test_papers_confirmed_by_a_registry_for_every_item(self) -> None:
        rule = row(auto_when="documents_confirmed=1", required_documents="CONFORMITY_DOC", hs_include="08;61")
        given = content("0808108006", "6109100000")
        given["items"][0]["documents"] = [{"type": "CONFORMITY_DOC", "number": "C1"}]
        given["items"][1]["documents"] = [{"type": "CONFORMITY_DOC", "number": "C2"}]

        def auto(*registry: str) -> bool:
            return ask(facts_of(given, derived={"documents_in_registry": list(registry)}), rule).needs[0].auto

        assert auto("CONFORMITY_DOC:C1", "CONFORMITY_DOC:C2") is True
        assert auto("CONFORMITY_DOC:C1") is False
        assert auto("INVOICE:C1", "INVOICE:C2") is False
        assert auto() is False

    def test_a_rule_that_asks_for_no_paper_confirms_nothing(self) -> None:
        assert ask(facts("08"), row(auto_when="documents_confirmed=1")).needs[0].auto is False

    def test_an_optional_paper_must_be_given_to_be_confirmed(self) -> None:
        rule = row(auto_when="documents_confirmed=1", required_documents="CONFORMITY_DOC?")
        assert ask(facts("08"), rule).needs[0].auto is False

    def test_a_merged_sign_off_decides_itself_only_if_every_rule_would(self) -> None:
        auto = row("A", auto_when="documents_complete=1")
        assert ask(facts("08"), auto, row("B", auto_when="documents_complete=1")).needs[0].auto is True
        assert ask(facts("08"), auto, row("B")).needs[0].auto is False
        assert ask(facts("08"), auto, row("B", signoff_type="physical")).needs[0].auto is False

    def test_an_unknown_number_leaves_it_to_a_person(self) -> None:
        rule = row(auto_when="value_eur<=200")
        assert ask(facts("08"), rule).needs[0].auto is False
        assert ask(facts("08", invoice_total="200"), rule).needs[0].auto is True
        assert ask(facts("08", currency="XTS"), rule).needs[0].auto is False

    def test_the_lane_changes_nothing_that_decides_itself(self) -> None:
        rule = row(auto_when="documents_complete=1", required_documents="INVOICE")
        needs = {lane: ask(facts("08", derived={"lane": lane}), rule).needs for lane in ("green", "red")}
        assert needs["green"] == needs["red"]


def test_a_paper_of_any_item_serves_the_declaration_but_not_another_item() -> None:
    given = content("0808108006", "0808108006", documents=[])
    given["items"][0]["documents"] = [{"type": "INVOICE", "number": "1"}]
    whole = ask(facts_of(given), row(required_documents="INVOICE"))
    assert need_of(whole, "tested.papers").missing_documents == ()
    by_item = ask(facts_of(given), row(required_documents="INVOICE", hs_include="08"))
    assert need_of(by_item, "tested.papers").missing_documents == (("INVOICE",),)


def test_papers_needed_are_listed_with_who_asks() -> None:
    answer = ask(
        facts("0808108006"),
        row("A", required_documents="INVOICE;CONTRACT?"),
        row("B", required_documents="CONTRACT", requirement="tested.box", hs_include="08"),
        row("C", required_documents="CONTRACT", requirement="tested.secret", visibility="restricted"),
    )
    found = {(one.any_of, one.visibility): one for one in answer.documents}
    contract = found[("CONTRACT",), "public"]
    assert (contract.required, contract.given, contract.items) == (True, False, (1,))
    assert (contract.rules, contract.requirements) == (("A", "B"), ("tested.box", "tested.papers"))
    assert found[("CONTRACT",), "restricted"].rules == ("C",)
    assert found[("INVOICE",), "public"].given is True
