"""What each message is called, in the reader's language. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from clearance.acts import Sentence

TITLES: Mapping[str, Sentence] = {
    "CC004C": _("Change accepted"),
    "CC007C": _("Arrival notification"),
    "CC009C": _("Decision on invalidation"),
    "CC013C": _("Change of the declaration"),
    "CC014C": _("Request for invalidation"),
    "CC015C": _("Transit declaration"),
    "CC019C": _("Discrepancies found"),
    "CC025C": _("Goods released at the destination"),
    "CC028C": _("MRN allocated"),
    "CC029C": _("Release for transit"),
    "CC035C": _("Recovery of the debt"),
    "CC043C": _("Permission to unload"),
    "CC044C": _("Unloading remarks"),
    "CC045C": _("Write-off"),
    "CC051C": _("No release for transit"),
    "CC055C": _("Guarantee not valid"),
    "CC056C": _("Rejected by the office of departure"),
    "CC057C": _("Rejected by the office of destination"),
    "CC060C": _("Control decided"),
    "CC140C": _("Request on goods that did not arrive"),
    "CC170C": _("Presentation of goods declared before"),
    "CC182C": _("Incident on the way"),
    "CC906C": _("Message not taken: its use"),
    "CC917C": _("Message not taken: its form"),
    "CC928C": _("Declaration received"),
}


def of(type_: str) -> Sentence:
    """The title of a message; its code where it has none."""
    return TITLES.get(type_, type_ or _("Unreadable message"))
