"""What an agency's own pages are made of, so that they look and behave like all others."""

from clearance.forms import choices, fields
from clearance.forms.content import PlainForm, grid
from clearance.sheets import reading as sheets
from clearance.sheets.cells import Unreadable

__all__ = ["PlainForm", "Unreadable", "choices", "fields", "grid", "sheets"]
