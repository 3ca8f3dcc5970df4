"""Why a picture is not taken: it is broken, or so large that opening it would stop a machine."""

from __future__ import annotations

from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance.content import Sentence
from clearance.figures import number

MOST_PIXELS = 64_000_000
"""A few kilobytes can unpack to gigabytes; no telephone in use takes larger pictures unasked."""
LONGEST_SIDE = 30_000
MOST_PARTS = 20_000
"""A whole picture of ten megabytes has some thousand; hundreds of thousands are there to keep a machine busy."""


class Unfit(Exception):
    """A picture that is not kept, with what to do instead."""

    def __init__(self, code: str, sentence: Sentence) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


def broken() -> Unfit:
    """A picture that ends too early or does not hold what its parts announce."""
    return Unfit(
        "picture_broken", _("The picture is damaged or was not sent whole. Open it, save it again and choose it.")
    )


def must_be_of_fair_size(width: int, height: int) -> None:
    """Refuse a picture without any size, and one that is too large to be opened safely."""
    if not width or not height:
        raise broken()
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        sentence = _(
            "The picture has {pixels} million pixels. Make it smaller, up to {most} million, and choose it again."
        )
        pixels = number(Decimal(width * height // 100_000) / 10)
        raise Unfit("picture_too_large", format_lazy(sentence, pixels=pixels, most=MOST_PIXELS // 1_000_000))
