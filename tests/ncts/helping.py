"""Messages as a program of the cast sends them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from lxml import etree

from agencies.customs.models import NctsMessage
from agencies.customs.ncts import numbers, telling
from agencies.customs.ncts.receiving import Taken, receive
from agencies.customs.ncts.structure.checking import faults_of
from agencies.customs.ncts.structure.writing import write
from clearance import advance, clock
from clearance.models import Declaration
from tests.acting import FILING, fresh
from tests.cast import Cast
from tests.ncts import public

HOLDER = "KZ971240001315"
GRN = "26KZ0000010000058"
DEPARTURE, DESTINATION = "KZNURJOL", "KZASTLC0"


def header(type_: str, **more: Any) -> dict[str, Any]:
    """The header of a message of the trader's program."""
    return {
        "messageSender": "SILK.ROAD",
        "messageRecipient": "NTA.KZ",
        "preparationDateAndTime": clock.now().strftime("%Y-%m-%dT%H:%M:%S"),
        "messageIdentification": f"M{uuid4().hex[:20]}",
        "messageType": type_,
        **more,
    }


def declared(type_: str = "CC015C", **more: Any) -> dict[str, Any]:
    """Phones from Nur Joly to Astana, as a declaration or its change."""
    address = {"streetAndNumber": "Road 2", "city": "Khorgos", "country": "CN"}
    item = {
        "goodsItemNumber": "1",
        "declarationGoodsItemNumber": "1",
        "Commodity": {
            "descriptionOfGoods": "Smartphones with 128 GB of memory, new",
            "CommodityCode": {"harmonizedSystemSubHeadingCode": "851713"},
            "GoodsMeasure": {"grossMass": "1000", "netMass": "950"},
        },
        "Packaging": {"typeOfPackages": "CT", "numberOfPackages": "100", "shippingMarks": "N/M"},
        "AdditionalInformation": {"code": "KZVAL", "text": "20000.00 USD"},
    }
    operation = {
        "LRN": f"T{uuid4().hex[:15].upper()}", "declarationType": "T1", "additionalDeclarationType": "A", "security": "0",
        "reducedDatasetIndicator": "0", "bindingItinerary": "0",
    }  # fmt: skip
    if type_ == "CC013C":
        operation["amendmentTypeFlag"] = "0"
    return {
        **header(type_),
        "TransitOperation": {**operation, **more.pop("operation", {})},
        "CustomsOfficeOfDeparture": {"referenceNumber": DEPARTURE},
        "CustomsOfficeOfDestinationDeclared": {"referenceNumber": DESTINATION},
        "HolderOfTheTransitProcedure": {"identificationNumber": HOLDER},
        "Guarantee": {
            "guaranteeType": "1",
            "GuaranteeReference": {
                "GRN": GRN, "accessCode": "AC01", "amountToBeCovered": "1000.00", "currency": "KZT",
            },
        },
        "Consignment": {
            "countryOfDispatch": "CN",
            "countryOfDestination": "KZ",
            "containerIndicator": "1",
            "inlandModeOfTransport": "3",
            "modeOfTransportAtTheBorder": "3",
            "grossMass": "1000",
            "Consignor": {"name": "Khorgos Yida Trading", "Address": address},
            "Consignee": {"identificationNumber": HOLDER},
            "TransportEquipment": {
                "containerIdentificationNumber": "MSKU9070323", "numberOfSeals": "1", "Seal": {"identifier": "CN7781234"},
            },
            "DepartureTransportMeans": {
                "typeOfIdentification": "30", "identificationNumber": "731BOL05", "nationality": "KZ",
            },
            "TransportDocument": {"type": "N730", "referenceNumber": "CMR-1"},
            "HouseConsignment": {"grossMass": "1000", "ConsignmentItem": [item]},
        },
        **more,
    }  # fmt: skip


def sent(cast: Cast, type_: str, values: dict[str, Any], *, by: str = "trader") -> Taken:
    """Send a message and let the worker do what follows."""
    return sent_as_is(cast, write(type_, values), by=by)


def sent_as_is(cast: Cast, body: bytes, *, by: str = "trader") -> Taken:
    with cast.acting(by, scopes=FILING) as actor:
        taken = receive(actor, body)
    if taken.message.declaration_id:
        advance.advance(taken.message.declaration_id)
    return taken


def declaration_in(cast: Cast, taken: Taken) -> Declaration:
    """The declaration a message was about."""
    with cast.acting("system"):
        return fresh(cast, Declaration.objects.get(pk=taken.message.declaration_id))


def text_in(body: bytes, way: str) -> str:
    """The value at a way of names."""
    return str(etree.fromstring(bytes(body)).findtext(way))


def told(cast: Cast) -> list[NctsMessage]:
    """The outbox as it is now, oldest first."""
    telling.tell_all(inline=True)
    with cast.acting("system"):
        return list(NctsMessage.objects.filter(direction="out").order_by("pk"))


def types(cast: Cast) -> list[str]:
    return [message.type[2:5] for message in told(cast)]


def about(declaration: Any, type_: str, **more: Any) -> dict[str, Any]:
    """A message about a declaration by its MRN."""
    return {
        **header(type_),
        "TransitOperation": {"MRN": numbers.mrn_of(declaration.reference), **more.pop("operation", {})},
        **more,
    }


def arrival(declaration: Any) -> dict[str, Any]:
    operation = {
        "arrivalNotificationDateAndTime": clock.now().strftime("%Y-%m-%dT%H:%M:%S"), "simplifiedProcedure": "0",
        "incidentFlag": "0",
    }  # fmt: skip
    return about(
        declaration,
        "CC007C",
        operation=operation,
        CustomsOfficeOfDestinationActual={"referenceNumber": DESTINATION},
        TraderAtDestination={"identificationNumber": HOLDER},
        Consignment={
            "LocationOfGoods": {
                "typeOfLocation": "A",
                "qualifierOfIdentification": "V",
                "CustomsOffice": {"referenceNumber": DESTINATION},
            }
        },
    )


def unloaded(declaration: Any, **remark: Any) -> dict[str, Any]:
    said = {
        "conform": "1",
        "unloadingCompletion": "1",
        "unloadingDate": f"{clock.today()}",
        "stateOfSeals": "1",
        **remark,
    }
    return about(
        declaration,
        "CC044C",
        CustomsOfficeOfDestinationActual={"referenceNumber": DESTINATION},
        TraderAtDestination={"identificationNumber": HOLDER},
        UnloadingRemark=said,
    )


def invalidation(declaration: Any) -> dict[str, Any]:
    return about(
        declaration,
        "CC014C",
        Invalidation={"initiatedByCustoms": "0", "justification": "Sold elsewhere"},
        CustomsOfficeOfDeparture={"referenceNumber": "KZNURJOL"},
        HolderOfTheTransitProcedure={"identificationNumber": HOLDER},
    )


def must_be_valid(messages: list[NctsMessage]) -> None:
    """Each message follows our description, and the official schema where both are at hand."""
    for message in messages:
        root = etree.fromstring(bytes(message.body))
        assert faults_of(root) == [], message.type
        schema = public.schema(message.type) if public.is_here() else None
        if schema is not None:
            schema.assertValid(root)


def changed(declaration: Any) -> dict[str, Any]:
    """The whole declaration anew, with another reference of the consignment."""
    change = declared("CC013C", operation={"LRN": declaration.local_ref, "additionalDeclarationType": "D"})
    change["Consignment"]["referenceNumberUCR"] = "UCR-2"
    return change


def presentation(declaration: Any) -> dict[str, Any]:
    """Goods declared before are here, in another vehicle than the declared one."""
    return {
        **header("CC170C"),
        "TransitOperation": {"LRN": declaration.local_ref},
        "CustomsOfficeOfDeparture": {"referenceNumber": DEPARTURE},
        "HolderOfTheTransitProcedure": {"identificationNumber": HOLDER},
        "Consignment": {
            "LocationOfGoods": {"typeOfLocation": "A", "qualifierOfIdentification": "V"},
            "DepartureTransportMeans": {
                "typeOfIdentification": "30", "identificationNumber": "905BOL05", "nationality": "KZ",
            },
            "HouseConsignment": {},
        },
    }  # fmt: skip
