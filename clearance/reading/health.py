"""How the service is, in words a reader can use: is work being done, and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from clearance.models import Heartbeat


@dataclass(frozen=True)
class State:
    """Whether what is filed is dealt with at once, and when that was last seen."""

    works: bool
    last_seen: datetime | None


def state(now: datetime) -> State:
    """Whether the sweeper has run lately: it does whatever a lost wake-up left undone."""
    last = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    return State(last is not None and (now - last).total_seconds() <= settings.SWEEP_LATE_SECONDS, last)
