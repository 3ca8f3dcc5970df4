"""What an agency's own pages are made of, so that they look and behave like all others."""

from clearance.forms import fields
from clearance.forms.content import PlainForm, grid

__all__ = ["PlainForm", "fields", "grid"]
