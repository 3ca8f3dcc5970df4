"""What validation says: one row for each rule, on a declaration that is otherwise complete."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils.functional import Promise
from hypothesis import given, settings

from clearance import validation
from clearance.validation import STAGES, check, lists
from tests.messages.checking import OFFICES, ON, everything
from tests.messages.contents import ANY_CONTENT, APPLES, PARCEL, TRANSIT, spoiled


@pytest.mark.parametrize("content", [APPLES, TRANSIT, PARCEL], ids=["import", "transit", "postal"])
def test_a_complete_declaration_has_no_problem(content: dict[str, Any]) -> None:
    assert everything(content) == []


FORM = [
    ("kind", "smuggling", "kind"),
    ("declaration_type", "IM", "declaration_type"),
    ("function_code", "13", "function_code"),
    ("local_ref", "x" * 36, "too_long"),
    ("procedure", "41", "procedure"),
    ("border_mode", "99", "mode"),
    ("dispatch_country", "ZZ", "country"),
    ("dispatch_country", "cn", "country"),
    ("consignor/country", "China", "country"),
    ("consignor/email", "not an address", "email"),
    ("consignor/name", "x" * 71, "too_long"),
    ("currency", "ZZZ", "currency"),
    ("incoterms", "XYZ", "incoterms"),
    ("invoice_total", "16.200,00", "decimal"),
    ("invoice_total", "-1", "decimal"),
    ("invoice_total", "1e3", "decimal"),
    ("gross_mass_total_kg", "٣", "decimal"),
    ("packages_total", "1.5", "count"),
    ("arrival_expected", "2026-12-01T10:00:00", "moment"),
    ("arrival_expected", "tomorrow", "moment"),
    ("transport/border/nationality", "XX", "country"),
    ("documents/0/date", "2025-02-30", "date"),
    ("documents/0/date", "11.03.2025", "date"),
    ("documents/0/date", "2025-W01-1", "date"),
    ("items/0/commodity_code", "0808 10", "commodity_code"),
    ("items/0/commodity_code", "7708108006", "commodity_code"),
    ("items/0/commodity_code", "9808108006", "commodity_code"),
    ("items/0/origin", "XX", "country"),
    ("items/0/gross_mass_kg", "1,5", "decimal"),
    ("items/0/net_mass_kg", "1.1234567", "decimal"),
    ("items/0/price", "1.234", "decimal"),
    ("items/0/price", "12345678901234567", "decimal"),
    ("items/0/packages/0/type", "??", "package_type"),
    ("items/0/packages/0/count", "many", "count"),
    ("items/0/supplementary_unit", "XYZ", "unit"),
    ("items/0/valuation_method", "7", "valuation_method"),
    ("items/0/undg", "0003", "undg"),
    ("items/0/undg", "3600", "undg"),
    ("items/0/undg", "12", "undg"),
    ("items/0/quota", "Q1", "quota"),
    ("items/0/procedure_feature", "0", "procedure_feature"),
    ("items/0/description", "apples " * 80, "too_long"),
    ("items/0/charges/0/amount", "a lot", "decimal"),
]


@pytest.mark.parametrize(("pointer", "value", "code"), FORM)
def test_form_locates_one_wrong_value(pointer: str, value: str, code: str) -> None:
    found = check(spoiled(APPLES, pointer, value), on=ON, stage="form")
    assert [(problem.code, problem.pointer, problem.severity) for problem in found] == [(code, f"/{pointer}", "error")]


def test_an_origin_may_be_unknown() -> None:
    assert check(spoiled(APPLES, "items/0/origin", "00"), on=ON, stage="form") == []


def test_a_document_that_is_not_in_the_list_only_warns() -> None:
    found = check(spoiled(APPLES, "documents/0/type", "X999"), on=ON, stage="form")
    assert [(problem.code, problem.severity) for problem in found] == [("document_type", "warning")]


LOGIC: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    (APPLES, {"declaration_type": "TT"}, "declaration_type", "/declaration_type"),
    (APPLES, {"procedure": "10", "items/0/procedure": "10"}, "procedure_kind", "/procedure"),
    (APPLES, {"items/0/procedure": "53"}, "procedure_differs", "/items/0/procedure"),
    (APPLES, {"dispatch_country": "KZ"}, "dispatch_country", "/dispatch_country"),
    (APPLES, {"items_total": "2"}, "items_total", "/items_total"),
    (APPLES, {"packages_total": "999"}, "packages_total_differs", "/packages_total"),
    (APPLES, {"gross_mass_total_kg": "19500.002"}, "gross_mass_total_kg_differs", "/gross_mass_total_kg"),
    (APPLES, {"customs_value_total": "1"}, "customs_value_total_differs", "/customs_value_total"),
    (APPLES, {"invoice_total": "16200.01"}, "invoice_total_differs", "/invoice_total"),
    (APPLES, {"incoterms": "FOB"}, "incoterms_by_water", "/incoterms"),
    (APPLES, {"incoterms_place": None}, "incoterms_place", "/incoterms_place"),
    (APPLES, {"documents/0/number": None}, "document_number", "/documents/0/number"),
    (APPLES, {"documents/0/date": None}, "document_date", "/documents/0/date"),
    (APPLES, {"documents/0/date": "2026-11-24"}, "document_of_the_future", "/documents/0/date"),
    (APPLES, {"documents/0/type": None}, "document_without_type", "/documents/0/type"),
    (APPLES, {"consignee/id": "970740000839"}, "bin_iin", "/consignee/id"),
    (APPLES, {"declarant/id": "GB123", "declarant/country": "GB"}, "bin_iin", "/declarant/id"),
    (APPLES, {"border_mode": "20", "transport/border/id": "45488854"}, "wagon_number", "/transport/border/id"),
    (APPLES, {"items/0/number": 2}, "item_number", "/items/0/number"),
    (APPLES, {"items/0/net_mass_kg": "19500.001"}, "net_above_gross", "/items/0/net_mass_kg"),
    (APPLES, {"items/0/net_mass_kg": "0"}, "net_mass_zero", "/items/0/net_mass_kg"),
    (APPLES, {"items/0/packages/0/type": "VR"}, "bulk_count", "/items/0/packages/0/count"),
    (
        APPLES,
        {"items/0/previous_procedure": "31", "items/0/previous_documents": [{"type": "DT", "number": "1"}]},
        "procedure_pair",
        "/items/0/previous_procedure",
    ),
    (APPLES, {"items/0/previous_procedure": "53"}, "previous_document", "/items/0/previous_documents"),
    (APPLES, {"items/0/price": "0", "invoice_total": "0"}, "price_zero", "/items/0/price"),
    (APPLES, {"documents": [], "buyer": None}, "method_without_sale", "/items/0/valuation_method"),
    (APPLES, {"items/0/description": "Goods, parts"}, "vague", "/items/0/description"),
    (APPLES, {"items/0/description": "Запчасти"}, "vague", "/items/0/description"),
    (APPLES, {"items/0/description": "Тауарлар"}, "vague", "/items/0/description"),
    (APPLES, {"items/0/description": "12345"}, "vague", "/items/0/description"),
    (APPLES, {"items/0/commodity_code": "080810"}, "commodity_code_length", "/items/0/commodity_code"),
    (PARCEL, {"postal/item_id": "RR473124828KZ"}, "s10", "/postal/item_id"),
    (PARCEL, {"flags": {"sale": True}}, "gift_and_sale", "/postal/category"),
    (PARCEL, {"postal/addressee/id": "900101300018"}, "bin_iin", "/postal/addressee/id"),
    (PARCEL, {"items/0/price": "352.00"}, "cn22_limit", "/postal/form"),
    (PARCEL, {"items/0/price": "0"}, "price_zero", "/items/0/price"),
    (PARCEL, {"items/0/description": "gift"}, "vague", "/items/0/description"),
]


@pytest.mark.parametrize(("content", "changes", "code", "pointer"), LOGIC)
def test_logic_locates_what_does_not_fit(
    content: dict[str, Any], changes: dict[str, Any], code: str, pointer: str
) -> None:
    for at, value in changes.items():
        content = spoiled(content, at, value)
    found = check(content, on=ON, stage="logic")
    assert [(problem.code, problem.pointer, problem.severity) for problem in found] == [(code, pointer, "error")]


def test_an_export_does_not_stay_in_kazakhstan() -> None:
    content = {**APPLES, "kind": "export", "procedure": "10", "dispatch_country": "KZ"}
    content = spoiled(content, "items/0/procedure", "10")
    assert [problem.code for problem in check(content, on=ON, stage="logic")] == ["destination_country"]


FITS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (APPLES, {"gross_mass_total_kg": "19500.001"}),
    (APPLES, {"incoterms": "FOB", "border_mode": "10"}),
    (APPLES, {"documents/0/exemption": "AE", "documents/0/number": None, "documents/0/date": None}),
    (APPLES, {"documents/0/type": "ISPM15_MARK", "documents/0/number": None, "documents/0/date": None}),
    (APPLES, {"border_mode": "20", "transport/border/id": "45488855, 52123452"}),
    (APPLES, {"items/0/packages/0": {"type": "VR", "count": "0"}, "packages_total": "0"}),
    (APPLES, {"items/0/price": "0", "invoice_total": "0", "items/0/flags": {"no_charge": True}}),
    (APPLES, {"consignor/id": "91650100MA77", "consignor/country": "CN"}),
    (APPLES, {"payer/id": "000000000000"}),  # twelve zeros: no number
    (PARCEL, {"items/0/price": "351.00"}),
    (PARCEL, {"items/0/price": "352.00", "postal/form": "CN23"}),
]


@pytest.mark.parametrize(("content", "changes"), FITS)
def test_logic_lets_pass_what_fits(content: dict[str, Any], changes: dict[str, Any]) -> None:
    for at, value in changes.items():
        content = spoiled(content, at, value)
    assert check(content, on=ON, stage="logic") == []


WARNINGS = [
    ({"containers": [{"number": "CSQU3054384"}]}, "container_number"),
    ({"transport/border/id": "ABC 123"}, "plate"),
    ({"procedure": "93", "items/0/procedure": "93"}, "customs_value_unused"),
]


@pytest.mark.parametrize(("changes", "code"), WARNINGS)
def test_a_doubt_is_only_a_warning(changes: dict[str, Any], code: str) -> None:
    content = APPLES
    for at, value in changes.items():
        content = spoiled(content, at, value)
    found = check(content, on=ON, stage="logic")
    assert {problem.code for problem in found} == {code}
    assert {problem.severity for problem in found} == {"warning"}


NOMENCLATURE = {"0808108006": "", "6403511500": "715"}


def test_a_code_is_looked_up_only_where_codes_are_loaded() -> None:
    other = spoiled(APPLES, "items/0/commodity_code", "0808108099")
    assert everything(other) == []
    assert [problem.code for problem in everything(other, nomenclature=NOMENCLATURE)] == ["commodity_code_unknown"]
    assert everything(APPLES, nomenclature=NOMENCLATURE) == []


def test_shoes_are_counted_in_pairs() -> None:
    shoes = spoiled(APPLES, "items/0/commodity_code", "6403511500")
    shoes = spoiled(shoes, "items/0/supplementary_unit", "796")
    assert [problem.code for problem in everything(shoes, nomenclature=NOMENCLATURE)] == ["supplementary_unit"]


def test_a_thousand_items_are_too_many() -> None:
    many = {**APPLES, "items": [{**APPLES["items"][0], "number": number} for number in range(1, 1001)]}
    assert "too_many_items" in {problem.code for problem in check(many, on=ON, stage="law", offices=OFFICES)}


def test_an_empty_declaration_hears_every_reason_at_once() -> None:
    assert {problem.pointer for problem in everything({"kind": "import"})} >= {
        "/office",
        "/declarant/id",
        "/consignor/name",
        "/consignee/id",
        "/border_mode",
        "/items",
    }


@settings(max_examples=150, deadline=None)
@given(content=ANY_CONTENT)
def test_no_content_breaks_a_check(content: dict[str, Any]) -> None:
    for problem in everything(content):
        assert problem.pointer == "" or problem.pointer.startswith("/")
        assert problem.code
        assert str(problem.message)


def sentences() -> Iterator[str]:
    """Every sentence validation can say, with its placeholders."""
    for name in ("value_checks", "form", "logic", "item_logic", "law", "postal", "numbers", "findings"):
        source = (validation.__path__[0]) + f"/{name}.py"
        with open(source, encoding="utf-8") as file:
            yield from re.findall(r'_\(\s*"((?:[^"\\]|\\.)*)"', file.read())


def test_sentences_say_what_to_do_and_beg_nobodys_pardon() -> None:
    said = list(sentences())
    assert len(said) > 80
    for sentence in said:
        assert not re.search(r"\b(please|sorry|invalid|valid|forbidden|oops|illegal)\b", sentence, re.IGNORECASE), (
            sentence
        )
        assert sentence[0].isupper() or sentence.startswith("{"), sentence


def test_every_problem_can_be_translated() -> None:
    messy = {**APPLES, "kind": "export", "dispatch_country": "ZZ", "items": [{"number": 3, "price": "x"}]}
    found = [problem for stage in STAGES for problem in check(messy, on=ON, stage=stage, offices={})]
    assert len(found) > 5
    for problem in found:
        assert isinstance(problem.message, Promise), problem.code


def test_lists_hold_only_on_their_days() -> None:
    assert "40" in lists.rows("procedures", ON)
    assert "40" not in lists.rows("procedures", date(2010, 12, 31))
    assert lists.kinds_of("80", ON) == {"transit"}
    assert lists.kinds_of("41", ON) == frozenset()
