"""Which abnormal situation a device's own word means (`situations.csv`). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from agencies.customs.tracking.kinds import Code
from agencies.customs.tracking.limits import rows
from agencies.customs.tracking.wire import refuse, text
from clearance.acts import clock

GRAVEST = (
    Code.SEAL_BROKEN,
    Code.HOUSING_BROKEN,
    Code.UNAUTHORISED,
    Code.LEFT_THE_ROUTE,
    Code.SILENT,
    Code.FAULT,
    Code.LOW_BATTERY,
)


def meant_by(form: str, words: Iterable[str], at: datetime) -> Code | None:
    """The gravest of the situations that a device's words mean; None where they mean none."""
    day, said = clock.day_of(at).isoformat(), {word.strip().casefold() for word in words}
    codes = {
        row["code"]
        for row in rows("situations")
        if row["form"] == form
        and row["word"].casefold() in said
        and row["valid_from"] <= day
        and (not row["valid_to"] or day < row["valid_to"])
    }
    return next((code for code in GRAVEST if code in codes), None)


def code_of(value: object, pointer: str) -> Code | None:
    """One of the seven codes, as 1, "1" or "01"; None where none is said."""
    said = text(value, 10)
    if not said:
        return None
    try:
        return Code(said.zfill(2))
    except ValueError:
        refuse("not_a_code", pointer, _("Send one of the codes 01 to 07."))
