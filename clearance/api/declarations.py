"""Calls about declarations: file, list, read, what happened."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status

from clearance import messages, selectors
from clearance.acting import Actor
from clearance.api import bodies, cursors, explaining, shapes, showing
from clearance.api.clients import client_of
from clearance.api.reading import XML, Received, declaration_of
from clearance.content import Problem, Problems
from clearance.models import Declaration, Event
from clearance.services import filing
from clearance.workflow import State

router = Router(tags=["declarations"])
PAGE = 50
EVENTS = 500
LONGEST_KEY = 200

BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Content"}},
            "application/xml": {"schema": {"type": "string", "description": "WCO Data Model: MetaData or Declaration"}},
        },
    }
}


@router.post(
    "declarations",
    url_name="declarations",
    response={200: Any, 201: shapes.Filed, 422: shapes.Errors},
    openapi_extra={
        **BODY,
        "parameters": [
            {"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "maxLength": LONGEST_KEY}}
        ],
    },
)
def file_declaration(
    request: HttpRequest, action: Literal["file", "draft", "check"] = "file", reference: str | None = None
) -> Any:
    """File a declaration, keep it as a draft, or only check and explain it.

    `reference` names a draft that is replaced, or filed with this content.
    """
    actor = actor_of(request)
    received = declaration_of(request)
    if action == "check":
        return explaining.checked(received)
    key = _key_of(request)
    body_digest = hashlib.sha256(f"{action}:{reference or ''}:{received.digest}".encode()).hexdigest()
    options: dict[str, Any] = {
        "company_id": _company_of(actor, received, reference),
        "content": received.content,
        "original": received.original,
        "reference": reference,
        "idempotency_key": key,
        "body_digest": body_digest if key else "",
    }
    try:
        if action == "draft":
            filed = filing.save_draft(actor, **options)
        else:
            filed = filing.file(actor, signature=received.signature, **options)
    except Problems as error:
        raise Problems(received.located(error.problems)) from error
    answer = filed_answer(request, filed.declaration)
    return Status(201 if filed.created else 200, answer)


@router.get("declarations", url_name="declarations", response=shapes.Lines)
def list_declarations(
    request: HttpRequest,
    state: Annotated[list[State] | None, Query()] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    updated_since: bodies.Moment | None = None,
    client: Annotated[str, Query(max_length=20)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> Any:
    """Own declarations and clients', the last changed first; for officers those their agency is asked about."""
    found = selectors.visible_to(actor_of(request))
    if state:
        found = found.filter(state__in=state)
    if words := q.replace("\x00", "").strip():
        found = found.filter(
            Q(reference__istartswith=words)
            | Q(local_ref__icontains=words)
            | Q(registration_number__icontains=words)
            | Q(summary__icontains=words)
            | Q(vehicle__icontains=words)
        )
    if updated_since:
        found = found.filter(changed_at__gte=updated_since)
    if client:
        found = found.filter(company__bin=client.replace("\x00", ""))
    if cursor:
        changed_at, pk = cursors.read(cursor, str, int)
        before = cursors.moment(changed_at)
        found = found.filter(Q(changed_at__lt=before) | Q(changed_at=before, pk__lt=pk))
    rows = list(found.order_by("-changed_at", "-pk")[: limit + 1])
    more = rows[limit - 1] if len(rows) > limit else None
    return {
        "declarations": [showing.summary(row) for row in rows[:limit]],
        "next": cursors.made_of(more.changed_at.isoformat(), more.pk) if more else None,
    }


@router.get(
    "declarations/{reference}",
    url_name="declaration",
    response=shapes.DeclarationOut,
    exclude_unset=True,
    openapi_extra={"responses": {200: {"content": {"application/xml": {"schema": {"type": "string"}}}}}},
)
def read_declaration(request: HttpRequest, reference: str, include: Literal["", "lapsed"] = "") -> Any:
    """A declaration as this reader may know it; `Accept: application/xml` gives it back in WCO form."""
    actor = actor_of(request)
    declaration = selectors.find(actor, reference)
    if request.get_preferred_type(["application/json", XML, "text/xml"]) in {XML, "text/xml"}:
        return HttpResponse(messages.write(showing.content_of(declaration)), content_type=f"{XML}; charset=utf-8")
    return showing.detail(actor, declaration, with_lapsed=include == "lapsed")


@router.get("declarations/{reference}/events", url_name="events", response=shapes.EventsOut, exclude_unset=True)
def list_events(request: HttpRequest, reference: str, after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0) -> Any:
    """What happened, in order, after the number given."""
    actor = actor_of(request)
    declaration = selectors.find(actor, reference)
    officer = showing.is_officers_view(actor, declaration)
    number = "seq" if officer else "public_seq"
    found = Event.objects.filter(declaration=declaration, **{f"{number}__gt": after})
    if not officer:
        found = found.filter(is_public=True)
    rows = [showing.event(row, officer=officer) for row in found.order_by(number)[:EVENTS]]
    return {"events": rows, "next": rows[-1]["seq"] if rows else after}


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; made known at the door."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def filed_answer(request: HttpRequest, declaration: Declaration) -> dict[str, Any]:
    """What whoever files needs to go on."""
    return {
        "reference": declaration.reference,
        "state": declaration.state,
        "version": declaration.version,
        "url": request.build_absolute_uri(reverse("api:declaration", args=[declaration.reference])),
    }


def _company_of(actor: Actor, received: Received, reference: str | None) -> int:
    if reference is not None:
        return selectors.find(actor, reference).company_id
    try:
        return client_of(actor, received.content)
    except Problems as error:
        raise Problems(received.located(error.problems)) from error


def _key_of(request: HttpRequest) -> str | None:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        text = _("Send an Idempotency-Key of at most 200 printable characters.")
        raise Problems([Problem("idempotency_key", "", text)])
    return key or None
