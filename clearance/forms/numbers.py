"""Numbers as people type them: spaces between groups, a comma or a point before the fraction."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clearance import figures
from clearance.forms.asking import Asking, Typed

SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")


class LocalDecimalField(Asking, forms.DecimalField):
    """A number typed with spaces, and a comma or a point before the fraction; asks where it could mean two numbers."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter a number"),
        "invalid": _("Enter a number using digits, like %(example)s"),
        "ambiguous": _("Write %(whole)s or %(fraction)s: “%(typed)s” can mean either"),
        "max_places": _("Enter a number with no more than %(max)d decimal places"),
        "max_digits": _("Enter a number with no more than %(max)d digits"),
        "below": _("Enter a number that is %(limit)s or more"),
        "above": _("Enter a number that is %(limit)s or less"),
    }

    def __init__(self, *args: Any, min_value: Decimal | int | None = None, max_value: Decimal | int | None = None,
                 max_digits: int | None = None, decimal_places: int | None = None, **options: Any) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.least, self.most, self.digits, self.places = min_value, max_value, max_digits, decimal_places
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs derive it from whole numbers
        """Read a number, or say how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, (Decimal, int)):
            return Decimal(value)
        typed = str(value).strip()
        plain = self._plain(typed)
        try:
            return Decimal(plain)
        except InvalidOperation:
            raise self._fault("invalid", example=figures.number(Decimal("1240.5"))) from None

    def validate(self, value: Decimal | None) -> None:
        """Check size and precision."""
        super(forms.DecimalField, self).validate(value)
        if value is None:
            return
        exponent = value.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if self.places is not None and places > self.places and value != round(value, self.places):
            raise self._fault("max_places", max=self.places)
        if self.digits is not None and len(value.as_tuple().digits) > self.digits:
            raise self._fault("max_digits", max=self.digits)
        if self.least is not None and value < self.least:
            raise self._fault("below", limit=figures.number(self.least))
        if self.most is not None and value > self.most:
            raise self._fault("above", limit=figures.number(self.most))

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with the language's own mark, so that sending it back gives the same number."""
        if isinstance(value, Typed) or value in self.empty_values:
            return value
        if isinstance(value, str) and value != value.strip():
            return value.strip()  # kept as it was typed, because it could mean two numbers
        try:
            exact = Decimal(str(value))
        except InvalidOperation:
            return value
        text = figures.number(exact).replace(figures.NBSP, "").replace(figures.MINUS, "-")
        whole, mark, fraction = text.partition(figures.decimal_mark())
        return f"{text}0" if mark and _could_be_thousands(whole, fraction) else text

    def _plain(self, typed: str) -> str:
        """The number with a point and no groups; "" if it is none."""
        text = SPACES.sub("", typed).replace("\u2212", "-")
        if not re.fullmatch(r"-?[0-9.,]*[0-9][0-9.,]*", text):
            return ""
        marks = [mark for mark in text if mark in ".,"]
        if not marks:
            return text
        if len(set(marks)) == 2:  # 1.240,5 or 1,240.5: the last mark is the decimal one and stands once
            last = marks[-1]
            grouping = "," if last == "." else "."
            whole, _mark, fraction = text.rpartition(last)
            sound = marks.count(last) == 1 and _groups(whole, grouping)
            return f"{whole.replace(grouping, '')}.{fraction}" if sound else ""
        if len(marks) > 1:  # 1,240,500: groups only
            return text.replace(marks[0], "") if _groups(text, marks[0]) else ""
        whole, _mark, fraction = text.partition(marks[0])
        if self.places == 0 and _groups(text, marks[0]):
            return whole + fraction
        if _could_be_thousands(whole, fraction):
            shown = figures.number(Decimal(f"{whole}.{fraction}"), places=4)
            raise self._fault("ambiguous", typed=typed, whole=whole + fraction, fraction=shown)
        return f"{whole or '0'}.{fraction or '0'}"

    def _fault(self, code: str, **facts: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)


class WholeNumberField(LocalDecimalField):
    """A count typed with or without spaces; the answer is an int."""

    default_error_messages = {
        "invalid": _("Enter a whole number using digits only"),
        "max_places": _("Enter a whole number, without a fraction"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, decimal_places=0, **options)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """Read and check a count."""
        number = super().clean(value)
        return None if number is None else int(number)


def _could_be_thousands(whole: str, fraction: str) -> bool:
    """Whether the digits on both sides of a lone mark could be thousands: three after it, one to three before."""
    return len(fraction) == 3 and 1 <= len(whole.lstrip("-")) <= 3 and not whole.lstrip("-").startswith("0")


def _groups(whole: str, mark: str) -> bool:
    """Whether `mark` parts the digits in threes."""
    return bool(re.fullmatch(rf"-?\d{{1,3}}({re.escape(mark)}\d{{3}})*|-?\d+", whole))
