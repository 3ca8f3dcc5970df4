"""Numbers with a shape or a check digit: companies, containers, mail, wagons, declarations, plates, and our references.

Each `is_...` answers whether a text, exactly as written, is such a number. Whether a failure stops a declaration or
only warns is not decided here but in `clearance.validation`.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

from stdnum.exceptions import ValidationError
from stdnum.iso6346 import is_valid as _is_iso6346
from stdnum.iso7064 import mod_37_36
from stdnum.luhn import is_valid as _is_luhn

NO_NUMBER = "000000000000"
"""Twelve zeros mean "no number" in the systems next door (handbook 3.1): treat as blank, never as a BIN."""

REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as a digit or makes a word."""

_LETTER_VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True)) | {
    str(digit): digit for digit in range(10)
}
"""ISO 6346 values of letters and digits: from 10 upwards without the multiples of 11."""


def is_bin_or_iin(text: str) -> bool:
    """Tell whether `text` is a BIN or IIN of Kazakhstan: twelve digits with a check digit of two passes."""
    if not re.fullmatch(r"[0-9]{12}", text) or text == NO_NUMBER:
        return False
    digits = [int(digit) for digit in text]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        check = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if check != 10:
            return check == digits[11]
    return False


def is_container(text: str) -> bool:
    """Tell whether `text` is an ISO 6346 container number with its check digit."""
    return bool(re.fullmatch(r"[A-Z]{4}[0-9]{7}", text)) and bool(_is_iso6346(text))


def is_s10(text: str) -> bool:
    """Tell whether `text` is a UPU S10 item number: two letters, eight digits, check digit, country."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - total % 11
    return {10: 0, 11: 5}.get(check, check) == int(text[10])


def is_wagon_1520(text: str) -> bool:
    """Tell whether `text` is the eight-digit number of a wagon of the 1520 mm gauge."""
    # Weights 2 1 2 1 2 1 2 with digit sums, filled up to the next ten: the same rule as Luhn's.
    return bool(re.fullmatch(r"[0-9]{8}", text)) and bool(_is_luhn(text))


def is_wagon_uic(text: str) -> bool:
    """Tell whether `text` is the twelve-digit UIC number of a wagon."""
    return bool(re.fullmatch(r"[0-9]{12}", text)) and bool(_is_luhn(text))


def is_wagon(text: str) -> bool:
    """Tell whether `text` is the number of a wagon of either gauge."""
    return is_wagon_1520(text) or is_wagon_uic(text)


def is_station(text: str) -> bool:
    """Tell whether `text` is a station's code of the 1520 mm railways: five digits, or six with a check digit."""
    if not re.fullmatch(r"[0-9]{5,6}", text):
        return False
    for shift in (1, 3):
        check = sum(int(digit) * (place + shift) for place, digit in enumerate(text[:5])) % 11
        if check != 10:
            return text[5:] in ("", str(check))
    return text[5:] in ("", "0")


def is_mrn(text: str) -> bool:
    """Tell whether `text` is a movement reference number of the European Union (18 signs, ISO 6346 check)."""
    if not re.fullmatch(r"[0-9]{2}[A-Z]{2}[0-9A-Z]{13}[0-9]", text):
        return False
    total = sum(_LETTER_VALUES[sign] << place for place, sign in enumerate(text[:17]))
    return total % 11 % 10 == int(text[17])


def is_declaration_number(text: str) -> bool:
    """Tell whether `text` is an EAEU declaration number: office/DDMMYY/serial, with a day that exists."""
    found = re.fullmatch(r"[0-9]{5}(?:[0-9]{3})?/([0-9]{6})/[0-9]{7}", text)
    if not found:
        return False
    try:
        datetime.strptime(found.group(1), "%d%m%y").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def is_kz_plate(text: str) -> bool:
    """Tell whether `text` is a plate of Kazakhstan since 2012: 3 digits, 2 or 3 letters, region 01-20."""
    return bool(re.fullmatch(r"[0-9]{3}[A-Z]{2,3}(?:0[1-9]|1[0-9]|20)", text))


def is_kz_trailer_plate(text: str) -> bool:
    """Tell whether `text` is a trailer's plate of Kazakhstan: 2 digits, 2 or 3 letters, region 01-20."""
    return bool(re.fullmatch(r"[0-9]{2}[A-Z]{2,3}(?:0[1-9]|1[0-9]|20)", text))


def is_cn_plate(text: str) -> bool:
    """Tell whether `text` is a Chinese plate: province sign, letter, five or six signs; a trailer ends in 挂."""
    return bool(re.fullmatch(r"[\u4e00-\u9fff][A-Z](?:[A-Z0-9]{5,6}|[A-Z0-9]{4}\u6302)", text))


def is_impc(text: str) -> bool:
    """Tell whether `text` has the shape of a postal office code (IMPC); the UPU list says whether it exists."""
    return bool(re.fullmatch(r"[A-Z]{2}[A-Z0-9]{3}[A-Z]", text))


def new_reference(year: int) -> str:
    """Return a new reference such as KZ26-7K3M9QX-4: seven random signs, and a check sign over all before it."""
    drawn = "".join(secrets.choice(REFERENCE_ALPHABET) for _sign in range(7))
    stem = f"KZ{year % 100:02d}{drawn}"
    return f"{stem[:4]}-{drawn}-{mod_37_36.calc_check_digit(stem)}"


def is_reference(text: str) -> bool:
    """Tell whether `text` is one of our references, its check sign (ISO 7064 mod 37,36) included."""
    if not re.fullmatch(rf"KZ[0-9]{{2}}-[{REFERENCE_ALPHABET}]{{7}}-[0-9A-Z]", text):
        return False
    try:
        mod_37_36.validate(text.replace("-", ""))
    except ValidationError:
        return False
    return True


def mark_of(sign: object) -> str:
    """A sign by which a declaration is found (a plate, a container, a number): letters and digits, in capitals."""
    return "".join(letter for letter in str(sign or "").upper() if letter.isalnum())[:60]
