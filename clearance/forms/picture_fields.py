"""Several pictures at once, from the camera or the gallery of a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms.asking import Asking
from clearance.services.addressing import Picture


class PicturesInput(forms.FileInput):
    """A control for several pictures; a phone offers its camera."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/jpeg,image/png", "multiple": True, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All the files that came, not only the last."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PicturesField(Asking, forms.FileField):
    """Several pictures; each file is cleaned by itself, and what is in it is looked at by the service."""

    widget = PicturesInput
    default_error_messages = {
        "required": _("Choose the pictures"),
        "invalid": _("Choose the file again; it did not arrive"),
        "missing": _("Choose the file again; it did not arrive"),
        "empty": _("The file is empty. Choose another"),
        "contradiction": _("Choose a file or tick the box to remove the one kept, not both"),
        "max_length": _("Shorten the file's name to %(max)d characters or fewer; it has %(length)d"),
    }

    def clean(self, data: Any, initial: Any = None) -> list[Picture]:
        """Name and content of each."""
        files = [super(PicturesField, self).clean(one, None) for one in data or [None]]
        return [Picture(file.name, file.read()) for file in files if file]
