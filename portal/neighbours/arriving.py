"""What a neighbour released has arrived: it is told so, once; what it tells of our releases is kept and shown with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clearance import clock, record
from clearance.acting import SYSTEM, acting_as
from clearance.content import Problem
from clearance.models import Declaration
from clearance.record import Happened
from clearance.settling import SYSTEM as SYSTEM_ACTOR
from clearance.workflow import Refused
from portal.neighbours import incoming, signing
from portal.neighbours.models import Arrival, Incoming, Neighbour, Outgoing, Standing, Told

MOST = 100
LARGEST = 16 * 1024
LONGEST_OFFICE = 40


@dataclass(frozen=True)
class Receipt:
    """What the neighbour is answered; `is_new` is False when the same message had come before."""

    arrival: Arrival
    is_new: bool


def put_due() -> int:
    """Write down, as the system, what neighbours are to be told of goods presented since; returns how many notices."""
    waiting = Incoming.objects.filter(
        state=Standing.USED, told_back=False, declaration__presented_at__isnull=False, neighbour__active=True
    )
    come = list(waiting.select_related("declaration").order_by("pk")[:MOST])
    with transaction.atomic():
        Outgoing.objects.bulk_create([_word_of(notice) for notice in come], ignore_conflicts=True)
        Incoming.objects.filter(pk__in=[notice.pk for notice in come]).update(told_back=True)
    return len(come)


def _word_of(notice: Incoming) -> Outgoing:
    declaration, now = notice.declaration, clock.now()
    assert declaration is not None
    assert declaration.presented_at is not None
    told = {
        "reference": notice.reference,
        "version": notice.version,
        "number": notice.number,
        "arrived_at": declaration.presented_at.isoformat(),
        "office": notice.office_id,
    }
    return Outgoing(
        neighbour_id=notice.neighbour_id,
        declaration=declaration,
        company_id=declaration.company_id,
        version=notice.version,
        kind=Told.ARRIVAL,
        body=json.dumps(told, ensure_ascii=False).encode(),
        made_at=now,
        due_at=now,
    )


def receive(headers: Mapping[str, str], body: bytes) -> Receipt:
    """Keep a signed word of arrival; raises Forged, and Refused (`same_id`) when an id comes again with another body."""
    with acting_as(SYSTEM):
        neighbour, message = incoming.who_signed(headers, body)
        digest = hashlib.sha256(body).hexdigest()
        with transaction.atomic():
            # Two of the same at once: the second waits for the first and then finds it.
            Neighbour.objects.select_for_update().get(pk=neighbour.pk)
            before = Arrival.objects.filter(neighbour=neighbour, message=message).first()
            if before is None:
                return Receipt(_keep(neighbour, message, digest, body), is_new=True)
        if before.digest != digest:
            raise Refused("same_id", _("This message id was used for another notice."))
        return Receipt(before, is_new=False)


def _keep(neighbour: Neighbour, message: UUID, digest: str, body: bytes) -> Arrival:
    told = incoming.object_in(body) if len(body) <= LARGEST else None
    release = _release_of(neighbour, told or {})
    problems = [incoming.NOT_JSON] if told is None else _problems(told, release)
    at = incoming.moment_of((told or {}).get("arrived_at"))
    arrival = Arrival(
        neighbour=neighbour, message=message, digest=digest, body=body, received_at=clock.now(),
        problems=[problem.as_dict() for problem in problems],
    )  # fmt: skip
    if told is not None and release is not None and not problems:
        arrival.release, arrival.company_id = release, release.company_id
        arrival.office, arrival.arrived_at = told["office"], at
        _record(arrival, release.declaration_id)
    arrival.save()
    return arrival


def _release_of(neighbour: Neighbour, told: Mapping[str, Any]) -> Outgoing | None:
    """The last version of the release it speaks of, as this neighbour was told it."""
    reference = told.get("reference")
    if not isinstance(reference, str) or not reference.isprintable():
        return None
    ours = Outgoing.objects.filter(neighbour=neighbour, kind=Told.RELEASE, declaration__reference=reference)
    return ours.order_by("-version").first()


def _problems(told: Mapping[str, Any], release: Outgoing | None) -> list[Problem]:
    found = []
    if release is None:
        found.append(Problem("unknown_release", "/reference", _("Give the reference of a release that we told you.")))
    elif Arrival.objects.filter(release__declaration_id=release.declaration_id).exists():
        found.append(Problem("arrived_already", "/reference", _("The arrival of this release was told before.")))
    at = incoming.moment_of(told.get("arrived_at"))
    if at is None or at > clock.now() + signing.FRESH:
        found.append(
            Problem(
                "moment_expected", "/arrived_at", _("Give the moment of arrival, not in the future, with its zone.")
            )
        )
    office = told.get("office")
    if not isinstance(office, str) or not office.isprintable() or not 0 < len(office) <= LONGEST_OFFICE:
        found.append(Problem("office_unknown", "/office", _("Name your office in 1 to 40 signs.")))
    return found


def _record(arrival: Arrival, declaration_id: int) -> None:
    assert arrival.arrived_at is not None
    payload = {"neighbour": arrival.neighbour.code, "office": arrival.office, "at": arrival.arrived_at.isoformat()}
    declaration = Declaration.objects.select_for_update(no_key=True).get(pk=declaration_id)
    record.write(declaration, SYSTEM_ACTOR, [Happened("neighbour.arrived", payload)])
