"""The facade agencies act through: record, hold, lift, decide, and what follows from people leaving."""

from django.db.models import Q

from clearance import clock, opening, record
from clearance.acting import Actor, as_system
from clearance.models import Coverage, Hold, Question, SignOff
from clearance.record import Happened
from clearance.services.deciding import decide
from clearance.services.stopping import lift_hold, place_hold
from clearance.settling import SYSTEM
from clearance.workflow import SignOffState

__all__ = ["decide", "inherit_questions", "lift_hold", "opening", "place_hold", "record", "return_claims", "worked_by"]


def return_claims(*, user: int, agency: str, by: Actor) -> int:
    """A person leaves an agency: claims return to the queue, holds and questions pass to the office. Returns the claims.

    What the agency carries out for another counts too; what another grant of the person covers can be taken again.
    """
    now = clock.now()
    with as_system():
        claimed = list(
            SignOff.objects.filter(
                Q(agency=agency) | Q(executed_by=agency), claimed_by_id=user, state=SignOffState.CLAIMED
            )
            .select_related("declaration")
            .select_for_update(of=("declaration", "self"), no_key=True)
            .order_by("declaration_id", "id")
        )
        SignOff.objects.filter(pk__in=[row.pk for row in claimed]).update(
            state=SignOffState.OPEN, claimed_by=None, claimed_at=None
        )
        held = list(Hold.objects.filter(worked_by(agency), owner_id=user, lifted_at=None).select_related("declaration"))
        Hold.objects.filter(pk__in=[hold.pk for hold in held], office__isnull=False).update(owner=None)
        record.write_many(
            [
                (
                    row.declaration,
                    SYSTEM,
                    [
                        Happened(
                            "signoff.given_back",
                            {"signoff": str(row.uuid), "cause": "grant_ended", "by": by.user_id},
                            public=False,
                            agency=row.agency,
                            office=row.office_id,
                            at=now,
                        )
                    ],
                )
                for row in claimed
            ]
        )
    return len(claimed)


def worked_by(agency: str) -> Q:
    """What an agency's officers place or ask: in its own name, and in the name of those it works for by the coverage."""
    return Q(agency=agency) | Q(agency__in=Coverage.objects.filter(executed_by=agency).values("agency"))


def inherit_questions(*, client: int, broker: int, by: Actor) -> int:
    """A delegation ends: the open questions on what the broker filed are the client's from now on. Returns how many."""
    with as_system():
        questions = list(
            Question.objects.filter(
                company_id=client, declaration__filer_company_id=broker, answered_at=None, closed_at=None
            ).select_related("declaration")
        )
        record.write_many(
            [
                (
                    question.declaration,
                    SYSTEM,
                    [
                        Happened(
                            "question.inherited",
                            {"question": str(question.uuid), "by": by.user_id},
                            agency=question.agency,
                        )
                    ],
                )
                for question in questions
            ]
        )
    return len(questions)
