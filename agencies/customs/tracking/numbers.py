"""One number however it is written, as the database writes it too (`sw_plain_number`). Pure."""

from __future__ import annotations

SHARED = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
"""Letters that Cyrillic and Latin plates share are written as Latin ones."""


def plain_number(written: str) -> str:
    """Capitals and digits without gaps."""
    return "".join(letter for letter in written.upper().translate(SHARED) if letter.isalnum())[:60]
