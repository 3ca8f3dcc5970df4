"""Calls of programs that speak the messages of the transit system: send one, see the outbox, fetch one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from ninja.errors import HttpError

from agencies.customs.models import NctsMessage
from agencies.customs.ncts import numbers, outbox
from agencies.customs.ncts.receiving import receive
from clearance.acts import Actor

XML_TYPES = frozenset({"application/xml", "text/xml"})
XML = "application/xml; charset=utf-8"

router = Router(tags=["ncts"])


class Fault(Schema):
    """One thing wrong with a message: where it is, and what to do."""

    code: str
    pointer: str
    message: str
    hint: str = ""
    line: int | None = None


class Line(Schema):
    """A message in or out."""

    id: UUID
    number: int
    direction: Literal["in", "out"]
    type: str
    sender: str
    identification: str
    correlation: str
    reference: str | None
    mrn: str | None
    at: datetime
    errors: list[Fault]
    url: str


class Taken(Schema):
    """What became of a message: it is kept in any case; `errors` say why it had no effect, `answers` what was replied."""

    message: Line
    answers: list[Line]


class Lines(Schema):
    """Messages in order; `next` is what to ask for `after` next time."""

    messages: list[Line]
    next: int


@router.post(
    "ncts/messages",
    url_name="ncts_messages",
    response={200: Taken, 202: Taken},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/xml": {
                    "schema": {
                        "type": "string",
                        "description": "NCTS phase 5: CC007C, CC013C, CC014C, CC015C, CC044C or CC170C",
                    }
                }
            },
        }
    },
)
def send(request: HttpRequest) -> Any:
    """Send a message. It is kept whatever it is, and answered; the same message again is 200 and has no second effect."""
    if request.content_type not in XML_TYPES:
        raise HttpError(415, "XML is wanted")
    taken = receive(_actor(request), request.body)
    shown = {"message": _line(taken.message), "answers": [_line(one) for one in taken.answers]}
    return Status(202 if taken.created else 200, shown)


@router.get("ncts/messages", url_name="ncts_messages", response=Lines)
def list_messages(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=9_000_000_000_000)] = 0,
    direction: Literal["", "in", "out"] = "",
    reference: Annotated[str, Query(max_length=20)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Own messages and clients', in order, after the number given."""
    rows = outbox.messages_of(_actor(request), after=after, direction=direction, reference=reference)[:limit]
    lines = [_line(row) for row in rows]
    return {"messages": lines, "next": lines[-1]["number"] if lines else after}


@router.get(
    "ncts/messages/{message_id}",
    url_name="ncts_message",
    openapi_extra={"responses": {200: {"content": {"application/xml": {"schema": {"type": "string"}}}}}},
)
def read_message(request: HttpRequest, message_id: UUID) -> Any:
    """One message, byte for byte as it came or went."""
    row = outbox.message_of(_actor(request), message_id)
    return HttpResponse(bytes(row.body), content_type=XML)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _line(row: NctsMessage) -> dict[str, Any]:
    declaration = row.declaration
    return {
        "id": row.uuid,
        "number": row.pk,
        **{name: getattr(row, name) for name in ("direction", "type", "sender", "identification", "correlation")},
        "reference": declaration.reference if declaration else None,
        "mrn": numbers.mrn_of(declaration.reference) if declaration else None,
        "at": row.made_at,
        "errors": row.errors,
        "url": outbox.address_of(row),
    }
