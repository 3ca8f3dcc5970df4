"""Codes that open something to whoever holds them: short enough to be read out, told apart by eye and ear."""

import hashlib
import hmac
import re
import secrets

from django.conf import settings

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0, 1, I, L, O and U: nothing that is mistaken for something else, no words."""
TRACK = 8
NOTE = 12
# A Cyrillic keyboard gives letters that look the same.
_ALIKE = str.maketrans("АВЕКМНОРСТУХЗ", "ABEKMHOPCTYX3")


def plain(typed: str) -> str:
    """What was typed or read out, as it is kept: capitals, no spaces or hyphens."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper().translate(_ALIKE))


def looks_like(typed: str, length: int) -> bool:
    """Whether it could be a code of that length."""
    code = plain(typed)
    return len(code) == length and set(code) <= set(ALPHABET)


def plain_reference(typed: str) -> str:
    """A reference as it is kept, however it was typed."""
    return re.sub(r"\s+", "", typed.upper().translate(_ALIKE))[:20]


def grouped(code: str) -> str:
    """The code as people read it: `7KQM-2XRD`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def chance(length: int) -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _place in range(length))


def track_code(reference: str, generation: int) -> str:
    """The check code of a declaration: not kept anywhere, worked out from the key whenever it is needed."""
    told = hmac.new(settings.TRACK_KEY.encode(), f"track:{reference}:{generation}".encode(), hashlib.sha256)
    number, code = int.from_bytes(told.digest()), ""
    for _place in range(TRACK):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return code
