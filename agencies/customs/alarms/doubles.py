"""The same seal on two movements at once: one of the two is not what it says."""

from typing import Any

from agencies.customs.alarms import raising
from agencies.customs.alarms.kinds import Kind
from agencies.customs.models import KnownBy, Movement
from agencies.customs.transit.life import UNDER_WAY


def look_for(declaration: Any) -> None:
    """Compare the seals of a movement that begins with those of all under way; as the system."""
    if declaration.kind != "transit":
        return
    movement = Movement.objects.filter(declaration=declaration).first()
    if movement is None:
        return
    mine = KnownBy.objects.filter(movement=movement, kind="seal").values("number")
    others = KnownBy.objects.filter(
        number__in=mine, kind="seal", movement__state__in=sorted(map(str, UNDER_WAY)), movement__ended_at=None
    ).exclude(movement=movement)
    if (double := others.select_related("movement__declaration").order_by("pk").first()) is not None:
        facts = {"seal": double.number, "other": double.movement.declaration.reference}
        raising.raise_for(movement, Kind.DUPLICATE_SEAL, facts=facts)
