"""Taking in a message: read, checked, done or refused, kept and answered; whatever it is, nothing of it is lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.customs.models import NctsCorrespondence, NctsMessage
from agencies.customs.models.ncts import Direction
from agencies.customs.ncts import answers, doing, refusals, telling
from agencies.customs.ncts.doing import Asked
from agencies.customs.ncts.parts import Message, Place, message_of
from agencies.customs.ncts.refusals import DOUBLE, RULE, Fault
from agencies.customs.ncts.structure import checking, xsd
from clearance.acts import Actor, Problem, as_system, clock
from clearance.exchange import read_xml

LONGEST_NAME = 35


@dataclass(frozen=True)
class Taken:
    """What became of a message: the kept row, what was answered at once, and whether it had come before."""

    message: NctsMessage
    answers: list[NctsMessage]
    created: bool


def receive(actor: Actor, body: bytes) -> Taken:
    """Take in a message of the actor's program; only who may send no message at all is refused with NotAllowed."""
    doing.may_send(actor)
    root, problems = read_xml(body)
    message = message_of(root) if root is not None else None
    faults = checking.faults_of(root) + xsd.faults_of(root) if root is not None else [checking.unread(problems[0])]
    company = (doing.company_of(actor, message) if message else None) or actor.own[0].company
    kept = _before(actor, message, body)
    if kept is not None:
        return Taken(kept, _answers_to(kept), False)
    try:
        with transaction.atomic():
            return _taken(actor, company, message, body, faults)
    except IntegrityError:
        # Another connection took the same message in, or its number, at the same moment: what it did is the one effect.
        kept = _before(actor, message, body)
        if kept is not None:
            return Taken(kept, _answers_to(kept), False)
        with transaction.atomic():
            return _taken(actor, company, message, body, faults)


def _taken(actor: Actor, company: int, message: Message | None, body: bytes, faults: list[checking.Fault]) -> Taken:
    declaration = None
    errors: list[Fault] = [
        {**fault.as_problem().as_dict(), "xml": fault.code, "value": fault.value} for fault in faults
    ]
    repeats, known = message is not None and _is_used(company, message), 0
    if message is not None and not errors:
        about = _about(actor, message)
        known = about.last_seq if about is not None else 0
        fault = _unfit(message, repeats=repeats)
        if fault is not None:
            errors = [fault]
        else:
            declaration, errors = _done(Asked(message, body, actor))
    with as_system():
        found = declaration if declaration is not None else _about(actor, message)
        if found is not None and found.company_id != company:
            company = found.company_id
            repeats = repeats or (message is not None and _is_used(company, message))
        row = _keep(company, found, message, body, errors, repeats=repeats)
        if errors:
            return Taken(row, [answers.refuse(row, message, errors)], True)
        assert message is not None
        correspondence = _correspondence(found, message, known)
    told = telling.tell(correspondence.declaration_id)
    return Taken(row, told, True)


def _done(asked: Asked) -> tuple[Any, list[Fault]]:
    """The declaration the message was about, or why it was refused; a refused act leaves nothing."""
    try:
        with transaction.atomic():
            return doing.do(asked), []
    except refusals.EXPECTED as error:
        operation = asked.message.root.one("TransitOperation")
        nowhere = operation.place() if operation else asked.message.root.place()
        unknown = Problem(
            "unknown_movement", "", _("There is no such declaration of yours: check the MRN or LRN, and the company.")
        )
        return None, refusals.faults_of(error, asked.places, nowhere, unknown)


def _unfit(message: Message, *, repeats: bool) -> Fault | None:
    """Why a sound message is not done: its number was used, its name is another, or traders do not send it."""
    if repeats:
        text = _("Give each message its own identification: this one was used for another content.")
        return _functional("identification_used", DOUBLE, message.root.place("messageIdentification"), text)
    if message.root.text("messageType") != message.type:
        text = _("Name the message in its type as its root does: {name}.").format(name=message.type)
        return _functional("type_differs", RULE, message.root.place("messageType"), text)
    if message.type not in doing.ACTS:
        text = _("Send only messages of traders: {name} is one of the office.").format(name=message.type)
        return _functional("not_a_traders", RULE, message.root.place("messageType"), text)
    return None


def _functional(code: str, functional: str, place: Place, text: str) -> Fault:
    return {**Problem(code, place.path, text, line=place.line).as_dict(), "functional": functional, "nack": True}


def _about(actor: Actor, message: Message | None) -> Any:
    """The declaration a refused message names, where its sender may see it."""
    if message is None:
        return None
    try:
        return doing.declaration_of(actor, message)
    except refusals.EXPECTED:
        return None


def _before(actor: Actor, message: Message | None, body: bytes) -> NctsMessage | None:
    """The same message, if it came before for any company of the actor."""
    sender, identification = _names(message)
    return NctsMessage.objects.filter(
        company_id__in=actor.companies, direction=Direction.IN, sender=sender, identification=identification,
        digest=hashlib.sha256(body).hexdigest(),
    ).first()  # fmt: skip


def _is_used(company: int, message: Message) -> bool:
    sender, identification = _names(message)
    same = NctsMessage.objects.filter(
        company_id=company, direction=Direction.IN, sender=sender, identification=identification, repeats=False
    )
    return bool(identification) and same.exists()


def _keep(
    company: int, declaration: Any, message: Message | None, body: bytes, errors: list[Fault], *, repeats: bool
) -> NctsMessage:
    sender, identification = _names(message)
    return NctsMessage.objects.create(
        company_id=company,
        declaration=declaration,
        direction=Direction.IN,
        type=message.type[:6] if message else "",
        sender=sender,
        identification=identification,
        correlation=message.correlation[:LONGEST_NAME] if message else "",
        number=(message.mrn or message.lrn)[:22] if message else "",
        repeats=repeats,
        body=body,
        digest=hashlib.sha256(body).hexdigest(),
        errors=errors,
        made_at=clock.now(),
    )


def _names(message: Message | None) -> tuple[str, str]:
    if message is None:
        return "", ""
    return message.sender[:LONGEST_NAME], message.identification[:LONGEST_NAME]


def _correspondence(declaration: Any, message: Message, known: int) -> NctsCorrespondence:
    """The correspondence about a declaration; one filed otherwise is told of from its first message on."""
    found, _created = NctsCorrespondence.objects.get_or_create(
        declaration=declaration,
        defaults={
            "company_id": declaration.company_id,
            "sender": message.sender,
            "prelodged": message.root.at("TransitOperation", "additionalDeclarationType") == doing.PRELODGED,
            "told_seq": known,
        },
    )
    return found


def _answers_to(row: NctsMessage) -> list[NctsMessage]:
    return list(
        NctsMessage.objects.filter(
            company_id=row.company_id, direction=Direction.OUT, correlation=row.identification, pk__gt=row.pk
        )
        if row.identification
        else []
    )
