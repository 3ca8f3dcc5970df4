"""The words of the gate."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

ANSWERS: Words = {
    "go": pgettext_lazy("gate", "Go"),
    "wait": pgettext_lazy("gate", "Wait"),
    "bay": _("Inspection bay"),
}
REASONS: Words = {
    "unknown": _("Nothing is known of this here: no visit, no declaration. Compare it letter by letter."),
    "note": _("This release note does not hold. Ask customs."),
    "refused": _("Release is refused"),
    "stopped": _("The movement is stopped"),
    "inspection": _("The goods are to be inspected"),
    "held": _("The goods are held"),
    "check_failed": _("A check of the vehicle was not passed"),
    "not_presented": _("The arrival of the goods is not confirmed"),
    "asked": _("An answer is still open"),
    "pending": _("The declaration is not released yet"),
    "money": _("Duties and taxes are not paid"),
    "check": _("The vehicle is still to be checked"),
    "early": _("The booked hour has not come"),
    "to_zone": _("It has a slot. Send it to the waiting zone"),
    "in_zone": _("It waits to be called"),
    "scales": _("It is to be weighed"),
}
WHO: Words = {"trader": _("The trader"), "gate": pgettext_lazy("who", "The gate")}
STATES: Words = {
    "booked": _("Booked"),
    "waiting_zone": _("In the waiting zone"),
    "called": _("Called to the gate"),
    "gate_in": _("Inside"),
    "weighed": _("Weighed"),
    "scanned": _("Scanned"),
    "processed": _("Controls done"),
    "gate_out": _("Left"),
    "no_show": _("Did not come"),
    "cancelled": _("Cancelled"),
}
STATES_FOR_TRADERS: Words = {**STATES, "weighed": _("At the controls"), "scanned": _("At the controls")}
"""A trader is not told of the scanner."""
STEPS: Words = {
    "book": _("An hour was booked"),
    "move": _("The hour was moved"),
    "arrive": _("Came to the waiting zone"),
    "call": _("Called to the gate"),
    "enter": _("Let in"),
    "weigh": _("Weighed"),
    "weigh_again": _("Weighed again"),
    "scan": _("Scanned"),
    "finish": _("Controls done"),
    "leave": _("Let out"),
    "miss": _("Did not come"),
    "cancel": _("Cancelled"),
}
CHECKS: Words = {"open": _("Open"), "passed": _("Passed"), "failed": _("Not passed")}
KINDS: Words = {
    "ordinary": _("Ordinary"),
    "priority": _("With priority"),
    "post": pgettext_lazy("slot", "Post"),
    "fast": _("Paid fast track"),
}
GROUNDS: Words = {
    "live_animals": _("Live animals"),
    "perishables": _("Perishable goods"),
    "dangerous": _("Dangerous goods"),
    "export": _("Export from Kazakhstan"),
    "humanitarian": _("Humanitarian aid"),
    "military": _("Military cargo"),
}
DEPOSITS: Words = {"held": _("kept until the vehicle comes"), "returned": _("returned"), "lost": _("lost")}
