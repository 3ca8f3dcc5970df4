"""Goods for tests: contents that are complete, and the ways they differ."""

import copy
from typing import Any
from uuid import uuid4


def paper(kind: str, number: str = "") -> dict[str, str]:
    return {"type": kind, "number": number or f"{kind}-1", "date": "2026-11-01"}


PUMPS = {
    "commodity_code": "7307291009",
    "description": "Stainless steel pipe fittings for water supply, threaded",
    "origin": "CN",
}
APPLES = {"commodity_code": "0808108006", "description": "Fresh apples, Fuji, packed in cartons", "origin": "CN"}
LAMB = {"commodity_code": "0204100000", "description": "Chilled lamb carcasses, vacuum packed", "origin": "MN"}
PHONES = {"commodity_code": "8517130000", "description": "Smartphones with 128 GB of memory, new", "origin": "CN"}
# Ordinary goods that no agency but customs asks about.
CERAMICS = {"commodity_code": "6907218009", "description": "Ceramic floor tiles, glazed, 60 x 60 cm", "origin": "CN"}


def item(number: int, goods: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "procedure": "40",
        "previous_procedure": "00",
        "packages": [{"count": "10", "type": "CT", "marks": "N/M"}],
        "gross_mass_kg": "1050",
        "net_mass_kg": "1000",
        "price": "5000.00",
        "currency": "USD",
        "customs_value": "2600000.00",
        "valuation_method": "1",
        "charges": [{"type": "5060", "base": "2600000.00", "rate": "16", "amount": "416000.00"}],
        **goods,
        **more,
    }


def imports(*goods: dict[str, str], office: str = "KZ-NURJOLY", **more: Any) -> dict[str, Any]:
    """A complete import by road from China, one item for each of `goods`."""
    items = [item(number, one) for number, one in enumerate(goods or (CERAMICS,), 1)]
    content: dict[str, Any] = {
        "kind": "import",
        "declaration_type": "DT",
        "function_code": "9",
        "local_ref": f"T-{uuid4().hex[:12]}",
        "procedure": "40",
        "office": office,
        "border_office": "KZ-NURJOLY",
        "border_mode": "30",
        "inland_mode": "30",
        "dispatch_country": "CN",
        "destination_country": "KZ",
        "trading_country": "CN",
        "incoterms": "DAP",
        "incoterms_place": "Almaty",
        "transaction_nature": "01",
        "currency": "USD",
        "invoice_total": f"{5000 * len(items)}.00",
        "customs_value_total": f"{2600000 * len(items)}.00",
        "packages_total": str(10 * len(items)),
        "gross_mass_total_kg": str(1050 * len(items)),
        "items_total": str(len(items)),
        "declarant": {"id": "971240001315", "name": "Silk Road", "country": "KZ", "city": "Almaty", "line": "Abay 1"},
        "consignee": {"id": "971240001315", "name": "Silk Road", "country": "KZ", "city": "Almaty", "line": "Abay 1"},
        "payer": {"id": "971240001315", "name": "Silk Road", "country": "KZ"},
        "consignor": {"name": "Huoerguosi Trading Co", "country": "CN", "city": "Khorgos", "line": "Asia Road 2"},
        "seller": {"name": "Huoerguosi Trading Co", "country": "CN"},
        "buyer": {"id": "971240001315", "name": "Silk Road", "country": "KZ"},
        "carrier": {"name": "Jetisu Trans", "country": "KZ"},
        "transport": {
            "arrival": {"id": "584AEK19", "type": "30", "mode": "30", "nationality": "KZ"},
            "border": {"id": "584AEK19", "type": "30", "mode": "30", "nationality": "KZ"},
        },
        "documents": [
            paper("INVOICE"),
            paper("TRANSPORT_DOC"),
            paper("CONTRACT"),
            paper("PRE_ARRIVAL_INFO"),
            paper("CONFORMITY_DOC"),
            paper("PHYTO_CERT"),
            paper("VET_CERT"),
            paper("VET_IMPORT_PERMIT"),
        ],
        "items": items,
    }
    return {**content, **copy.deepcopy(more)}
