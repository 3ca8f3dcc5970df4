"""Explanations: what a trader may read, in sentences."""

import json

import pytest
from django.utils import translation

from clearance import wording
from clearance.explaining import explain
from clearance.facts import facts_of
from clearance.routing import plan
from clearance.rule_words import Fault
from clearance.rules import RulebookErrors, RuleError
from tests.routing.books import book, content, every_book, facts, row


def explained(*codes: str, restricted: bool = False, **derived: object) -> dict:
    return explain(plan(facts(*codes, derived=derived), every_book()), restricted=restricted)


def test_an_explanation_says_who_why_until_when_and_by_which_law() -> None:
    told = wording.worded(explained("0808108006"))
    by_agency = {one["agency"]: one for one in told["agencies"]}
    (sign_off,) = by_agency["plant_health"]["sign_offs"]
    assert by_agency["plant_health"]["name"] == "Plant health"
    assert sign_off["title"] == "Fresh fruit, vegetables, flowers (high risk)"
    assert sign_off["because_text"] == "Because of item 1: commodity code 0808108006; direction of movement import."
    assert sign_off["deadline_text"] == "4 hours"
    assert sign_off["default_note"] == "The deadline is a default of the portal."
    assert sign_off["legal_basis"].startswith("CU Commission Decision 318")
    assert sign_off["missing_text"] == ["Phytosanitary certificate"]
    (release,) = by_agency["customs"]["sign_offs"]
    assert (release["automatic"], release["default_note"]) == (True, "")
    assert [step["requirement"] for step in told["steps"]] == [
        "customs.arrival",
        "customs.pre_arrival",
        "customs.registration",
    ]


def test_a_rule_that_is_our_own_default_is_said_to_be_one() -> None:
    told = wording.worded(explained("3004900002"))
    (medicines,) = next(one for one in told["agencies"] if one["agency"] == "health")["sign_offs"]
    assert medicines["default_note"] == "This rule is a default of the portal."
    assert medicines["right_holder_name"] == "Medicines control, Ministry of Health"


def test_titles_and_names_come_in_the_reader_s_language() -> None:
    with translation.override("ru"):
        told = wording.worded(explained("0808108006"))
        plant = next(one for one in told["agencies"] if one["agency"] == "plant_health")
        assert plant["name"] == "Карантин растений"
        assert "код товара 0808108006" in plant["sign_offs"][0]["because_text"]
    with translation.override("kk"):
        told = wording.worded(explained("0808108006"))
        plant = next(one for one in told["agencies"] if one["agency"] == "plant_health")
        assert plant["sign_offs"][0]["missing_text"] == ["Фитосанитариялық сертификат"]


def test_nothing_restricted_is_in_what_a_trader_reads() -> None:
    text = json.dumps(explained("6109100000", lane="red", sanction_profile=True))
    for word in ("CUS-012", "CUS-017", "customs.inspection", "lane", "sanction", "restricted"):
        assert word not in text
    assert "CUS-012" in json.dumps(explained("6109100000", restricted=True, lane="red"))


def test_papers_only_a_restricted_rule_asks_for_are_not_told() -> None:
    assert "REQUESTED_DOCS" not in json.dumps(explained("6109100000", lane="yellow"))
    assert "REQUESTED_DOCS" in json.dumps(explained("6109100000", restricted=True, lane="yellow"))


def test_a_restricted_rule_that_cannot_be_answered_is_not_told() -> None:
    secret = row("S", visibility="restricted", requirement="tested.secret", condition="value_eur>5&lane=red")
    answer = plan(
        facts_of({"kind": "import"}, derived={"lane": "red"}),
        [book(secret, row("A", auto_when="documents_complete=1"))],
    )
    assert [one.rule for one in answer.unplaced] == ["S"]
    told = explain(answer)
    assert (told["unplaced"], told["needs_no_hand"]) == ([], True)
    assert [one["rule"] for one in explain(answer, restricted=True)["unplaced"]] == ["S"]


def test_what_goes_to_the_routing_desk_is_said_in_a_sentence() -> None:
    parcel = {"kind": "postal", "dispatch_country": "CN", "flags": {"personal": True}, "items": [{"number": 1}]}
    told = wording.worded(explain(plan(facts_of(parcel), every_book())))
    assert told["unplaced"][0]["text"] == "A number that a rule needs is not given, so the routing desk decides."
    assert wording.because_sentence({"rule": "", "reason": "nobody_asked"}).startswith("No rule says who must agree")


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"rule": "A", "facts": {}, "items": []}, "This is asked of every declaration."),
        (
            {"rule": "A", "facts": {"guarantee_required": True}, "items": []},
            "Because of the declaration: a transit guarantee is required.",
        ),
        (
            {"rule": "A", "facts": {"value_eur": {"number": "320"}}, "items": []},
            "Because of the declaration: value, EUR 320.",
        ),
        (
            {"rule": "A", "facts": {"for_sowing": True, "hs": ["1206001000", "1207100000"]}, "items": [1, 2, 3, 7]},
            "Because of items 1–3, 7: commodity code 1206001000, 1207100000; the goods are for sowing.",
        ),
    ],
)
def test_a_reason_is_a_sentence(entry: dict, sentence: str) -> None:
    assert wording.because_sentence(entry) == sentence


def test_the_same_reason_is_said_once() -> None:
    entry = {"facts": {"direction": "import"}, "items": []}
    assert wording.because_text([{"rule": "A", **entry}, {"rule": "B", **entry}]).count("import") == 1


def test_papers_that_will_do_are_joined_with_or() -> None:
    assert wording.paper_text(["CN22", "CN23", "ITMATT"]).endswith(" or Electronic item data (ITMATT)")
    assert wording.paper_text(["INVOICE"]) == "Invoice"
    assert wording.paper_text(["OWN_SLUG"]) == "OWN_SLUG"


def test_every_fault_of_a_rulebook_has_a_sentence() -> None:
    broken = row(
        "A",
        condition="moon=1",
        kind="wish",
        hs_include="?",
        sla_value="x",
        title_kk="",
        required_documents="an invoice",
    )
    with pytest.raises(RulebookErrors) as raised:
        book(broken)
    sentences = [wording.rule_fault_sentence(error) for error in raised.value.errors]
    assert all("A" in sentence for sentence in sentences)
    assert "Rule A, column condition: there is no fact named “moon”." in sentences
    for code in wording.RULE_FAULTS:
        assert wording.rule_fault_sentence(RuleError("A", "kind", code, "x"))


def test_every_fault_there_is_has_a_sentence() -> None:
    assert set(wording.RULE_FAULTS) == set(Fault)


def test_a_language_of_which_we_have_no_text_reads_english() -> None:
    with translation.override("de"):
        assert wording.in_language({"en": "Customs", "ru": "Таможня", "kk": "Кеден"}) == "Customs"


def test_content_of_a_real_kind_can_be_explained_without_a_lane() -> None:
    assert "lane" not in json.dumps(explain(plan(facts_of(content("0808108006")), every_book()), restricted=True))
