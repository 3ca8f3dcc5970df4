"""The form of a rule: nothing is lost in it, lines come and go on the server, faults stand at their fields."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from agencies.rulebooks.forms import RuleForm
from agencies.rulebooks.saying import sentence_of
from clearance import registry
from clearance.models import Rule, Rulebook
from tests.administration.conftest import AGENCY, address

pytestmark = pytest.mark.django_db

EVERY_RULE = [(code, row) for code in registry.rulebook_codes() for row in registry.rules_of(code)]


def sent(form: RuleForm, **more: Any) -> QueryDict:
    """What a browser sends when nothing was touched."""
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(value, list):
            data.setlist(name, value)
        elif value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = str(value)
    for name, value in more.items():
        data[name] = value
    return data


def typed(rule: Rule, **more: Any) -> dict[str, Any]:
    data = sent(RuleForm(agency=AGENCY, row=rule.row), **more)
    return {name: data.getlist(name) if len(data.getlist(name)) > 1 else data[name] for name in data}


@pytest.mark.parametrize(("code", "row"), EVERY_RULE, ids=[row["rule_id"] for _code, row in EVERY_RULE])
def test_a_rule_that_was_only_looked_at_stays_as_it_was(code: str, row: dict[str, str]) -> None:
    form = RuleForm(sent(RuleForm(agency=code, row=row)), agency=code, row=row)
    assert form.is_valid(), form.errors
    assert form.row() == row


def test_a_condition_is_added_filled_in_and_kept(admin: Client, draft: Rulebook) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    url = address(draft, f"rules/{rule.pk}/")
    page = admin.post(url, typed(rule, act="add:when", when_new="origin"))
    assert page.status_code == 200
    assert "sw-field-error" not in page.text, "nothing is wrong yet"
    line = page.context["when"][0]
    assert line.value.field.choices[1][1] == "Afghanistan", "a country is chosen from a list"
    more = {"when_lines": "0", "when_0_fact": "origin", "when_0_operator": "=", "when_0_value": "UZ", "act": "save"}
    assert admin.post(url, typed(rule, **more)).status_code == 302
    rule.refresh_from_db()
    assert rule.row["condition"] == "origin=UZ"


def test_another_way_for_the_line_above_and_a_line_taken_away(admin: Client, draft: Rulebook) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    url = address(draft, f"rules/{rule.pk}/")
    lines = {
        "when_lines": "0 1 2",
        "when_0_fact": "origin", "when_0_operator": "=", "when_0_value": "UZ",
        "when_1_fact": "origin", "when_1_operator": "=", "when_1_value": "KG", "when_1_joins": "or",
        "when_2_fact": "gross_kg", "when_2_operator": ">", "when_2_value": "1 240,5", "when_2_joins": "and",
    }  # fmt: skip
    page = admin.post(url, typed(rule, act="drop:when:1", **lines))
    assert [line.name for line in page.context["when"]] == ["country of origin", "gross mass, kg"]
    admin.post(url, typed(rule, act="save", **lines))
    rule.refresh_from_db()
    assert rule.row["condition"] == "origin=UZ|origin=KG&gross_kg>1240.5"


def test_a_paper_with_another_that_will_do_instead(admin: Client, draft: Rulebook) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    lines = {"papers_lines": "0 1", "papers_1_kind_0": "CITES", "papers_1_kind_1": "CITES_PERMIT"}
    admin.post(address(draft, f"rules/{rule.pk}/"), typed(rule, act="save", **lines))
    rule.refresh_from_db()
    assert rule.row["required_documents"] == "PHYTO_CERT;CITES|CITES_PERMIT?"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_kk": ""}, "Enter the title in Kazakh"),
        ({"hs_include": "apples"}, "is not a commodity code"),
        ({"hs_include": "0808 0809"}, "Put a semicolon between the commodity codes"),
        ({"rule_id": "PHY-001"}, "Another rule of this draft has this number"),
        (
            {
                "visibility": "public",
                "when_lines": "0",
                "when_0_fact": "lane",
                "when_0_operator": "=",
                "when_0_value": "red",
            },
            "restricted fact",
        ),
        ({"signoff_type": ""}, "Fill in “Kind of control”"),
        ({"when_lines": "0", "when_0_fact": "gross_kg", "when_0_operator": ">", "when_0_value": "heavy"}, "number"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    admin: Client, draft: Rulebook, wrong: dict[str, str], sentence: str
) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    page = admin.post(address(draft, f"rules/{rule.pk}/"), typed(rule, act="save", note="Kept?", **wrong))
    assert page.status_code == 200
    assert sentence in page.text
    assert re.search(r'<div class="sw-errors".*?<a href="#id_', page.text, re.DOTALL), "the summary links the field"
    assert "Kept?" in page.text
    rule.refresh_from_db()
    assert "note" not in rule.row or rule.row["note"] != "Kept?"


def test_a_new_rule_takes_the_next_number_and_speaks_in_the_name_of_the_others(admin: Client, draft: Rulebook) -> None:
    page = admin.get(address(draft, "rules/new/"))
    form = page.context["form"]
    assert re.fullmatch(r"PHY-\d{3}", form.initial["rule_id"])
    assert not draft.rules.filter(rule_id=form.initial["rule_id"]).exists()
    data = sent(form, title_en="Figs", title_ru="Инжир", title_kk="Інжір", legal_basis="A law", act="save",
                requirement="plant_health.phytosanitary", hs_include="0804 20")  # fmt: skip
    assert admin.post(address(draft, "rules/new/"), {name: data[name] for name in data}).status_code == 302
    made = draft.rules.get(rule_id=form.initial["rule_id"])
    assert made.row["hs_include"] == "080420", "blanks inside a code are how people write it"
    assert (made.row["agency"], made.row["executed_by"]) == ("PHY", "plant_health")


def test_the_sentence_says_who_must_sign_when() -> None:
    row = next(row for row in registry.rules_of(AGENCY) if row["rule_id"] == "PHY-002")
    said = sentence_of({**row, "condition": "origin=UZ|origin=KG", "mode": "road|rail"}, AGENCY)
    assert said == (
        "When goods of 0603, 0604, 0701–0709, 0714, 0803–0810; the goods are imported; transport by rail or road; "
        "country of origin is Uzbekistan or country of origin is Kyrgyzstan — Plant health must sign "
        "“Fresh fruit, vegetables, flowers (high risk)”. "
        "Control: inspection of the goods, within 4 hours after the goods are presented."
    )
