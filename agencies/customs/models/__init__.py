"""Tables of customs' own."""

from agencies.customs.models.alarms import Alarm, Stop
from agencies.customs.models.arrivals import CarrierLink, Presentation, Remark
from agencies.customs.models.control import Handover, Intervention
from agencies.customs.models.corridors import Corridor, RestPlace, Watch, Zone
from agencies.customs.models.guarantees import Entry, Guarantee, Wanted
from agencies.customs.models.movements import Movement
from agencies.customs.models.ncts import NctsCorrespondence, NctsMessage
from agencies.customs.models.on_the_way import Enquiry, Escort, Incident, Leave
from agencies.customs.models.seals import Seal
from agencies.customs.models.tracking import Backlog, Binding, Device, KnownBy, LastPosition, Position
from agencies.customs.models.trains import Consigned, Train, Transfer
from agencies.customs.models.visits import Carried, Slot, Visit, VisitCheck, VisitStep

__all__ = [
    "Alarm",
    "Backlog",
    "Binding",
    "Carried",
    "CarrierLink",
    "Consigned",
    "Corridor",
    "Device",
    "Enquiry",
    "Entry",
    "Escort",
    "Guarantee",
    "Handover",
    "Incident",
    "Intervention",
    "KnownBy",
    "LastPosition",
    "Leave",
    "Movement",
    "NctsCorrespondence",
    "NctsMessage",
    "Position",
    "Presentation",
    "Remark",
    "RestPlace",
    "Seal",
    "Slot",
    "Stop",
    "Train",
    "Transfer",
    "Visit",
    "VisitCheck",
    "VisitStep",
    "Wanted",
    "Watch",
    "Zone",
]
