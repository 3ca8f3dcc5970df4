"""The office's messages: each with its header, written by its table, and kept in the outbox."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from agencies.customs.models import NctsMessage
from agencies.customs.models.ncts import Direction
from agencies.customs.ncts import refusals
from agencies.customs.ncts.parts import Message
from agencies.customs.ncts.refusals import Fault
from agencies.customs.ncts.structure.writing import write
from clearance.acts import clock

OFFICE = "NTA.KZ"
"""The name of the country's customs in these messages."""
NOBODY = "UNKNOWN"
AT_DESTINATION = frozenset({"CC007C", "CC044C"})
FUNCTIONAL, OTHER = "12", "4"
"""Rejection codes (CL226, CL227): errors are listed, or said in words."""
MOST = 9999


def put(
    name: str,
    values: Mapping[str, Any],
    *,
    company: int,
    declaration: Any,
    to: str,
    correlation: str,
    number: str = "",
    event_seq: int | None = None,
) -> NctsMessage:
    """Write a message and keep it in the outbox; raises Unwritable."""
    identification, now = f"KZ{uuid4().hex}", clock.now()
    header = {
        "messageSender": OFFICE,
        "messageRecipient": to or NOBODY,
        "preparationDateAndTime": moment(now),
        "messageIdentification": identification,
        "messageType": name,
        "correlationIdentifier": correlation,
    }
    body = write(name, {**header, **values})
    return NctsMessage.objects.create(
        company_id=company,
        declaration=declaration,
        direction=Direction.OUT,
        type=name,
        sender=OFFICE,
        identification=identification,
        correlation=correlation,
        number=number,
        body=body,
        digest=hashlib.sha256(body).hexdigest(),
        event_seq=event_seq,
        made_at=now,
    )


def refuse(row: NctsMessage, message: Message | None, errors: list[Fault]) -> NctsMessage:
    """The answer to a message that was not done: CC917C for its form, CC906C for its use, CC056C or CC057C for the rest."""
    if message is None or refusals.is_form(errors[0]):
        name, values = "CC917C", _of_form(message, errors)
    elif errors[0].get("nack"):
        name = "CC906C"
        values = {"Header": _numbers(message), "FunctionalError": [_functional(one) for one in errors]}
    else:
        name, values = _rejection(message, errors)
    return put(
        name,
        values,
        company=row.company_id,
        declaration=row.declaration,
        to=row.sender,
        correlation=row.identification,
        number=row.number,
    )


def moment(at: datetime) -> str:
    """A moment as messages give it, in UTC and to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def _numbers(message: Message) -> dict[str, str]:
    return {"LRN": message.lrn, "MRN": message.mrn}


def _of_form(message: Message | None, errors: list[Fault]) -> dict[str, Any]:
    return {
        "Header": _numbers(message) if message else None,
        "XMLError": [
            {
                "errorLineNumber": str(one.get("line") or 1),
                "errorColumnNumber": "0",
                "errorPointer": one["pointer"],
                "errorCode": one["xml"],
                "errorText": one["message"],
                "originalAttributeValue": one.get("value"),
            }
            for one in errors[:MOST]
        ],
    }


def _rejection(message: Message, errors: list[Fault]) -> tuple[str, dict[str, Any]]:
    root = message.root
    operation = {
        **_numbers(message),
        "businessRejectionType": message.type[2:5],
        "rejectionDateAndTime": moment(clock.now()),
        "rejectionCode": FUNCTIONAL,
        "rejectionReason": " ".join(str(one["message"]) for one in errors),
    }
    listed = {"FunctionalError": [_functional(one) for one in errors[:MOST]]}
    if message.type in AT_DESTINATION:
        del operation["LRN"]
        return "CC057C", {
            "TransitOperation": operation,
            "CustomsOfficeOfDestinationActual": _office(root.at("CustomsOfficeOfDestinationActual", "referenceNumber")),
            "TraderAtDestination": {"identificationNumber": root.at("TraderAtDestination", "identificationNumber")},
            **listed,
        }
    holder = "HolderOfTheTransitProcedure"
    return "CC056C", {
        "TransitOperation": operation,
        "CustomsOfficeOfDeparture": _office(root.at("CustomsOfficeOfDeparture", "referenceNumber")),
        holder: {name: root.at(holder, name) for name in ("identificationNumber", "name")},
        **listed,
    }


def _office(number: str) -> dict[str, str]:
    return {"referenceNumber": number}


def _functional(error: Fault) -> dict[str, Any]:
    """A fault by its place and class; the words of all faults are the reason of the rejection."""
    return {"errorPointer": error["pointer"], "errorCode": error["functional"], "errorReason": "N/A"}
