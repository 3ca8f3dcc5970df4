"""Calls of a postal operator: a dispatch list in one act, its arrival in one, the scans of an item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from clearance.api import bodies, shapes
from clearance.api.declarations import actor_of
from clearance.api.errors import Turned
from clearance.api.reading import JSON, json_of
from clearance.content import Problem, Problems
from clearance.dispatch_lists import parse_dispatch
from clearance.services import posting

router = Router(tags=["post"])
CSV = "text/csv"
LIST = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "dispatch_id": {"type": "string"},
                        "office": {"type": "string"},
                        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Content"}},
                    },
                }
            },
        },
    }
}


@router.post(
    "dispatches",
    url_name="dispatches",
    response={200: shapes.DispatchOut, 201: shapes.DispatchOut, 422: Any},
    openapi_extra=LIST,
)
def file_dispatch(request: HttpRequest) -> Any:
    """File a dispatch list, CSV or JSON: for each item a reference or located errors; 422 when no item can be filed."""
    actor = actor_of(request)
    body = request.body
    if request.content_type == JSON:
        json_of(body)
    elif request.content_type != CSV:
        raise Turned(415, [Problem("unsupported_media_type", "", _("Send text/csv or application/json."))])
    elif b"\x00" in body:
        raise Problems([Problem("not_csv", "", _("Save the list as UTF-8 text: it holds bytes that are not text."))])
    rows = parse_dispatch(body, request.content_type)
    filed = posting.file_dispatch(actor, company_id=posting.operator_of(actor).company, rows=rows)
    items = [
        {
            "item_id": item.item_id,
            "reference": item.reference,
            "created": item.created,
            "errors": posting.located(item, row),
        }
        for item, row in zip(filed, rows, strict=True)
    ]
    answer: dict[str, Any] = {"items": items, "filed": sum(item.created for item in filed)}
    if not any(item.reference for item in filed):
        return Status(
            422,
            {
                "errors": [
                    error for item, row in zip(filed, rows, strict=True) for error in posting.located(item, row)
                ],
                **answer,
            },
        )
    return Status(201 if answer["filed"] else 200, answer)


@router.post("dispatches/{dispatch_id}/present", url_name="dispatch_present", response=shapes.DispatchArrived)
def present_dispatch(request: HttpRequest, dispatch_id: str, asked: bodies.Presentation | None = None) -> Any:
    """Say that a whole dispatch has arrived: what nobody asks about is released at once."""
    asked = asked or bodies.Presentation()
    done = posting.release_clean(actor_of(request), dispatch_id=dispatch_id, at=asked.at, office=asked.office)
    return {"presented": done.presented, "released": list(done.released), "exceptions": list(done.exceptions)}


@router.post("declarations/{reference}/scans", url_name="scans", response={200: shapes.Scanned, 201: shapes.Scanned})
def scan(request: HttpRequest, reference: str, asked: bodies.ScanIn) -> Any:
    """Record a scan, storage, return or delivery of a postal item; the same one twice is one."""
    created = posting.record_item_event(
        actor_of(request),
        reference=reference.strip().upper(),
        code=asked.code,
        at=asked.at,
        office=asked.office,
        reason=asked.reason,
    )
    return Status(201 if created else 200, {"reference": reference.strip().upper(), "code": asked.code})
