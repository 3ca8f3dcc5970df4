"""What the messages of the office say of each event of a transit: their values, for the holder or the trader at destination."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agencies.customs.models import Movement, NctsCorrespondence, Remark
from agencies.customs.ncts import answers, codes, goods, incidents, invalid_cover
from agencies.customs.ncts.answers import moment
from agencies.customs.ncts.numbers import mrn_of
from clearance.acts import clock

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


def messages_of(case: Case) -> list[Told]:
    """The messages that tell of an event, each by its name and values; none for most events."""
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


def _stopped(case: Case) -> list[Told]:
    return _incident(case, incidents.reported(case.event.payload))


def _transhipped(case: Case) -> list[Told]:
    return _incident(case, incidents.transhipped(case.event.payload, case.content))


def _incident(case: Case, found: Mapping[str, Any] | None) -> list[Told]:
    """An incident on the way, registered by the office that the goods go to."""
    if found is None:
        return []
    today = clock.today()
    registering = goods.office(case.movement.destination_id, today)
    return [
        (
            "CC182C",
            {
                "TransitOperation": {"MRN": case.mrn, "incidentNotificationDateAndTime": case.at},
                "CustomsOfficeOfDeparture": goods.office(case.declaration.office_id, today),
                "CustomsOfficeOfIncidentRegistration": registering,
                "Consignment": {"Incident": [found]},
            },
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
    "movement.stop": _stopped,
    "movement.transhipped": _transhipped,
    "movement.arrive": _arrived,
    "movement.complete": _completed,
    "movement.prove": _written_off,
    "movement.redirect": _written_off,
    "movement.enquire": _sought,
    "movement.claim": _claimed,
}
"""Which messages tell of which event."""
