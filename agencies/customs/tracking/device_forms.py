"""Fields of the pages of devices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Device
from agencies.customs.tracking.kinds import DeviceKind
from agencies.customs.tracking.words import DEVICES
from clearance.pages import PlainForm, fields, grid


def gateways() -> list[tuple[str, str]]:
    """Gateways to choose from; first, none."""
    kept = Device.objects.filter(kind=str(DeviceKind.GATEWAY), ended_at=None)
    return [("", str(_("None: it speaks for itself"))), *((str(one.uuid), one.name) for one in kept)]


class DeviceForm(PlainForm):
    """A device to register."""

    kind = fields.ChoiceField(label=_("What it is"), choices=list(DEVICES.items()), ask=_("Select what it is"))
    name = fields.TextField(label=_("Name"), max_length=100, ask=_("Enter a name by which colleagues know it"))
    seal_number = fields.TextField(
        label=_("Number of the seal"),
        help_text=_("As declarations write it: a transit that names it is followed by itself."),
        max_length=20,
        required=False,
    )
    gateway = fields.ChoiceField(label=_("Gateway"), choices=gateways, required=False)
    number = fields.TextField(label=_("Number at the gateway"), max_length=60, required=False)
    place = fields.TextField(
        label=_("Place"), help_text=_("Where a camera or a station stands."), max_length=100, required=False
    )
    latitude = fields.LocalDecimalField(label=_("Latitude"), required=False)
    longitude = fields.LocalDecimalField(label=_("Longitude"), required=False)

    def parts(self) -> Iterable[Any]:
        return [
            grid("kind", "name"),
            grid("seal_number"),
            grid("gateway", "number"),
            grid("place"),
            grid("latitude", "longitude"),
        ]


class PutOnForm(PlainForm):
    """The transit a device goes with."""

    reference = fields.TextField(
        label=_("Reference of the transit"), max_length=20, ask=_("Enter the reference of the transit")
    )
