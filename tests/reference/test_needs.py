"""“What will I need?” and the pages of procedures: told by the public rules in force, for everybody."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from clearance import clock, registry
from clearance.models import Declaration
from clearance.reading import asking, procedures
from tests.cast import Cast

APPLES = {"kind": "import", "commodity_code": "0808108006", "origin": "CN", "mode": "30"}


def asked(client: Client, **answers: str) -> str:
    return client.get("/what-will-i-need/", {**APPLES, **answers}).text


def hidden() -> list[dict[str, str]]:
    """The rules the public may not read."""
    rows = [row for code in registry.rulebook_codes() for row in registry.rules_of(code)]
    return [row for row in rows if row["visibility"] == "restricted"]


def test_anybody_learns_who_is_asked_and_why(client: Client, cast: Cast):
    page = asked(client)
    assert "Phytosanitary control" in page
    assert "Because of item 1" in page
    assert "all at the same time" in page
    assert "The longest answer takes at most" in page


def test_the_address_of_an_answer_gives_the_same_answer_to_others(client: Client, cast: Cast):
    address = "/what-will-i-need/?" + urlencode(APPLES)
    assert client.get(address).text.count("Phytosanitary control") == Client().get(address).text.count(
        "Phytosanitary control"
    )
    assert client.get("/explain/?" + urlencode(APPLES))["Location"] == address, "the address of before leads on"


def test_the_public_answer_says_nothing_of_lanes(client: Client, cast: Cast):
    found = client.get("/what-will-i-need/", APPLES).context["found"]
    assert all(one["visibility"] == "public" for one in found.sign_offs)


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(client: Client, cast: Cast):
    answer = client.get("/what-will-i-need/", {"kind": "import", "commodity_code": "12", "net_mass_kg": "1 240,5"})
    assert answer.status_code == 422
    assert "Commodity code must be 10 digits" in answer.text
    assert 'value="1 240,5"' in answer.text
    wrong = client.get("/what-will-i-need/", {**APPLES, "procedure": "80"})
    assert "Select a procedure that goes with what happens to the goods" in wrong.text


def test_duty_is_reckoned_where_the_rate_is_known(client: Client, cast: Cast):
    page = asked(client, commodity_code="6907218009", value="1000000")
    for amount in ("100", "25", "180", "152"):
        assert amount in page
    found = client.get("/what-will-i-need/", {**APPLES, "commodity_code": "6907218009", "value": "1000000"}).context[
        "found"
    ]
    assert (found.duty, found.reckoned.fee.amount) == (100_000, 25_950)
    assert found.vat == (1_000_000 + 100_000 + 25_950) * 16 / 100


def test_a_begun_question_is_prefilled_and_says_no_error(client: Client, cast: Cast):
    page = client.get("/what-will-i-need/", {"commodity_code": "0808108006", "procedure": "53"})
    assert page.status_code == 200
    assert 'value="0808108006"' in page.text
    assert "sw-field-bad" not in page.text


def test_a_trader_begins_a_declaration_with_the_answers(cast: Cast):
    client = cast.browser("trader")
    assert "Start a declaration with these answers" in asked(client)
    begun = client.post("/what-will-i-need/begin/", {**APPLES, "answers": ["wood_packaging"]})
    reference = begun["Location"].split("/")[2]
    with cast.acting("trader"):
        draft = Declaration.objects.get(reference=reference).draft
    assert draft["items"][0]["commodity_code"] == "0808108006"
    assert draft["items"][0]["flags"] == {"wood_packaging": True}
    assert draft["consignee"]["id"], "what follows from the company is there too"


def test_a_broker_says_for_which_client(cast: Cast):
    client = cast.browser("broker")
    assert "For which company?" in asked(client)
    company = cast.companies()["altyn_orda"]
    begun = client.post("/what-will-i-need/begin/", {**APPLES, "company": str(company)})
    with cast.acting("broker"):
        assert Declaration.objects.get(reference=begun["Location"].split("/")[2]).company_id == company


def test_nobody_else_begins_one(client: Client, cast: Cast):
    assert "Start a declaration" not in asked(client)
    assert client.post("/what-will-i-need/begin/", APPLES)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_procedure_has_a_page_in_every_language(client: Client, cast: Cast, language: str):
    known = procedures.procedures()
    assert {"40", "10", "80", "53", "post"} <= {one.code for one in known}
    for one in known:
        assert one.purpose, f"say in clearance/reading/procedures.py what {one.code} is for"
        page = client.get(f"/procedures/{one.code}/", headers={"accept-language": language})
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
    assert client.get("/procedures/00/").status_code == 404


def test_a_procedure_tells_only_what_is_asked_under_it(cast: Cast):
    told = procedures.told(procedures.procedure("80"), at=clock.now())
    names = {one.rule.rule for one in (*told.steps, *told.later, *told.always, *told.sometimes)}
    assert [one.rule.row["stage"] for one in told.later] == ["transit_arrival"], (
        "what follows the release comes after it"
    )
    for rule in asking.public_rules(clock.now()):
        if rule.limits.procedures and "80" not in rule.limits.procedures:
            assert rule.rule not in names
        if rule.limits.channel == "post":
            assert rule.rule not in names
    assert told.since is not None
    assert told.offices


def test_restricted_rules_are_on_no_page_of_a_procedure(client: Client, cast: Cast):
    assert hidden()
    for one in procedures.procedures():
        page = client.get(f"/procedures/{one.code}/").text
        assert not [row["rule_id"] for row in hidden() if row["title_en"] in page]


def test_a_page_costs_the_same_statements_whatever_it_tells(client: Client, cast: Cast, django_assert_max_num_queries):
    client.get("/procedures/40/")
    with django_assert_max_num_queries(20):
        client.get("/procedures/40/")
