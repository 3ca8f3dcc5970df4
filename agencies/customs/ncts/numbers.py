"""Movement reference numbers (MRN): one for each transit, worked out from our own reference and back. Pure."""

import re

COUNTRY, PROCEDURE = "KZ", "J"
_FILL = "TR00"
_VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True)) | {
    str(digit): digit for digit in range(10)
}
"""ISO 6346 values of letters and digits."""


def mrn_of(reference: str) -> str:
    """The MRN of a declaration: KZ26-7K3M9QX-4 is 26KZTR007K3M9QX4J with its check digit."""
    year, drawn, check = reference[2:4], reference[5:12], reference[13:]
    stem = f"{year}{COUNTRY}{_FILL}{drawn}{check}{PROCEDURE}"
    return f"{stem}{check_digit(stem)}"


def reference_of(mrn: str) -> str | None:
    """Our reference behind an MRN; None for an MRN that is not ours."""
    found = re.fullmatch(rf"([0-9]{{2}}){COUNTRY}{_FILL}([0-9A-Z]{{7}})([0-9A-Z]){PROCEDURE}([0-9])", mrn)
    if not found or str(check_digit(mrn[:17])) != found[4]:
        return None
    return f"{COUNTRY}{found[1]}-{found[2]}-{found[3]}"


def check_digit(stem: str) -> int:
    """The last digit of an MRN, over the seventeen signs before it."""
    return sum(_VALUES[sign] << place for place, sign in enumerate(stem)) % 11 % 10
