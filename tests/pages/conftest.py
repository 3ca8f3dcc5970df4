"""People signed in at a client, and a declaration filled in as a person would."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clearance import advance
from clearance.acting import Who, acting_as
from clearance.models import Declaration
from clearance.services import filing
from tests.cast import PASSWORD, Cast
from tests.goods import imports

ROUTE = {
    "procedure": "40",
    "office": "KZ-NURJOLY",
    "local_ref": "FORM-1",
    "dispatch_country": "CN",
    "destination_country": "KZ",
    "trading_country": "CN",
    "border_office": "KZ-NURJOLY",
}
PARTIES = {
    "consignor_name": "Huoerguosi Trading Co",
    "consignor_country": "CN",
    "consignor_city": "Khorgos",
    "consignor_line": "Asia Road 2",
    "consignee_name": "Silk Road",
    "consignee_country": "KZ",
    "consignee_id": "971240001315",
    "consignee_city": "Almaty",
    "consignee_line": "Abay 1",
    "declarant_name": "Silk Road",
    "declarant_id": "971240001315",
    "declarant_country": "KZ",
    "seller_name": "Huoerguosi Trading Co",
    "seller_country": "CN",
    "buyer_name": "Silk Road",
    "buyer_id": "971240001315",
}
TRANSPORT = {
    "border_mode": "30",
    "inland_mode": "30",
    "vehicle": "584AEK19",
    "vehicle_nationality": "KZ",
    "carrier_name": "Jetisu Trans",
    "carrier_country": "KZ",
}
MONEY = {
    "currency": "USD",
    "incoterms": "DAP",
    "incoterms_place": "Almaty",
    "transaction_nature": "01",
    "payer_name": "Silk Road",
    "payer_id": "971240001315",
}
SECTIONS = (("parties", PARTIES), ("route", ROUTE), ("transport", TRANSPORT), ("money", MONEY))
TILES = {
    "commodity_code": "6907 21 800 9",
    "description": "Ceramic floor tiles, glazed, 60 x 60 cm",
    "origin": "CN",
    "previous_procedure": "00",
    "package_count": "10",
    "package_type": "CT",
    "package_marks": "N/M",
    "gross_mass_kg": "1 050",
    "net_mass_kg": "1000",
    "price": "5 000,00",
    "customs_value": "2 600 000",
    "valuation_method": "1",
    "vat": "416 000",
}
PAPERS = ("INVOICE", "TRANSPORT_DOC", "CONTRACT", "PRE_ARRIVAL_INFO", "CONFORMITY_DOC")


@pytest.fixture
def trader(signed: Callable[[str], Client]) -> Client:
    return signed("trader")


def begin(client: Client, kind: str = "import") -> str:
    """Begin a declaration in the browser; returns its reference."""
    answer = client.post("/declarations/new/", {"kind": kind})
    assert answer.status_code == 302, answer.text
    return str(answer["Location"].split("/")[2])


def send(client: Client, url: str, data: dict[str, Any], **more: Any) -> Any:
    """Send a form of the filing pages with the revision its page shows."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    revision = page.context["kept"].revision
    return client.post(url, {**data, "revision": revision, **more})


def fill_in(client: Client, reference: str, *items: dict[str, str], prefix: str = "") -> None:
    """Fill in every section of an import as a trader does."""
    base = prefix or f"/declarations/{reference}/"
    for name, data in SECTIONS:
        answer = send(client, f"{base}sections/{name}/", data)
        assert answer.status_code == 302, answer.text
    for number, item in enumerate(items or (TILES,), 1):
        answer = send(client, f"{base}items/{number}/", item)
        assert answer.status_code == 302, answer.text
    for kind in PAPERS:
        answer = send(
            client, f"{base}documents/", {"type": kind, "number": f"{kind}-1", "date": "01.11.2026"}, act="paper"
        )
        assert answer.status_code == 302, answer.text


def sign(client: Client, reference: str) -> Any:
    """Sign and submit with the password."""
    return client.post(f"/declarations/{reference}/check/", {"password": PASSWORD})


def worker() -> None:
    """What the worker does when it is woken."""
    advance.sweep()


def filed(cast: Cast, content: dict[str, Any] | None = None, *, by: str = "trader", company: str = "silk_road") -> str:
    """A filed and routed declaration; returns its reference."""
    with acting_as(Who(cast.ids()[by])) as actor:
        done = filing.file(
            actor,
            company_id=cast.companies()[company],
            content=content or imports(),
            signature={"password": PASSWORD},
        )
    worker()
    return done.declaration.reference


def declaration(reference: str) -> Declaration:
    """The row as it is, seen by the system."""
    with acting_as(Who(system=True)):
        return Declaration.objects.select_related("company", "office").get(reference=reference)
