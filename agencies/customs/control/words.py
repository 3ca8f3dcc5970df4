"""The words of the control centre."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

KINDS: Words = {
    "note": _("Note"),
    "call": _("Call to the carrier"),
    "patrol": _("Patrol"),
    "inspection": _("Inspection at the destination"),
    "hold": _("Stop"),
}
ASKS: Words = {
    "note": _("Write a note"),
    "call": _("Call the carrier"),
    "patrol": _("Send a patrol"),
    "inspection": _("Ask for an inspection"),
    "hold": _("Stop the movement"),
}
"""What the button says."""
HINTS: Words = {
    "note": _("What was seen or agreed. It stays with the movement."),
    "call": _("Why the carrier or the driver is called, and what was said."),
    "patrol": _("Why a patrol must go there, and what it should look at."),
    "inspection": _(
        "Why the office of destination should inspect the goods. Its officers read this; it becomes a control there."
    ),
    "hold": _("Why the goods may not go on. The company reads this."),
}
MODES: Words = {"road": _("Road"), "rail": _("Rail")}
SOURCES: Words = {
    "tracker": _("tracker"),
    "seal": _("seal"),
    "driver": _("driver"),
    "station": _("station"),
    "plate": _("camera"),
}
