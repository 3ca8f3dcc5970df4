"""The words of what happens to goods on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

INCIDENTS: Words = {
    "accident": _("Accident"),
    "transhipment": _("The goods must be loaded into another vehicle"),
    "seal_damaged": _("A seal is damaged"),
    "breakdown": _("Breakdown of the vehicle"),
    "unloading": _("The goods were unloaded"),
    "other": _("Something else"),
}
REPORTERS: Words = {
    "carrier": _("the carrier"),
    "driver": _("the driver"),
    "trader": _("the declarant"),
    "officer": _("an officer"),
    "system": _("the portal"),
}
SEAL_KINDS: Words = {"mechanical": _("Mechanical seal"), "navigation": _("Navigation seal")}
SEAL_STATES: Words = {
    "stock": _("In stock"),
    "affixed": _("On the goods"),
    "reporting": _("On the goods, reporting"),
    "removed": _("Taken off"),
    "lost": _("Lost"),
    "broken": _("Broken"),
}
SEAL_ENDS: Words = {"break": _("It is broken"), "lose": _("It is lost"), "remove": _("It was taken off")}
GROUNDS: Words = {
    "no_cover": _("The guarantee is missing or too small"),
    "unpaid_fines": _("The carrier has repeated unpaid fines"),
    "transit_debt": _("The carrier has an unpaid transit debt"),
    "signs": _("Other signs of a breach"),
    "no_procedure": _("The goods move without a transit procedure"),
}
LEAVE_STATES: Words = {
    "asked": _("Waits for a decision"),
    "granted": _("Allowed"),
    "refused": _("Refused"),
    "noticed": _("Told to customs"),
}
STAGES: Words = {
    "registered": _("Registered"),
    "guaranteed": _("Guaranteed"),
    "released": _("Released for transit"),
    "sealed": _("Sealed"),
    "en_route": _("On the way"),
    "arrived": _("Arrived"),
    "presented": _("Presented"),
    "completed": _("Completed"),
}


def of_leave(leave: Any) -> str:
    """What was asked, in one line."""
    if leave.kind == "destination":
        where = f"{leave.office}, {leave.place}".removesuffix(", ")
        return str(_("Another destination: %(where)s") % {"where": where})
    return str(_("Another vehicle: %(vehicle)s") % {"vehicle": leave.vehicle})
