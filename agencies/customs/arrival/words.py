"""The words of arrivals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

SEALS_SAID: Words = {"whole": _("whole"), "broken": _("not whole")}
REMARKS: Words = {
    "shortage": _("shortage"),
    "excess": _("excess"),
    "damage": _("damage"),
    "broken": _("broken"),
    "missing": _("missing"),
    "other_number": _("another number"),
}
UNITS: Words = {"kg": _("kg"), "packages": _("packages")}
