"""What a trader's message asks for, done by the services under the rights of its sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.customs.ncts import codes, numbers, unloading
from agencies.customs.ncts.mapping import RAIL, Mapped
from agencies.customs.ncts.parts import Message, Place
from clearance.acts import (
    Actor,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    clock,
    company_with_bin,
    content_of,
    declaration_for,
)
from clearance.exchange import Original, amend, file, may_act_for, present, visible_to, withdraw

XML = "application/xml"
PRELODGED = "D"


@dataclass
class Asked:
    """A message being done: what it says, by whom it is asked, and which places its fields have."""

    message: Message
    body: bytes
    actor: Actor
    places: Mapping[str, Place] = field(default_factory=dict)

    def mapped(self) -> dict[str, Any]:
        """The declaration the message brings."""
        mapped = Mapped(self.message, clock.today(), _name_of)
        self.places = mapped.places
        return mapped.content

    def declaration(self) -> Any:
        """The transit the message is about, by MRN or LRN; NotFound."""
        return declaration_of(self.actor, self.message)


def do(asked: Asked) -> Any:
    """Do what the message asks for; returns the declaration. Raises what the act raises."""
    return ACTS[asked.message.type](asked)


def declaration_of(actor: Actor, message: Message) -> Any:
    """The transit of the actor's companies with the MRN or LRN of the message; NotFound."""
    mine = visible_to(actor).filter(kind="transit", company_id__in=actor.companies).exclude(state="draft")
    if message.mrn:
        found = mine.filter(reference=numbers.reference_of(message.mrn) or "").first()
    else:
        found = mine.filter(local_ref=message.lrn).order_by("-pk").first() if message.lrn else None
    if found is None:
        raise NotFound(message.mrn or message.lrn)
    return found


def company_of(actor: Actor, message: Message) -> int | None:
    """The company a message is sent for: the one it names if the actor may act for it, else the actor's own."""
    named = {_plain(message.root.at(part, "identificationNumber")) for part in _NAMING}
    members = (*actor.own, *actor.clients)
    return next((one.company for one in members if one.bin in named), None)


_NAMING = ("HolderOfTheTransitProcedure", "TraderAtDestination")


def _plain(number: str) -> str:
    return number.removeprefix("KZ")


def _name_of(number: str) -> str:
    company = company_with_bin(number) if number else None
    return str(company.name) if company is not None else ""


def _declare(asked: Asked) -> Any:
    content = asked.mapped()
    company = company_of(asked.actor, asked.message)
    if company is None:
        text = _("Name a company of yours, or of a client, as the holder of the transit procedure.")
        raise Problems([Problem("holder_unknown", "/principal/id", text)])
    filed = file(asked.actor, company_id=company, content=content, original=Original(asked.body, XML))
    if asked.message.root.at("TransitOperation", "additionalDeclarationType") == PRELODGED:
        return filed.declaration
    return present(asked.actor, reference=filed.declaration.reference)


def _amend(asked: Asked) -> Any:
    content = asked.mapped()
    declaration = asked.declaration()
    content.setdefault("local_ref", declaration.local_ref)
    return amend(
        asked.actor,
        reference=declaration.reference,
        content=content,
        version=declaration.version,
        original=Original(asked.body, XML),
    )


def _invalidate(asked: Asked) -> Any:
    reason = asked.message.root.at("Invalidation", "justification") or gettext(
        "Asked for by message, without a reason."
    )
    return withdraw(asked.actor, reference=asked.declaration().reference, reason=reason)


def _present(asked: Asked) -> Any:
    declaration = asked.declaration()
    content = _as_presented(asked, dict(content_of(declaration)))
    if content is not None:
        declaration = amend(asked.actor, reference=declaration.reference, content=content, version=declaration.version)
    return present(asked.actor, reference=declaration.reference)


def _as_presented(asked: Asked, content: dict[str, Any]) -> dict[str, Any] | None:
    """The content with the vehicle the goods came with; None where it is the declared one."""
    goods = asked.message.root.one("Consignment")
    means = goods.one("DepartureTransportMeans") if goods else None
    declared = (content.get("transport") or {}).get("departure") or {}
    sign = means.text("identificationNumber") if means else ""
    if not means or not sign or sign == declared.get("id"):
        return None
    mode = codes.ours("means", means.text("typeOfIdentification"), clock.today()) or content.get("border_mode", "")
    said = means.text("nationality")
    nationality = codes.ours("country", said, clock.today()) or said
    came = {"id": sign, "type": mode, "mode": mode, "nationality": nationality}
    if mode == RAIL:
        del came["nationality"]
    asked.places = {"/transport/departure": means.place()}
    return {**content, "transport": {**(content.get("transport") or {}), "departure": came, "arrival": came}}


def _arrive(asked: Asked) -> Any:
    declaration = asked.declaration()
    if declaration.released_at is None:
        raise NotFound(declaration.reference)
    root, today = asked.message.root, clock.today()
    office = root.at("CustomsOfficeOfDestinationActual", "referenceNumber")
    asked.places = {
        "/office": _below(asked, "CustomsOfficeOfDestinationActual", "referenceNumber"),
        "/at": _below(asked, "TransitOperation", "arrivalNotificationDateAndTime"),
    }
    return present(
        asked.actor,
        reference=declaration.reference,
        at=moment_of(root.at("TransitOperation", "arrivalNotificationDateAndTime")),
        office=codes.ours("office", office, today) or office,
    )


def _unload(asked: Asked) -> Any:
    declaration = declaration_for(asked.actor, asked.declaration().reference)
    may_act_for(asked.actor, declaration.company_id)
    asked.places = {unloading.SEALS: _below(asked, "UnloadingRemark", "stateOfSeals")}
    unloading.remark(asked.actor, declaration, asked.message)
    return declaration


def _below(asked: Asked, part: str, name: str) -> Place:
    found = asked.message.root.one(part)
    return found.place(name) if found else asked.message.root.place(part)


def moment_of(text: str) -> datetime | None:
    """A moment of a message: they are in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def may_send(actor: Actor) -> None:
    """Messages come from people of companies; NotAllowed."""
    if not actor.own:
        raise NotAllowed(_("Only traders send these messages."))


ACTS: Mapping[str, Callable[[Asked], Any]] = {
    "CC007C": _arrive,
    "CC013C": _amend,
    "CC014C": _invalidate,
    "CC015C": _declare,
    "CC044C": _unload,
    "CC170C": _present,
}
