"""Choosing a sheet of goods."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import fields
from clearance.forms.content import PlainForm


class SheetForm(PlainForm):
    """A sheet with one item in each row."""

    file = fields.FileField(
        label=_("Sheet with the goods"),
        help_text=_("XLSX or CSV, up to 10 MB and 999 rows; headings in English, Russian or Kazakh"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        ask=_("Choose the sheet with the goods"),
    )
