"""Where a note of a train stands, in one word for its row."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAGES: Mapping[str, tuple[str, str | Promise]] = {
    "lodged": ("info", _("Filed, not at the border yet")),
    "accepted": ("info", _("At the office of departure")),
    "held": ("bad", _("Held")),
    "released": ("info", _("Released for transit")),
    "sealed": ("info", _("Ready to set off")),
    "en_route": ("info", _("On the way")),
    "incident": ("bad", _("Stopped by an incident")),
    "enquiry": ("bad", _("Being looked for")),
    "arrived": ("good", _("At the destination")),
    "presented": ("good", _("Presented at the destination")),
    "completed": ("good", _("Completed")),
    "refused": ("bad", _("Refused")),
}
"""Tone of the chip and its word; what is not here is over."""
OVER: tuple[str, str | Promise] = ("neutral", _("Over"))
