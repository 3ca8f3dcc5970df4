"""Stage "law": what the Customs Code wants said, and to which office (Art. 106, 107, 111(5), 114)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.content import Sentence
from clearance.identifiers import NO_NUMBER
from clearance.transit_content import seals_of

from . import lists, postal, transit, transit_fields
from .figures import items_of
from .findings import Findings

CARGO = frozenset({"import", "export", "transit"})
GOODS = frozenset({"import", "export"})
EVERY = CARGO | {"postal"}

HEADER: tuple[tuple[str, frozenset[str], Sentence], ...] = (
    ("office", EVERY, _("Choose the office of declaration.")),
    ("declarant/id", CARGO, _("Enter the BIN or IIN of the declarant.")),
    ("dispatch_country", EVERY, _("Choose the country of dispatch.")),
    ("destination_country", EVERY, _("Choose the country of destination.")),
    ("border_mode", CARGO, _("Choose the mode of transport at the border.")),
    ("consignor/name", CARGO, _("Enter the name of the consignor.")),
    ("consignor/country", CARGO, _("Choose the country of the consignor.")),
    ("consignee/name", CARGO, _("Enter the name of the consignee.")),
    ("consignee/country", CARGO, _("Choose the country of the consignee.")),
    ("currency", GOODS, _("Choose the currency of the invoice.")),
    ("destination_office", frozenset({"transit"}), _("Choose the office of destination.")),
    ("carrier/name", frozenset({"transit"}), _("Enter the name of the carrier.")),
)
"""What the header must say, for which kinds of declaration."""

ITEM: tuple[tuple[str, frozenset[str], Sentence], ...] = (
    ("number", EVERY, _("Enter the number of the item.")),
    ("description", CARGO, _("Describe the goods.")),
    ("commodity_code", CARGO, _("Enter the commodity code.")),
    ("origin", GOODS, _("Choose the country of origin.")),
    ("procedure", GOODS, _("Choose the procedure.")),
    ("packages", CARGO, _("Enter the packages: how many, and of which type.")),
    ("gross_mass_kg", CARGO, _("Enter the gross weight in kilograms.")),
    ("net_mass_kg", GOODS, _("Enter the net weight in kilograms.")),
    ("price", CARGO, _("Enter the price as in the invoice.")),
)
"""What each item must say, for which kinds of declaration."""

WAREHOUSING = "70"
BORDER_TYPES = frozenset({"border_post", "rail_border_station", "airport", "seaport", "special_zone"})
MODES = {"10": "water", "20": "rail", "30": "road", "31": "road", "40": "air"}


def check(findings: Findings, content: Mapping[str, Any], on: date, offices: Mapping[str, Any] | None = None) -> None:
    """Check what must be said, and that the offices may be used for it."""
    kind = content.get("kind")
    if not kind:
        findings.error("kind_missing", "kind", _("Choose the kind of declaration: import, export, transit or postal."))
    for at, kinds, message in HEADER:
        if kind in kinds and not _said(content, at):
            findings.error(at.replace("/", "_") + "_missing", at, message)
    _parties(findings, content)
    _transport(findings, content)
    _items(findings, content, on)
    _offices(findings, content, offices)
    _arrival(findings, content, on)
    if kind == "postal":
        postal.check_law(findings, content)
    transit.check_law(findings, content, on, offices)


def _said(content: Mapping[str, Any], at: str) -> bool:
    value: Any = content
    for step in at.split("/"):
        value = (value or {}).get(step)
    return bool(value) and value != NO_NUMBER


def _parties(findings: Findings, content: Mapping[str, Any]) -> None:
    kind = content.get("kind")
    if kind == "import" and not (_said(content, "consignee/id") or _said(content, "importer/id")):
        findings.error("consignee_id_missing", "consignee/id", _("Enter the BIN or IIN of the consignee."))
    if kind == "export" and not (_said(content, "consignor/id") or _said(content, "exporter/id")):
        findings.error("consignor_id_missing", "consignor/id", _("Enter the BIN or IIN of the consignor."))
    if content.get("representative"):
        for name, message in (
            ("id", _("Enter the BIN of the broker.")),
            ("register_no", _("Enter the broker's registration number.")),
        ):
            if not _said(content, f"representative/{name}"):
                findings.error(f"representative_{name}_missing", f"representative/{name}", message)


def _transport(findings: Findings, content: Mapping[str, Any]) -> None:
    if content.get("kind") not in CARGO:
        return
    transport = content.get("transport") or {}
    known = [(transport.get(stretch) or {}) for stretch in ("arrival", "border", "departure")]
    is_said_by_mode = content["kind"] == "transit" and transit_fields.modes_of(content)[:1] not in ([], ["other"])
    named = any(means.get("id") or means.get("name") for means in known)
    if not (named or is_said_by_mode or content.get("containers")):
        findings.error(
            "transport_missing",
            "transport/border/id",
            _("Enter the plate, wagon, container, vessel or flight that carries the goods."),
        )
    if (content.get("flags") or {}).get("sealed") is True and not seals_of(content):
        findings.error("seal_missing", "containers", _("Enter the number of the seal."))


def _items(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    kind, items = content.get("kind"), items_of(content)
    if not items:
        findings.error("items_missing", "items", _("Add at least one item of goods."))
    most = int(lists.limit("items", on))
    if len(items) > most:
        findings.error(
            "too_many_items", "items", _("Split the declaration: at most {most} items fit into one."), most=most
        )
    if any(item.get("procedure") == WAREHOUSING for item in items) and not content.get("warehouse"):
        findings.error("warehouse_missing", "warehouse", _("Enter the licence number of the customs warehouse."))
    for place, item in enumerate(items):
        with findings.item(place):
            for at, kinds, message in ITEM:
                if kind in kinds and not item.get(at):
                    findings.error(f"{at}_missing", at, message)
            if kind == "transit" and not (item.get("procedure") or content.get("procedure")):
                findings.error("procedure_missing", "procedure", _("Choose the procedure."))
            if item.get("price") and kind == "transit" and not (item.get("currency") or content.get("currency")):
                findings.error("currency_missing", "currency", _("Choose the currency of the price."))


def _offices(findings: Findings, content: Mapping[str, Any], offices: Mapping[str, Any] | None) -> None:
    kind, mode = content.get("kind"), content.get("border_mode")
    registering = (offices or {}).get(content.get("office") or "")
    is_at_border = registering is not None and registering.type in BORDER_TYPES
    if kind in CARGO and not content.get("border_office") and not is_at_border:
        findings.error("border_office_missing", "border_office", _("Choose the border office."))
    if offices is None:
        return
    for at in ("office", "border_office", "destination_office"):
        code = content.get(at)
        if code and code not in offices:
            findings.error(
                "office_unknown", at, _("Choose the office from the list: {code} is not in it."), code=code[:40]
            )
    if registering is not None and (
        registering.type == "control_centre" or (registering.type == "exchange_office" and kind in CARGO)
    ):
        findings.error(
            "office_not_competent",
            "office",
            _("Choose another office: {code} may not register this declaration."),
            code=content["office"],
        )
    border = offices.get(content.get("border_office") or "")
    wanted = MODES.get(mode or "")
    if kind in CARGO and border is not None and wanted and not {wanted, "any"} & set(border.modes):
        findings.error(
            "border_office_mode",
            "border_office",
            _("Choose a border office for this mode of transport: {code} is for another one."),
            code=content["border_office"],
        )


def _arrival(findings: Findings, content: Mapping[str, Any], on: date) -> None:
    """An advance declaration needs the goods to come within 30 calendar days (Art. 114)."""
    if content.get("kind") != "import":
        return
    try:
        arrival = datetime.fromisoformat(content.get("arrival_expected") or "")
    except ValueError:
        return
    days = int(lists.limit("advance_days", on))
    day = clock.day_of(arrival) if arrival.tzinfo else arrival.date()
    if day > on + timedelta(days=days):
        findings.error(
            "arrival_too_late",
            "arrival_expected",
            _("File later: the goods must come within {days} calendar days of an advance declaration."),
            days=days,
        )
