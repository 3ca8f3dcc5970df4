"""Twenty things wrong in one draft are said at once, each with the way to the field that mends it."""

import re
from typing import Any

from django.test import Client

from clearance.services import filing
from tests.acting import FILING
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports, item

SEEDED: dict[str, str] = {
    "office_missing": "sections/route/?mend#id_office",
    "border_office_missing": "sections/route/?mend#id_border_office",
    "dispatch_country": "sections/route/?mend#id_dispatch_country",
    "arrival_too_late": "sections/route/?mend#id_arrival_expected",
    "consignor_country_missing": "sections/parties/?mend#id_consignor_country",
    "consignee_name_missing": "sections/parties/?mend#id_consignee_name",
    "declarant_id_missing": "sections/parties/?mend#id_declarant_id",
    "representative_register_no_missing": "sections/parties/?mend#id_representative_register_no",
    "transport_missing": "sections/transport/?mend#id_vehicle",
    "currency_missing": "sections/money/?mend#id_currency",
    "incoterms_place": "sections/money/?mend#id_incoterms_place",
    "document_number": "documents/",
    "document_of_the_future": "documents/",
    "description_missing": "items/1/?mend#id_description",
    "origin_missing": "items/1/?mend#id_origin",
    "commodity_code": "items/1/?mend#id_commodity_code",
    "net_above_gross": "items/2/?mend#id_net_mass_kg",
    "decimal": "items/2/?mend#id_price",
    "packages_missing": "items/2/?mend#id_package_count",
    "undg": "items/2/?mend#id_undg",
}


def wrong_content() -> dict[str, Any]:
    """An import with twenty faults in every section."""
    first = item(1, {"commodity_code": "69072", "description": "", "origin": ""})
    second = item(2, APPLES, net_mass_kg="2000", price="5 000", undg="12", packages=[])
    content = imports(CERAMICS, arrival_expected="2029-01-01T10:00:00+05:00", dispatch_country="KZ")
    content |= {
        "items": [first, second],
        "representative": {"id": "940140000385"},
        "documents": [{"type": "INVOICE", "date": "2026-11-01"}, {"type": "CONTRACT", "number": "1", "date": "2031-01-01"}],
        "transport": {},
    }  # fmt: skip
    for name in ("office", "border_office", "currency", "incoterms_place"):
        del content[name]
    for name in ("gross_mass_total_kg", "invoice_total", "customs_value_total", "packages_total"):
        content.pop(name)
    del content["consignor"]["country"]
    del content["consignee"]["name"]
    del content["declarant"]["id"]
    return content


def test_twenty_errors_are_shown_at_once_and_each_leads_to_its_field(trader: Client, cast: Cast) -> None:
    with cast.acting("trader", scopes=FILING) as actor:
        kept = filing.save_draft(actor, company_id=cast.companies()["silk_road"], content=wrong_content())
    base = f"/declarations/{kept.declaration.reference}/"
    page = trader.get(f"{base}check/")
    located = {one["problem"].code: one["url"] for one in page.context["located"]}
    assert {code: url.removeprefix(base) for code, url in located.items() if code in SEEDED} == SEEDED
    assert len(page.context["located"]) >= 20
    for one in page.context["located"]:
        assert f'<a href="{one["url"]}">'.replace("&", "&amp;") in page.text, one["url"]
        address, _hash, field = one["url"].partition("#")
        mending = trader.get(address)
        assert mending.status_code == 200
        if field:
            control = re.search(rf'<[a-z]+ [^>]*id="{field}"[^>]*>', mending.text)
            assert control, one["url"]
            assert f'href="#{field}"' in mending.text, f"the summary of {address} leads to {field}"
    tasks = trader.get(base)
    states = {row["section"].name: row["section"].state for row in tasks.context["rows"]}
    assert states["items"] == states["documents"] == "problem"
    assert "You can sign when these sections are complete" in tasks.text
    assert "disabled" in tasks.text
