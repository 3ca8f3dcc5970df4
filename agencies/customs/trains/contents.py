"""A consignment note of a train list as the content of a transit declaration, and the cell a problem comes from. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from agencies.customs.trains.columns import Row

RAIL, PROCEDURE = "20", "80"
NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True)
class Head:
    """What holds for the whole train."""

    list_number: str
    office: str
    destination_office: str
    number: str = ""
    border_office: str = ""
    inland_mode: str = RAIL
    dispatch_country: str = ""
    destination_country: str = ""
    currency: str = ""
    carrier: str = ""


def content_of_note(head: Head, declarant: Mapping[str, str], rows: Sequence[Row]) -> dict[str, Any]:
    """What is declared for one note; each kind of goods in it is one item, whatever number of wagons it fills."""
    first = rows[0]
    items = [_item(place, of) for place, of in enumerate(goods_of(rows), 1)]
    content: dict[str, Any] = {
        "kind": "transit", "declaration_type": "TT", "function_code": "9", "procedure": PROCEDURE,
        "local_ref": local_ref(head.list_number, first["note"]), "office": head.office,
        "border_office": head.border_office or head.office, "destination_office": head.destination_office,
        "border_mode": RAIL, "inland_mode": head.inland_mode, "dispatch_country": head.dispatch_country,
        "destination_country": head.destination_country, "currency": first["currency"] or head.currency,
        "declarant": dict(declarant), "principal": dict(declarant),
        "consignor": {"name": first["consignor"], "country": first["consignor_country"] or head.dispatch_country},
        "consignee": {
            "name": first["consignee"], "id": first["consignee_id"],
            "country": first["consignee_country"] or head.destination_country,
        },
        "carrier": {"name": head.carrier, "country": "KZ"} if head.carrier else {},
        "containers": [{"number": row["container"]} for row in rows if row["container"]],
        "documents": [
            {"type": "INVOICE", "number": row["invoice"], "date": row["invoice_date"]}
            for row in {row["invoice"]: row for row in rows if row["invoice"]}.values()
        ],
        "transit": {
            "smgs_note": {"number": first["note"], "date": first["note_date"]},
            "wagons": [_wagon(row) for row in rows],
            "train_number": head.number, "train_list": head.list_number,
            "departure_station": first["departure_station"], "destination_station": first["destination_station"],
        },
        "items": items,
        "items_total": str(len(items)),
        "packages_total": _sum(row["packages"] for row in rows),
        "gross_mass_total_kg": _sum(row["gross_mass_kg"] for row in rows),
        "invoice_total": _sum(row["price"] for row in rows),
    }  # fmt: skip
    said: dict[str, Any] = _said(content)
    return said


def local_ref(list_number: str, note: str) -> str:
    """By which the same note of the same list is known again."""
    return f"{list_number}/{note}"[-35:]


def goods_of(rows: Sequence[Row]) -> list[list[Row]]:
    """The wagons of each kind of goods, in the order of the list."""
    goods: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        goods.setdefault((row["commodity_code"], row["description"]), []).append(row)
    return list(goods.values())


HEADS = {
    "consignor": {"name": "consignor", "country": "consignor_country"},
    "consignee": {"name": "consignee", "country": "consignee_country", "id": "consignee_id"},
    "documents": {"number": "invoice", "date": "invoice_date"},
}
OF_ITEMS = {
    "commodity_code": "commodity_code", "description": "description", "gross_mass_kg": "gross_mass_kg",
    "price": "price", "currency": "currency",
}  # fmt: skip
OF_TRANSIT = {
    "smgs_note": "note", "departure_station": "departure_station", "destination_station": "destination_station",
}  # fmt: skip
OF_WAGONS = {"number": "wagon", "container": "container", "seals": "seals"}


def cell_of(pointer: str, rows: Sequence[Row]) -> tuple[int, str]:
    """The line and column of a list a pointer into its content comes from; column "" for the train as a whole."""
    steps = pointer.strip("/").split("/")
    head, last = steps[0], steps[-1]
    if head == "transit" and len(steps) > 1:
        if steps[1] == "wagons" and len(steps) > 2:
            column = OF_WAGONS.get(steps[3] if len(steps) > 3 else "", "wagon")
            return rows[int(steps[2])].line, column
        column = "note_date" if steps[1:] == ["smgs_note", "date"] else OF_TRANSIT.get(steps[1], "")
        return rows[0].line, column
    if head == "items" and len(steps) > 1:
        row = goods_of(rows)[int(steps[1])][0]
        if len(steps) > 2 and steps[2] == "packages":
            return row.line, "package_type" if last == "type" else "packages"
        return row.line, OF_ITEMS.get(steps[2] if len(steps) > 2 else "", "description")
    if head == "containers" and len(steps) > 1:
        return [row for row in rows if row["container"]][int(steps[1])].line, "container"
    return rows[0].line, HEADS.get(head, {}).get(last, "")


def _item(place: int, rows: Sequence[Row]) -> dict[str, Any]:
    first = rows[0]
    return {
        "number": place, "commodity_code": first["commodity_code"], "description": first["description"],
        "procedure": PROCEDURE, "packages": [{"count": _sum(row["packages"] for row in rows),
                                              "type": first["package_type"] or "PK"}],
        "gross_mass_kg": _sum(row["gross_mass_kg"] for row in rows), "price": _sum(row["price"] for row in rows),
        "currency": first["currency"],
    }  # fmt: skip


def _wagon(row: Row) -> dict[str, Any]:
    return {
        "number": row["wagon"], "container": row["container"], "seals": re.split(r"[\s,;]+", row["seals"]),
        "packages": row["packages"], "gross_mass_kg": row["gross_mass_kg"],
    }  # fmt: skip


def _sum(texts: Iterable[str]) -> str:
    """The sum of numbers; a text that is none is kept as it is, so that it is told where it stands."""
    given = [text.replace(",", ".").replace("\u00a0", "").replace(" ", "") for text in texts]
    for text in given:
        if not NUMBER.fullmatch(text):
            return text
    try:
        total = sum((Decimal(text) for text in given), Decimal(0))
    except InvalidOperation:
        return given[0]
    return f"{total.normalize():f}"


def _said(value: Any) -> Any:
    """Without what says nothing."""
    if isinstance(value, dict):
        kept = {name: _said(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in ("", None, {}, [])}
    if isinstance(value, list):
        # What stands in a list keeps its place: it is a part of the pointers into it.
        return [part for part in map(_said, value) if part not in ("", None)]
    return value
