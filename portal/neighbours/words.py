"""The words of notices between windows."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from clearance.workflow import Sentence

OF_INCOMING: Mapping[str, tuple[Sentence, str, str]] = {
    "expected": (_("Expected"), "info", "truck"),
    "used": (_("Declared"), "good", "check-lg"),
    "replaced": (_("Replaced by a newer one"), "neutral", "arrow-repeat"),
    "refused": (_("Refused"), "bad", "x-lg"),
    "expired": (_("Lapsed"), "neutral", "clock"),
}
"""How a notice that came in stands: word, tone, icon."""
OF_OUTGOING: Mapping[str, tuple[Sentence, str, str]] = {
    "waiting": (_("On its way"), "info", "clock"),
    "again": (_("Not answered yet, tried again"), "warn", "arrow-repeat"),
    "delivered": (_("Received"), "good", "check-lg"),
    "refused": (_("Refused by the neighbour"), "bad", "x-lg"),
    "given_up": (_("Given up"), "bad", "exclamation-triangle-fill"),
}
"""The same for what was told."""
TOLD: Mapping[str, Sentence] = {"release": _("Our release"), "arrival": _("Arrival here of what they released")}
"""What was told."""
