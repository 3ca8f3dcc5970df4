"""The facade for agencies that speak with programs in messages of their own: XML read safely, and the acts of traders."""

from clearance.messages.elements import line_of, local_name, namespace_of, numbered_children
from clearance.messages.parsing import parse as read_xml
from clearance.permissions import may_act_for
from clearance.selectors import find, visible_to
from clearance.services.arriving import present
from clearance.services.filing import Original, file
from clearance.services.trading import amend, withdraw

__all__ = [
    "Original",
    "amend",
    "file",
    "find",
    "line_of",
    "local_name",
    "may_act_for",
    "namespace_of",
    "numbered_children",
    "present",
    "read_xml",
    "visible_to",
    "withdraw",
]
