"""Finding messages: the outbox of a program, and the messages about one declaration."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from agencies.customs.models import NctsMessage
from clearance.acts import Actor, NotFound


def messages_of(actor: Actor, *, after: int = 0, direction: str = "", reference: str = "") -> QuerySet[NctsMessage]:
    """Messages of the actor's companies, in order."""
    found = NctsMessage.objects.filter(company_id__in=actor.companies, pk__gt=after).select_related("declaration")
    if direction:
        found = found.filter(direction=direction)
    if reference:
        found = found.filter(declaration__reference=reference.replace("\x00", "").strip().upper())
    return found.order_by("pk")


def message_of(actor: Actor, uuid: UUID) -> NctsMessage:
    """One message of the actor's companies; NotFound."""
    row = NctsMessage.objects.filter(company_id__in=actor.companies, uuid=uuid).first()
    if row is None:
        raise NotFound(uuid)
    return row


def about(declaration: Any) -> list[NctsMessage]:
    """Everything exchanged about one declaration, without the bodies."""
    return list(NctsMessage.objects.filter(declaration=declaration).defer("body").order_by("pk"))


def address_of(row: NctsMessage) -> str:
    """Where a message is fetched."""
    return reverse("api:ncts_message", args=[row.uuid])
