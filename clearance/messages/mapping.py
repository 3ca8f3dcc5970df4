"""Where each field of the canonical content stands in a WCO declaration: one table, read in both directions.

Paths are relative to the element that holds the entry; `A|B` in the last step means that both elements together say
the value. The numbers are WCO data element identifiers (handbook 2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .families import (
    Charges,
    CommodityCode,
    DeclarationType,
    DocumentType,
    PhoneAndEmail,
    Procedures,
    Seals,
    Statements,
)
from .values import Always, AsDate, AsMoment, AsNumber, AsPosition, AsText, Measured, Way, WithAttribute

Condition = Callable[[Mapping[str, Any]], bool]
METADATA_NAMESPACE = "urn:wco:datamodel:WCO:DocumentMetaData:2"
DECLARATION_NAMESPACE = "urn:wco:datamodel:WCO:DEC:2"
"""Namespaces of the messages we write; any other, or none, is read."""

STATEMENTS = "@statements"
"""The name under which the portal's own statements travel between reading and writing."""


@dataclass(frozen=True, eq=False)
class Row:
    """Fields that stand at one place."""

    path: str
    fields: tuple[str, ...]
    wco: str
    way: Way
    when: Condition | None = None
    condition: str = ""

    @cached_property
    def parents(self) -> tuple[str, ...]:
        """Return the names of the elements on the way to the place."""
        return tuple(self.path.split("/")[:-1])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of the elements that hold the value."""
        return tuple(self.path.split("/")[-1].split("|"))


@dataclass(frozen=True, eq=False)
class Group:
    """A repeated element that stands for the entries of a list."""

    path: str
    field: str
    wco: str
    rows: tuple[Row | Group, ...]
    claimed_before: Way | None = None

    @cached_property
    def parents(self) -> tuple[str, ...]:
        """Return the names of the elements on the way to the place."""
        return tuple(self.path.split("/")[:-1])

    @cached_property
    def name(self) -> str:
        """Return the name of the repeated element."""
        return self.path.split("/")[-1]


TEXT = AsText()
KILOGRAMS = Measured("unitCode", "KGM")


def row(path: str, fields: str, wco: str, way: Way = TEXT) -> Row:
    """Return one row; several fields are separated by spaces."""
    return Row(path, tuple(fields.split()), wco, way)


def party(path: str, field: str, wco: str) -> tuple[Row, ...]:
    """Return the rows of a party: `wco` names the elements of name and identifier."""
    name, identifier = wco.split()
    return (
        row(f"{path}/Name", f"{field}/name", name),
        row(f"{path}/ID", f"{field}/id", identifier),
        row(f"{path}/Address/CityName", f"{field}/city", "241"),
        row(f"{path}/Address/CountryCode", f"{field}/country", "242"),
        row(f"{path}/Address/CountrySubDivisionName", f"{field}/region", "243"),
        row(f"{path}/Address/Line", f"{field}/line", "239"),
        row(f"{path}/Address/PostcodeID", f"{field}/postcode", "245"),
        row(f"{path}/Communication", f"{field}/phone {field}/email", "240 253", PhoneAndEmail()),
    )


def means(path: str, field: str, wco: str) -> tuple[Row, ...]:
    """Return the rows of a means of transport: `wco` names name, identifier, its type, and the type of means."""
    name, identifier, identifier_type, kind = wco.split()
    return (
        row(f"{path}/Name", f"{field}/name", name),
        row(f"{path}/ID", f"{field}/id", identifier),
        row(f"{path}/IdentificationTypeCode", f"{field}/id_type", identifier_type),
        row(f"{path}/TypeCode", f"{field}/type", kind),
        row(f"{path}/RegistrationNationalityCode", f"{field}/nationality", "T014"),
    )


DOCUMENT = (
    row("CategoryCode|TypeCode", "type", "D031 D006", DocumentType()),
    row("EffectiveDateTime", "date", "276", AsDate()),
    row("ID", "number", "D005"),
    row("Name", "name", "D028"),
    row("LPCOExemptionCode", "exemption", "360"),
    row("WriteOff/QuantityQuantity", "quantity unit", "503", WithAttribute("unitCode")),
)

INFORMATION = (
    row("StatementCode", "code", "226"),
    row("StatementDescription", "text", "225"),
    row("StatementTypeCode", "type", "369"),
)

ITEM: tuple[Row | Group, ...] = (
    row("CustomsValueAmount", "customs_value", "108", Measured("currencyID", "KZT")),
    row("SequenceNumeric", "number", "006", AsNumber()),
    row("StatisticalValueAmount", "statistical_value", "114", Measured("currencyID", "USD")),
    Group("AdditionalDocument", "documents", "03A", DOCUMENT),
    Group("AdditionalInformation", "additional_information", "04A", INFORMATION),
    row("Commodity/Description", "description", "137"),
    row("Commodity/Classification", "commodity_code", "145", CommodityCode()),
    row("Commodity/DangerousGoods/UNDGID", "undg", "506"),
    row("Commodity/DutyTaxFee", "charges preference quota", "113 116 115 107 120 164 401", Charges()),
    row("Commodity/GoodsMeasure/GrossMassMeasure", "gross_mass_kg", "126", KILOGRAMS),
    row("Commodity/GoodsMeasure/NetNetWeightMeasure", "net_mass_kg", "128", KILOGRAMS),
    row(
        "Commodity/GoodsMeasure/TariffQuantity",
        "supplementary_quantity supplementary_unit",
        "130",
        WithAttribute("unitCode"),
    ),
    row("Commodity/InvoiceLine/ItemChargeAmount", "price currency", "112", WithAttribute("currencyID")),
    row("CustomsValuation/MethodCode", "valuation_method", "122"),
    row("GovernmentProcedure", "procedure previous_procedure procedure_feature", "166 161", Procedures()),
    row("Origin/CountryCode", "origin", "063"),
    Group(
        "Packaging",
        "packages",
        "93A",
        (
            row("SequenceNumeric", "", "006", AsPosition()),
            row("MarksNumbersID", "marks", "142"),
            row("QuantityQuantity", "count", "144"),
            row("TypeCode", "type", "141"),
        ),
    ),
    Group(
        "PreviousDocument",
        "previous_documents",
        "99A",
        (
            row("CategoryCode|TypeCode", "type", "D019", DocumentType()),
            row("ID", "number", "D018"),
            row("LineNumeric", "line", "171"),
        ),
    ),
)

DECLARATION: tuple[Row | Group, ...] = (
    row("FunctionCode", "function_code", "017"),
    row("FunctionalReferenceID", "local_ref", "D026"),
    row("TypeCode", "declaration_type", "D013", DeclarationType()),
    row("GoodsItemQuantity", "items_total", "228"),
    row("DeclarationOfficeID", "office", "065"),
    row("InvoiceAmount", "invoice_total currency", "109 135", WithAttribute("currencyID")),
    row("TotalGrossMassMeasure", "gross_mass_total_kg", "131", KILOGRAMS),
    row("TotalPackageQuantity", "packages_total", "146"),
    row("AdditionalInformation", STATEMENTS, "04A", Statements()),
    Group("AdditionalDocument", "documents", "03A", DOCUMENT),
    Group("AdditionalInformation", "additional_information", "04A", INFORMATION),
    *party("Agent", "representative", "R003 R004"),
    *means("BorderTransportMeans", "transport/border", "T005 T006 T018 T010"),
    row("BorderTransportMeans/ModeCode", "border_mode", "T022"),
    *party("Consignment/Carrier", "carrier", "R011 R012"),
    *party("Declarant", "declarant", "R123 R124"),
    Row("EntryOffice/ID", ("border_office",), "G004", TEXT, lambda c: c.get("kind") != "export", "unless export"),
    Row("ExitOffice/ID", ("border_office",), "G005", TEXT, lambda c: c.get("kind") == "export", "export"),
    *party("Exporter", "exporter", "R031 R032"),
    row("GoodsShipment/TransactionNatureCode", "transaction_nature", "103"),
    row("GoodsShipment/AEOMutualRecognitionParty/ID", "aeo", "R005"),
    *party("GoodsShipment/Buyer", "buyer", "R009 R010"),
    *party("GoodsShipment/Consignee", "consignee", "R014 R015"),
    *means("GoodsShipment/Consignment/ArrivalTransportMeans", "transport/arrival", "T001 T002 T034 T008"),
    row("GoodsShipment/Consignment/ArrivalTransportMeans/ModeCode", "transport/arrival/mode", "T020"),
    row("GoodsShipment/Consignment/ArrivalTransportMeans/ArrivalDateTime", "arrival_expected", "172", AsMoment()),
    *means("GoodsShipment/Consignment/DepartureTransportMeans", "transport/departure", "T003 T004 T035 T009"),
    row("GoodsShipment/Consignment/DepartureTransportMeans/ModeCode", "inland_mode", "T021"),
    row("GoodsShipment/Consignment/GoodsLocation/ID", "goods_location", "L017"),
    Group(
        "GoodsShipment/Consignment/TransportEquipment",
        "containers",
        "31B",
        (
            row("SequenceNumeric", "", "006", AsPosition()),
            row("ID", "number", "159"),
            row("Seal", "seals", "165", Seals()),
        ),
    ),
    *party("GoodsShipment/Consignor", "consignor", "R020 R021"),
    row("GoodsShipment/Destination/CountryCode", "destination_country", "465"),
    row("GoodsShipment/ExportCountry/ID", "dispatch_country", "062"),
    Group("GoodsShipment/GovernmentAgencyGoodsItem", "items", "68A", ITEM),
    *party("GoodsShipment/Importer", "importer", "R037 R038"),
    *party("GoodsShipment/Payer", "payer", "R120 R121"),
    *party("GoodsShipment/Seller", "seller", "R050 R051"),
    row("GoodsShipment/TradeTerms/ConditionCode", "incoterms", "090"),
    row("GoodsShipment/TradeTerms/LocationName", "incoterms_place", "L001"),
    row("GoodsShipment/UCR/TraderAssignedReferenceID", "ucr", "009"),
    row("GoodsShipment/Warehouse/ID", "warehouse", "L019"),
    Group(
        "ObligationGuarantee",
        "guarantees",
        "90A",
        (
            row("AmountAmount", "amount currency", "492", WithAttribute("currencyID")),
            row("ReferenceID", "reference", "100"),
            row("SecurityDetailsCode", "type", "101"),
        ),
    ),
    row("SupervisingOffice/ID", "destination_office", "G012"),
)

ENVELOPE: tuple[Row, ...] = (
    row("WCODataModelVersionCode", "", "-", Always("3.6")),
    row("WCOTypeName", "", "-", Always("DEC")),
    row("ResponsibleCountryCode", "", "-", Always("KZ")),
    row("ResponsibleAgencyName", "", "-", Always("Single Window")),
    row("AgencyAssignedCustomizationVersionCode", "", "-", Always("SW1")),
)
