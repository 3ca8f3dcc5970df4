"""Tables of the shared workflow; every invariant is a named constraint or a trigger in `clearance/sql`."""

from clearance.models.acts import Arrival, Hold, Payment, Question
from clearance.models.appeals import Appeal
from clearance.models.declarations import Declaration, Document, HolderInterval, Mark, Version
from clearance.models.grants import Grant
from clearance.models.offices import CalendarDay, Coverage, Office, OfficeHours
from clearance.models.records import Checkpoint, Event, Heartbeat
from clearance.models.rulebooks import RegisteredDocument, Rule, Rulebook
from clearance.models.sheets import ItemSheet
from clearance.models.signoffs import RoutingRun, SignOff

__all__ = [
    "Appeal",
    "Arrival",
    "CalendarDay",
    "Checkpoint",
    "Coverage",
    "Declaration",
    "Document",
    "Event",
    "Grant",
    "Heartbeat",
    "Hold",
    "HolderInterval",
    "ItemSheet",
    "Mark",
    "Office",
    "OfficeHours",
    "Payment",
    "Question",
    "RegisteredDocument",
    "RoutingRun",
    "Rule",
    "Rulebook",
    "SignOff",
    "Version",
]
