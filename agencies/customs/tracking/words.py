"""The words of devices and positions."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

DEVICES: Words = {
    "tracker": _("Tracker"),
    "seal": _("Electronic seal"),
    "app": _("Driver's phone"),
    "station": _("Railway stations"),
    "camera": _("Plate camera"),
    "gateway": _("Gateway of an operator"),
}
SOURCES: Words = {
    "tracker": _("by the tracker"),
    "seal": _("by the seal"),
    "driver": _("by the driver's phone"),
    "station": _("by the station"),
    "plate": _("by a camera"),
}
CODES: Words = {
    "01": _("Seal broken"),
    "02": _("Housing of the seal broken"),
    "03": _("Left the route"),
    "04": _("Seal at fault"),
    "05": _("Battery low"),
    "06": _("Silent"),
    "07": _("Unauthorised act"),
}
MARKS: Words = {
    "future": _("clock ahead"),
    "ancient": _("clock far behind"),
    "no_clock": _("no moment named"),
    "no_fix": _("no place known"),
    "no_such_place": _("impossible place left out"),
    "no_such_speed": _("impossible speed left out"),
    "simulated": _("simulated place"),
}
