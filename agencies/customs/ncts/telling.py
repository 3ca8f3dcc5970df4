"""What happens to a declaration is told in messages: each public event once, in order, to whoever corresponds about it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F

from agencies.customs.models import Movement, NctsCorrespondence, NctsMessage, Remark
from agencies.customs.models.ncts import Direction
from agencies.customs.ncts import answers, codes, goods, invalid_cover
from agencies.customs.ncts.answers import moment
from agencies.customs.ncts.numbers import mrn_of
from clearance.acts import SYSTEM, acting_as, as_system, clock, content_of, locked

log = logging.getLogger(__name__)
BATCH = 100
TIME_TO_ANSWER = timedelta(days=28)
CONTROL = "0"
"""A control notification that a control was decided (CL384)."""
CONSIDERED_IN_ORDER, RELEASED_IN_FULL = "A2", "1"


@dataclass(frozen=True)
class Case:
    """An event of a declaration somebody corresponds about."""

    declaration: Any
    content: Mapping[str, Any]
    correspondence: NctsCorrespondence
    event: Any

    @property
    def mrn(self) -> str:
        return mrn_of(self.declaration.reference)

    @property
    def movement(self) -> Movement:
        return Movement.objects.get(declaration=self.declaration)

    @property
    def at(self) -> str:
        return moment(self.event.occurred_at)

    @property
    def day(self) -> str:
        return self.at[:10]

    def numbered(self, **more: Any) -> dict[str, Any]:
        """The operation by its MRN, or by its LRN alone while it is not accepted."""
        if self.declaration.accepted_at is None:
            return {"LRN": self.declaration.local_ref, **more}
        return {"MRN": self.mrn, **more}

    def at_departure(self, operation: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """A message of the office of departure to the holder."""
        today = clock.today()
        return {
            "TransitOperation": operation,
            "CustomsOfficeOfDeparture": goods.office(self.declaration.office_id, today),
            "HolderOfTheTransitProcedure": goods.holder(self.content.get("principal") or self.content["declarant"]),
            **more,
        }

    def at_destination(self, operation: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """A message of the office of destination to the trader there."""
        holder = self.content.get("principal") or self.content["declarant"]
        return {
            "TransitOperation": operation,
            "CustomsOfficeOfDestinationActual": goods.office(self.movement.destination_id, clock.today()),
            "TraderAtDestination": {"identificationNumber": goods.number_of(holder)},
            **more,
        }


Told = tuple[str, dict[str, Any]]


def tell_all(*, inline: bool) -> int:
    """Tell what nobody was told of yet; returns how many messages went to the outbox."""
    with acting_as(SYSTEM):
        waiting = list(
            NctsCorrespondence.objects.filter(declaration__last_seq__gt=F("told_seq"))
            .order_by("pk")
            .values_list("declaration_id", flat=True)[:BATCH]
        )
    told = 0
    for declaration_id in waiting:
        try:
            with acting_as(SYSTEM):
                told += len(tell(declaration_id))
        except Exception:
            # One message that cannot be written must not silence all others; it is tried again at every sweep.
            log.exception("a message of the transit system could not be written", extra={"declaration": declaration_id})
    return told


def tell(declaration_id: int) -> list[NctsMessage]:
    """Put into the outbox what happened to one declaration since it was last told."""
    with as_system():
        declaration = locked(pk=declaration_id)
        correspondence = NctsCorrespondence.objects.get(declaration_id=declaration_id)
        events = list(declaration.events.filter(seq__gt=correspondence.told_seq).order_by("seq"))
        content = content_of(declaration)
        correlation = _last_heard(correspondence)
        made = []
        for event in events:
            if not event.is_public:
                continue
            case = Case(declaration, content, correspondence, event)
            for name, values in _messages_of(case):
                made.append(
                    answers.put(
                        name,
                        values,
                        company=declaration.company_id,
                        declaration=declaration,
                        to=correspondence.sender,
                        correlation=correlation,
                        number=case.mrn if declaration.accepted_at else str(declaration.local_ref)[:22],
                        event_seq=event.seq,
                    )
                )
        if events:
            NctsCorrespondence.objects.filter(pk=correspondence.pk).update(told_seq=events[-1].seq)
    return made


def _last_heard(correspondence: NctsCorrespondence) -> str:
    """The message all this answers: the last one that was done."""
    found = NctsMessage.objects.filter(
        declaration_id=correspondence.declaration_id, direction=Direction.IN, errors=[]
    ).order_by("-pk")
    return str(found.values_list("identification", flat=True).first() or "")


def _messages_of(case: Case) -> list[Told]:
    teller = TOLD.get(case.event.kind)
    return teller(case) if teller else []


def _received(case: Case) -> list[Told]:
    return [("CC928C", case.at_departure({"LRN": case.declaration.local_ref}))]


def _accepted(case: Case) -> list[Told]:
    operation = {"LRN": case.declaration.local_ref, "MRN": case.mrn, "declarationAcceptanceDate": case.day}
    return [("CC028C", case.at_departure(operation)), *_cover(case)]


def _cover(case: Case) -> list[Told]:
    """The guarantees that cover nothing, and why: told with the acceptance, before anybody waits for the release."""
    reasons = invalid_cover.of(case.declaration, case.content)
    if not reasons:
        return []
    operation = {"MRN": case.mrn, "declarationAcceptanceDate": case.day}
    return [("CC055C", case.at_departure(operation, GuaranteeReference=reasons))]


def _released(case: Case) -> list[Told]:
    today, content = clock.today(), case.content
    operation = {
        "LRN": case.declaration.local_ref,
        "MRN": case.mrn,
        "declarationType": "T1",
        "additionalDeclarationType": "D" if case.correspondence.prelodged else "A",
        "declarationAcceptanceDate": moment(case.declaration.accepted_at)[:10],
        "releaseDate": case.day,
        "security": "0",
        "reducedDatasetIndicator": "0",
        "bindingItinerary": "0",
    }
    result = {"code": CONSIDERED_IN_ORDER, "date": case.day, "controlledBy": answers.OFFICE}
    return [
        (
            "CC029C",
            case.at_departure(
                operation,
                CustomsOfficeOfDestinationDeclared=goods.office(content.get("destination_office"), today),
                ControlResult=result,
                Guarantee=goods.guarantees(content),
                Consignment=goods.for_release(content, today),
            ),
        )
    ]


def _refused(case: Case) -> list[Told]:
    reasons = [str(one.get("reason") or one.get("requirement") or "") for one in case.event.payload.get("reasons", ())]
    operation = {
        "MRN": case.mrn,
        "declarationSubmissionDateAndTime": moment(case.declaration.lodged_at),
        "noReleaseMotivationCode": codes.theirs("refusal", "control", clock.today()) or "G1",
        "noReleaseMotivationText": "; ".join(reasons) or "Refused",
    }
    return [("CC051C", case.at_departure(operation))]


def _invalidated(case: Case) -> list[Told]:
    by_customs = case.event.kind != "declaration.withdraw"
    invalidation = {
        "requestDateAndTime": None if by_customs else case.at,
        "decisionDateAndTime": case.at,
        "decision": "1",
        "initiatedByCustoms": "1" if by_customs else "0",
        "justification": str(case.event.payload.get("reason") or _why(case)),
    }
    return [("CC009C", case.at_departure(case.numbered(), Invalidation=invalidation))]


def _why(case: Case) -> str:
    reasons = case.event.payload.get("reasons")
    return "; ".join(map(str, reasons)) if reasons else "The time to present the goods has passed."


def _amended(case: Case) -> list[Told]:
    operation = case.numbered(amendmentSubmissionDateAndTime=case.at, amendmentAcceptanceDateAndTime=case.at)
    return [("CC004C", case.at_departure(operation)), *(_cover(case) if case.declaration.accepted_at else [])]


def _controlled(case: Case) -> list[Told]:
    control = {"type": "10" if case.event.payload.get("control") == "documentary" else "30"}
    operation = case.numbered(controlNotificationDateAndTime=case.at, notificationType=CONTROL)
    return [("CC060C", case.at_departure(operation, TypeOfControls=control))]


def _arrived(case: Case) -> list[Told]:
    today, content = clock.today(), case.content
    operation = {
        "MRN": case.mrn,
        "declarationType": "T1",
        "declarationAcceptanceDate": moment(case.declaration.accepted_at)[:10],
        "security": "0",
        "reducedDatasetIndicator": "0",
    }
    consignment = goods.for_unloading(content, today)
    return [("CC043C", case.at_destination(operation, Consignment=consignment))]


def _completed(case: Case) -> list[Told]:
    operation = {"MRN": case.mrn, "releaseDate": case.day, "releaseIndicator": RELEASED_IN_FULL}
    written_off = ("CC045C", case.at_departure({"MRN": case.mrn, "writeOffDate": case.day}))
    return [("CC025C", case.at_destination(operation)), *_differences(case), written_off]


def _written_off(case: Case) -> list[Told]:
    return [("CC045C", case.at_departure({"MRN": case.mrn, "writeOffDate": case.day}))]


def _differences(case: Case) -> list[Told]:
    """What differed at unloading, told to the holder by the office of departure."""
    remarks = [str(remark) for remark in Remark.objects.filter(declaration=case.declaration)]
    if not remarks:
        return []
    operation = {
        "MRN": case.mrn,
        "discrepanciesNotificationDate": case.day,
        "discrepanciesNotificationText": "; ".join(remarks),
    }
    return [("CC019C", case.at_departure(operation))]


def _sought(case: Case) -> list[Told]:
    operation = {
        "MRN": case.mrn,
        "requestOnNonArrivedMovementDate": case.day,
        "limitForResponseDate": moment(case.event.occurred_at + TIME_TO_ANSWER)[:10],
    }
    enquiring = goods.office(case.declaration.office_id, clock.today())
    return [("CC140C", case.at_departure(operation, CustomsOfficeOfEnquiryAtDeparture=enquiring))]


def _claimed(case: Case) -> list[Told]:
    operation = {"MRN": case.mrn, "declarationAcceptanceDate": moment(case.declaration.accepted_at)[:10]}
    recovery = {
        "recoveryNotificationDate": case.day,
        "recoveryNotificationText": str(case.event.payload.get("reason") or ""),
        "amountClaimed": str(case.declaration.money_amount or "0"),
        "currency": case.declaration.money_currency or "KZT",
    }
    office = goods.office(case.declaration.office_id, clock.today())
    return [
        (
            "CC035C",
            case.at_departure(operation, RecoveryNotification=recovery, CustomsOfficeOfRecoveryAtDeparture=office),
        )
    ]


TOLD: Mapping[str, Callable[[Case], list[Told]]] = {
    "declaration.lodge": _received,
    "declaration.accept": _accepted,
    "declaration.released": _released,
    "declaration.refuse": _refused,
    "declaration.withdraw": _invalidated,
    "declaration.refuse_registration": _invalidated,
    "declaration.expire": _invalidated,
    "declaration.amended": _amended,
    "inspection.ordered": _controlled,
    "movement.arrive": _arrived,
    "movement.complete": _completed,
    "movement.prove": _written_off,
    "movement.redirect": _written_off,
    "movement.enquire": _sought,
    "movement.claim": _claimed,
}
"""Which messages tell of which event."""
