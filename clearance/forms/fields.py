"""Every form field of the portal: lenient in what it takes, with a sentence of its own for what it cannot take."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import gettext_lazy as _

from clearance.forms.asking import Asking
from clearance.forms.codes import CodeInput
from clearance.forms.countries import CountryField
from clearance.forms.days import LocalDateField, LocalDateTimeField
from clearance.forms.numbers import LocalDecimalField, WholeNumberField
from clearance.forms.picture_fields import PicturesField

__all__ = [
    "ChoiceField",
    "CommodityCodeField",
    "CountryField",
    "FileField",
    "FlagField",
    "LocalDateField",
    "LocalDateTimeField",
    "LocalDecimalField",
    "MultipleChoiceField",
    "PicturesField",
    "TextField",
    "WholeNumberField",
]


class TextField(Asking, forms.CharField):
    """A line or a paragraph of text."""

    default_error_messages = {
        "required": _("Enter a value"),
        "null_characters_not_allowed": _("Remove the hidden characters"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = _("Write %(limit_value)d characters or fewer; you wrote %(show_value)d")
            elif isinstance(validator, MinLengthValidator):
                validator.message = _("Write %(limit_value)d characters or more; you wrote %(show_value)d")


class ChoiceField(Asking, forms.ChoiceField):
    """One choice of a list."""

    default_error_messages = {
        "required": _("Select one of the choices"),
        "invalid_choice": _("Select one of the choices listed"),
    }


class MultipleChoiceField(Asking, forms.MultipleChoiceField):
    """Several choices of a list."""

    default_error_messages = {
        "required": _("Select at least one of the choices"),
        "invalid_choice": _("Select only choices that are listed"),
        "invalid_list": _("Select at least one of the choices"),
    }


class FlagField(Asking, forms.BooleanField):
    """Yes or no."""

    default_error_messages = {"required": _("Tick the box to go on")}


class FileField(Asking, forms.FileField):
    """A file to keep."""

    default_error_messages = {
        "required": _("Choose a file"),
        "invalid": _("Choose the file again; it did not arrive"),
        "missing": _("Choose the file again; it did not arrive"),
        "empty": _("The file is empty. Choose another"),
        "max_length": _("Shorten the file's name to %(max)d characters or fewer; it has %(length)d"),
        "contradiction": _("Choose a file or tick the box to remove the one kept, not both"),
    }


class CommodityCodeField(Asking, forms.CharField):
    """A commodity code of ten digits; spaces and points between the digits are taken out.

    While one types, codes are suggested by digits and by words: `whole` ones, or shorter ones too.
    """

    default_error_messages = {
        "required": _("Enter the commodity code"),
        "invalid": _("Commodity code must be 10 digits, like 8517130000"),
        "null_characters_not_allowed": _("Commodity code must be 10 digits, like 8517130000"),
    }

    def __init__(self, *args: Any, whole: bool = True, **options: Any) -> None:
        options.setdefault("widget", CodeInput(whole=whole))
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> str:
        """Read the digits."""
        code = re.sub(r"[\s\u00a0\u202f.\-]", "", str(value or ""))
        if code and not re.fullmatch(r"[0-9]{10}", code):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return code
