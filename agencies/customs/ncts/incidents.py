"""An incident on the way as the part of a message (CC182C) that says what happened, where, and to which seals or vehicle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agencies.customs.models import Incident
from agencies.customs.ncts import codes
from clearance.acts import clock

Values = dict[str, Any]
COUNTRY = "KZ"
POSITION, ADDRESS = "W", "Z"
"""How a place is said (CL038)."""
ANOTHER_VEHICLE, OTHER, SEALS = "another_vehicle", "other", "seal_damaged"
NOT_TOLD = "-"


def reported(payload: Mapping[str, Any]) -> Values | None:
    """The incident of an event that tells of one; None where it is not kept."""
    found = Incident.objects.filter(uuid=payload["incident"]).select_related("movement").first()
    if found is None:
        return None
    seals = [{"identifier": number} for number in found.movement.seals]
    touched = [{"numberOfSeals": str(len(seals)), "Seal": seals}] if found.kind == SEALS else []
    return {
        "code": _code(found.kind),
        "text": found.text,
        "Location": _where(found),
        "TransportEquipment": touched,
    }


def transhipped(payload: Mapping[str, Any], content: Mapping[str, Any]) -> Values:
    """The goods go on in another vehicle than the declared one."""
    vehicle = "/".join(payload["vehicles"])
    mode = str(content.get("border_mode") or "")
    return {
        "code": _code(ANOTHER_VEHICLE),
        "text": f"{'/'.join(payload['before'])} > {vehicle}",
        "Location": _address(str(payload["place"])),
        "Transhipment": {
            "containerIndicator": "1" if any(box.get("number") for box in content.get("containers") or ()) else "0",
            "TransportMeans": {
                "typeOfIdentification": codes.theirs("means", mode, clock.today()),
                "identificationNumber": vehicle,
                "nationality": COUNTRY,
            },
        },
    }


def _code(kind: str) -> str:
    today = clock.today()
    return codes.theirs("incident", kind, today) or codes.theirs("incident", OTHER, today) or ""


def _where(incident: Incident) -> Values:
    if incident.latitude is None or incident.longitude is None:
        return _address(incident.place)
    point = {"latitude": f"{incident.latitude:.6f}", "longitude": f"{incident.longitude:.6f}"}
    return {"qualifierOfIdentification": POSITION, "country": COUNTRY, "GNSS": point}


def _address(place: str) -> Values:
    said = {"streetAndNumber": place or NOT_TOLD, "city": place or NOT_TOLD}
    return {"qualifierOfIdentification": ADDRESS, "country": COUNTRY, "Address": said}
