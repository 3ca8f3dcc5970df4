"""The words of guarantees."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

KINDS: Words = {"individual": _("One transit"), "comprehensive": _("Many transits")}
FORMS: Words = {
    "money": _("Money"),
    "bank": _("Bank guarantee"),
    "surety": _("Surety"),
    "pledge": _("Pledge of property"),
}
ACTS: Words = {
    "raise": _("Covers more"),
    "lower": _("Covers less"),
    "reserve": _("Set aside"),
    "free": _("Free again"),
    "claim": _("Called in"),
    "restore": _("Given back"),
    "write_off": _("Paid by the guarantor"),
}
EXEMPT: Words = {
    "aeo": _("authorised economic operator"),
    "rail": _("by rail alone"),
    "air": _("by air alone"),
    "small": _("at most EUR 500 at stake, or a customs carrier"),
}
STATES: Words = {
    "released": _("Released for transit"),
    "sealed": _("Ready to set off"),
    "en_route": _("On the way"),
    "incident": _("Stopped by an incident"),
    "arrived": _("At the destination"),
    "presented": _("Presented at the destination"),
    "completed": _("Completed"),
    "enquiry": _("Being looked for"),
    "debt": _("Debt called in"),
    "written_off": _("Debt settled"),
}
FEARS: Words = {
    "late": _("late"),
    "incident": _("stopped by an incident"),
    "enquiry": _("being looked for"),
    "debt": _("called in"),
    "long": _("set aside for long"),
}
