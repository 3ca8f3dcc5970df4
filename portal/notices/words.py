"""The words of webhooks: where a delivery stands, why it failed, what is wrong with an address."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

ADMINISTRATORS_ONLY = _("Only an administrator of the company can do this.")

STANDING: Words = {
    "waiting": _("Waiting to be sent"),
    "again": _("Not taken yet, will be tried again"),
    "delivered": _("Delivered"),
    "given_up": _("Given up"),
}
TONES: Mapping[str, tuple[str, str]] = {
    "waiting": ("wait", "clock"),
    "again": ("warn", "arrow-repeat"),
    "delivered": ("good", "check-lg"),
    "given_up": ("bad", "x-lg"),
}

FAULTS: Words = {
    "not_an_address": _("The address is not one that can be called."),
    "not_https": _("The address does not begin with https://."),
    "private_address": _("The address leads into a private network."),
    "unknown_name": _("The name of the receiver is not known."),
    "too_slow": _("The receiver did not answer within ten seconds."),
    "no_connection": _("No connection could be made, or it broke."),
    "no_delegation": _("The client no longer delegates to the company."),
}

ADDRESS: Words = {
    "not_an_address": _("Enter an address like https://example.kz/hooks, without a name, a password or a # in it"),
    "not_https": _("Enter an address that begins with https://"),
    "private_address": _("Enter a public address: this one leads into a private network"),
}
