"""The record of identity acts: who let whom in, and who ended it. Written once, in the act's own transaction."""

from __future__ import annotations

import enum

from clearance import clock
from portal.accounts.models import AccessEvent


class AccessKind(enum.StrEnum):
    """What can happen to a person's, a company's or a token's rights."""

    GRANT_ASKED = "grant.asked"
    GRANT_APPROVED = "grant.approved"
    GRANT_DECLINED = "grant.declined"
    GRANT_REVOKED = "grant.revoked"
    OFFICER_LEFT = "officer.left"
    HOURS_KEPT = "hours.kept"
    CONTACT_KEPT = "contact.kept"
    PLACE_COVERED = "place.covered"
    REASON_KEPT = "reason.kept"
    DEADLINE_KEPT = "deadline.kept"
    ADMINISTRATOR_FOUNDED = "administrator.founded"
    COMPANY_REGISTERED = "company.registered"
    COMPANY_CORRECTED = "company.corrected"
    COMPANY_APPROVED = "company.approved"
    COMPANY_REJECTED = "company.rejected"
    COLLEAGUE_INVITED = "colleague.invited"
    COLLEAGUE_JOINED = "colleague.joined"
    COLLEAGUE_DECLINED = "colleague.declined"
    COLLEAGUE_CHANGED = "colleague.changed"
    COLLEAGUE_LEFT = "colleague.left"
    DELEGATION_ASKED = "delegation.asked"
    DELEGATION_DECLINED = "delegation.declined"
    DELEGATION_GRANTED = "delegation.granted"
    DELEGATION_REVOKED = "delegation.revoked"
    TOKEN_ISSUED = "token.issued"  # noqa: S105  the name of an act
    TOKEN_REVOKED = "token.revoked"  # noqa: S105  the name of an act
    ACCESS_ENDED = "access.ended"


def record(
    kind: AccessKind,
    *,
    by: int | None,
    person: int | None = None,
    company: int | None = None,
    agency: str = "",
    **payload: str | int | bool | list[str] | None,
) -> AccessEvent:
    """Write down one identity act; people and companies are ids, the payload holds codes and values, no sentences."""
    return AccessEvent.objects.create(
        at=clock.now(),
        kind=kind.value,
        by_id=by,
        person_id=person,
        company_id=company,
        agency=agency,
        payload={"v": 1, **payload},
    )
