"""A declaration or its change (CC015C, CC013C) as the content of a transit declaration, with the place of each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from agencies.customs.ncts import codes
from agencies.customs.ncts.parts import Message, Part, Place

Names = Callable[[str], str]
"""The registered name behind a party's number; "" where nobody is registered under it."""

TRANSIT, RAIL = "80", "20"
FOREIGN = re.compile(r"[A-Z]{2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTES = {"CMR": "cmr_note", "SMGS_NOTE": "smgs_note"}
"""Consignment notes have a field of their own; of other papers the complement may be the date."""
VALUE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,2})?) ?([A-Z]{3})")


class Mapped:
    """The content of a message, and where each of its fields stands."""

    def __init__(self, message: Message, on: date, names: Names) -> None:
        self.on, self.names = on, names
        self.content: dict[str, Any] = {"kind": "transit", "procedure": TRANSIT, "function_code": "9"}
        self.places: dict[str, Place] = {"": message.root.place()}
        self.root = message.root
        self.consignment = message.root.one("Consignment") or message.root
        self._header()
        self._parties()
        self._transport()
        self._guarantees()
        self._goods()
        self._journey()

    def _put(self, at: str, part: Part, name: str, value: str | None) -> None:
        """Set a field, and remember its place whether or not it has a value."""
        self.places[at] = part.place(name)
        if value:
            holder: Any = self.content
            *way, last = at.split("/")[1:]
            for step in way:
                holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
            holder[last] = value

    def _code(self, list_: str, value: str) -> str:
        """Our code, or theirs where we have none: the checks of the declaration name it."""
        return codes.ours(list_, value, self.on) or value

    def _header(self) -> None:
        operation = self.root.one("TransitOperation") or self.root
        self._put("/local_ref", operation, "LRN", operation.text("LRN"))
        self._put(
            "/declaration_type",
            operation,
            "declarationType",
            self._code("declaration_type", operation.text("declarationType")),
        )
        for at, element in (
            ("/office", "CustomsOfficeOfDeparture"),
            ("/border_office", "CustomsOfficeOfDeparture"),
            ("/destination_office", "CustomsOfficeOfDestinationDeclared"),
        ):
            part = self.root.one(element) or self.root
            self._put(at, part, "referenceNumber", self._code("office", part.text("referenceNumber")))
        goods = self.consignment
        self._put("/ucr", goods, "referenceNumberUCR", goods.text("referenceNumberUCR"))
        self._put("/gross_mass_total_kg", goods, "grossMass", plain(goods.text("grossMass")))
        for at, element in (
            ("/dispatch_country", "countryOfDispatch"),
            ("/destination_country", "countryOfDestination"),
        ):
            part, value = self._wherever(element)
            self._put(at, part, element, self._code("country", value))
        if "dispatch_country" not in self.content:
            departure = self.root.one("CustomsOfficeOfDeparture") or self.root
            self.content["dispatch_country"] = self._code("country", departure.text("referenceNumber")[:2])

    def _wherever(self, name: str) -> tuple[Part, str]:
        """A value that stands once for all goods, or with the house consignments or goods: the first there is."""
        for part in (self.consignment, *self._houses(), *self._items()):
            if value := part.text(name):
                return part, value
        return self.consignment, ""

    def _houses(self) -> list[Part]:
        return list(self.consignment.all("HouseConsignment"))

    def _items(self) -> list[Part]:
        return [item for house in self._houses() for item in house.all("ConsignmentItem")]

    def _parties(self) -> None:
        holder = self.root.one("HolderOfTheTransitProcedure") or self.root
        for at in ("/declarant", "/principal"):
            self._party(at, holder)
        if representative := self.root.one("Representative"):
            self._party("/representative", representative)
        for at, name in (("/consignor", "Consignor"), ("/consignee", "Consignee")):
            found = next((part for part in (self.consignment, *self._houses(), *self._items()) if part.one(name)), None)
            party = found.one(name) if found else None
            if party is not None:
                self._party(at, party)
            else:
                self.places[f"{at}/name"] = self.consignment.place(name)
        self._party("/carrier", self.consignment.one("Carrier") or holder)

    def _party(self, at: str, part: Part) -> None:
        said = part.text("identificationNumber")
        number = said[2:] if re.fullmatch(r"KZ[0-9]{12}", said) else said
        self.places[at] = part.place()
        self._put(f"{at}/id", part, "identificationNumber", number)
        self._put(f"{at}/name", part, "name", part.text("name") or self.names(number) or said)
        address = part.one("Address") or part
        country = address.text("country") or (said[:2] if FOREIGN.match(said) else "KZ" if number else "")
        self._put(f"{at}/country", address, "country", self._code("country", country))
        for field, name in (("line", "streetAndNumber"), ("city", "city"), ("postcode", "postcode")):
            self._put(f"{at}/{field}", address, name, address.text(name))
        contact = part.one("ContactPerson") or part
        self._put(f"{at}/phone", contact, "phoneNumber", contact.text("phoneNumber"))
        self._put(f"{at}/email", contact, "eMailAddress", contact.text("eMailAddress"))

    def _transport(self) -> None:
        goods = self.consignment
        departing = goods.one("DepartureTransportMeans") or goods
        crossing = goods.one("ActiveBorderTransportMeans") or departing
        by_means = self._code("means", departing.text("typeOfIdentification"))
        inland = goods.text("inlandModeOfTransport")
        border = goods.text("modeOfTransportAtTheBorder") or inland
        mode = codes.ours("mode", border, self.on) or by_means or "30"
        self._put("/border_mode", goods, "modeOfTransportAtTheBorder", mode)
        self._put(
            "/inland_mode", goods, "inlandModeOfTransport", codes.ours("mode", inland, self.on) or by_means or mode
        )
        for stretch, part in (("departure", departing), ("border", crossing), ("arrival", departing)):
            at = f"/transport/{stretch}"
            sign = part.text("identificationNumber") if part is not goods else ""
            self._put(f"{at}/id", part, "identificationNumber", sign)
            if sign:
                self._put(f"{at}/type", part, "typeOfIdentification", mode)
                self._put(f"{at}/mode", part, "typeOfIdentification", mode)
                # A wagon has an owner by its number and no nationality.
                nationality = "" if mode == RAIL else self._code("country", part.text("nationality"))
                self._put(f"{at}/nationality", part, "nationality", nationality)
        boxes = list(goods.all("TransportEquipment"))
        if boxes:
            self.content["containers"] = []
        for place, box in enumerate(boxes):
            at = f"/containers/{place}"
            self.content["containers"].append({})
            self.places[at] = box.place()
            self._put(f"{at}/number", box, "containerIdentificationNumber", box.text("containerIdentificationNumber"))
            if seals := [seal.text("identifier") for seal in box.all("Seal")]:
                self.content["containers"][place]["seals"] = seals
                self.places[f"{at}/seals"] = box.place("Seal")

    def _guarantees(self) -> None:
        found = [
            (guarantee, reference)
            for guarantee in self.root.all("Guarantee")
            for reference in [*guarantee.all("GuaranteeReference")] or [guarantee]
        ]
        self.content["guarantees"] = [{} for _one in found]
        self.places["/guarantees"] = self.root.place("Guarantee")
        for place, (guarantee, reference) in enumerate(found):
            at = f"/guarantees/{place}"
            self._put(
                f"{at}/type", guarantee, "guaranteeType", self._code("guarantee", guarantee.text("guaranteeType"))
            )
            self._put(f"{at}/reference", reference, "GRN", reference.text("GRN"))
            self._put(f"{at}/amount", reference, "amountToBeCovered", plain(reference.text("amountToBeCovered")))
            self._put(f"{at}/currency", reference, "currency", reference.text("currency"))

    def _goods(self) -> None:
        items = sorted(self._items(), key=lambda item: int(item.text("declarationGoodsItemNumber") or 0))
        self.content["items"] = [{} for _one in items]
        self.places["/items"] = self.consignment.place("HouseConsignment")
        headers = [self.consignment, *self._houses()]
        if papers := self._papers("/documents", headers):
            self.content["documents"] = papers
        for place, item in enumerate(items):
            at = f"/items/{place}"
            self.places[at] = item.place()
            self.places[f"{at}/number"] = item.place("declarationGoodsItemNumber")
            self.content["items"][place]["number"] = int(item.text("declarationGoodsItemNumber") or 0)
            self._item(at, item, self.content["items"][place])

    def _item(self, at: str, item: Part, into: dict[str, Any]) -> None:
        goods = item.one("Commodity") or item
        code = goods.one("CommodityCode") or goods
        measure = goods.one("GoodsMeasure") or goods
        self._put(f"{at}/description", goods, "descriptionOfGoods", goods.text("descriptionOfGoods"))
        number = code.text("harmonizedSystemSubHeadingCode") + code.text("combinedNomenclatureCode")
        self._put(f"{at}/commodity_code", code, "harmonizedSystemSubHeadingCode", number)
        self._put(f"{at}/procedure", item, "declarationType", TRANSIT)
        alone = len(self.content["items"]) == 1
        gross = measure.text("grossMass") or (self.consignment.text("grossMass") if alone else "")
        self._put(f"{at}/gross_mass_kg", measure, "grossMass", plain(gross))
        self._put(f"{at}/net_mass_kg", measure, "netMass", plain(measure.text("netMass")))
        self._put(
            f"{at}/supplementary_quantity", measure, "supplementaryUnits", plain(measure.text("supplementaryUnits"))
        )
        self._put(f"{at}/origin", item, "countryOfDispatch", self._code("country", item.text("countryOfDispatch")))
        if dangerous := goods.one("DangerousGoods"):
            self._put(f"{at}/undg", dangerous, "UNNumber", dangerous.text("UNNumber"))
        self._packages(at, item, into)
        self._price(at, item)
        if papers := self._papers(f"{at}/documents", [item]):
            into["documents"] = papers

    def _packages(self, at: str, item: Part, into: dict[str, Any]) -> None:
        self.places[f"{at}/packages"] = item.place("Packaging")
        into["packages"] = []
        for place, packing in enumerate(item.all("Packaging")):
            into["packages"].append({})
            for field, name in (("type", "typeOfPackages"), ("count", "numberOfPackages"), ("marks", "shippingMarks")):
                self._put(f"{at}/packages/{place}/{field}", packing, name, packing.text(name))

    def _price(self, at: str, item: Part) -> None:
        """The messages have no field for the price: a statement of the country gives it."""
        self.places[f"{at}/price"] = item.place("AdditionalInformation")
        for part in item.all("AdditionalInformation"):
            if codes.ours("statement", part.text("code"), self.on) == "price":
                found = VALUE.fullmatch(part.text("text"))
                self._put(f"{at}/price", part, "text", found[1] if found else part.text("text"))
                self._put(f"{at}/currency", part, "text", found[2] if found else None)

    def _journey(self) -> None:
        """What belongs to a transit alone: the offices on its way, its notes, carnet and wagons."""
        part: dict[str, Any] = {}
        ends = {self.content.get("office"), self.content.get("destination_office")}
        offices = list(self.root.all("CustomsOfficeOfTransitDeclared"))
        passed = [(one, self._code("office", one.text("referenceNumber"))) for one in offices]
        between = [(one, code) for one, code in passed if code not in ends]
        for place, (one, _office) in enumerate(between):
            self.places[f"/transit/transit_offices/{place}"] = one.place("referenceNumber")
        if between:
            part["transit_offices"] = [code for _one, code in between]
        operation = self.root.one("TransitOperation") or self.root
        if carnet := operation.text("TIRCarnetNumber"):
            part["tir_carnet"] = carnet
        self.places["/transit/tir_carnet"] = operation.place("TIRCarnetNumber")
        holders = [self.consignment, *self._houses(), *self._items()]
        for kind, field in NOTES.items():
            self.places[f"/transit/{field}"] = self.consignment.place("TransportDocument")
            notes = (note for holder in holders for note in holder.all("TransportDocument"))
            note = next((one for one in notes if self._code("document", one.text("type")) == kind), None)
            if note is not None:
                self.places[f"/transit/{field}/number"] = note.place("referenceNumber")
                part[field] = {"number": note.text("referenceNumber")}
        self.places["/transit/wagons"] = self.consignment.place("DepartureTransportMeans")
        if self.content.get("border_mode") == RAIL:
            means = list(self.consignment.all("DepartureTransportMeans"))
            if wagons := [sign for one in means if (sign := one.text("identificationNumber"))]:
                part["wagons"] = [{"number": sign} for sign in wagons]
        if part:
            self.content["transit"] = part

    def _papers(self, at: str, parts: Iterable[Part]) -> list[dict[str, str]]:
        papers: list[dict[str, str]] = []
        for part in parts:
            for name in ("SupportingDocument", "TransportDocument"):
                for paper in part.all(name):
                    type_, said = self._code("document", paper.text("type")), paper.text("complementOfInformation")
                    if type_ in NOTES:
                        continue
                    self.places[f"{at}/{len(papers)}"] = paper.place()
                    date_ = {"date": said} if DAY.fullmatch(said) else {}
                    papers.append({"type": type_, "number": paper.text("referenceNumber"), **date_})
        return papers


def plain(number: str) -> str:
    """A number without the zeros that say nothing."""
    return number.rstrip("0").rstrip(".") if "." in number else number
