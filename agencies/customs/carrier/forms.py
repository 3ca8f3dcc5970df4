"""Forms of carriers' links and of the page they open."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.customs.arrival.acting import SEALS
from clearance.pages import PlainForm, fields, grid

LANGUAGES = (("kk", "Қазақша"), ("ru", "Русский"), ("en", "English"))


class LinkForm(PlainForm):
    """A new link, and where to send it."""

    email = fields.TextField(
        label=_("E-mail of the carrier"),
        help_text=_("Leave it empty to hand over the link or the square code yourself"),
        max_length=254,
        required=False,
    )
    language = fields.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES, ask=_("Select the language"))

    def parts(self) -> Iterable[Any]:
        return [grid("email", "language")]


class ArrivedForm(PlainForm):
    """How the seals are at the destination."""

    seals = fields.ChoiceField(
        label=_("How are the seals?"),
        choices=list(SEALS.items()),
        widget=forms.RadioSelect,
        ask=_("Select how the seals are."),
    )


class PositionForm(PlainForm):
    """What the phone says of its place."""

    latitude = fields.LocalDecimalField(label=_("Latitude"), min_value=-90, max_value=90, ask=_("Enter the latitude"))
    longitude = fields.LocalDecimalField(
        label=_("Longitude"), min_value=-180, max_value=180, ask=_("Enter the longitude")
    )
    accuracy = fields.LocalDecimalField(label=_("Accuracy in metres"), required=False)
