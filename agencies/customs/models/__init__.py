"""Tables of customs' own."""

from agencies.customs.models.alarms import Alarm, Stop
from agencies.customs.models.corridors import Corridor, RestPlace, Watch, Zone
from agencies.customs.models.guarantees import Entry, Guarantee, Wanted
from agencies.customs.models.movements import Movement

__all__ = ["Alarm", "Corridor", "Entry", "Guarantee", "Movement", "RestPlace", "Stop", "Wanted", "Watch", "Zone"]
