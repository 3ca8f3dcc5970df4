"""Plates as machines compare them: blanks and dashes gone, Cyrillic look-alikes read as Latin. Pure."""

import re

CYRILLIC, LATIN = "АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ"
_TO_LATIN = str.maketrans(CYRILLIC, LATIN)
_TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)
LONGEST = 20


def normal(written: str) -> str:
    """The one spelling of a plate, a wagon, a container or a seal, at most `LONGEST` signs."""
    return re.sub(r"[^0-9A-ZА-ЯЁӘҒҚҢӨҰҮҺ]", "", written.upper().translate(_TO_LATIN))[:LONGEST]


def spellings(written: str) -> list[str]:
    """How declarations may have written it: in Latin letters, in Cyrillic ones, and as it was typed."""
    latin = normal(written)
    typed = "".join(sign for sign in written.upper() if sign.isalnum())
    return list(dict.fromkeys(one for one in (latin, latin.translate(_TO_CYRILLIC), typed) if one))
