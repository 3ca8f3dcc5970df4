"""What a company's list is narrowed to: the form above it, whose answers stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices
from clearance.forms.fields import ChoiceField, LocalDateField, TextField
from clearance.models import Office
from clearance.reading.trader import Asked

ANY = ("", _("Any"))


class ListForm(forms.Form):
    """Words, kind, office and days; what cannot be read asks for nothing and says so beside its field."""

    use_required_attribute = False

    q = TextField(label=_("Reference, goods or vehicle"), required=False, max_length=100)
    kind = ChoiceField(label=_("Kind"), required=False, choices=[ANY, *choices.KINDS])
    office = ChoiceField(label=_("Office"), required=False)
    since = LocalDateField(label=_("Submitted from"), required=False)
    until = LocalDateField(label=_("Submitted until"), required=False)

    def __init__(self, *args: Any, offices: Iterable[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].choices = [ANY, *((office.code, str(office)) for office in offices)]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            of_list = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if of_list else "form-control"
            if name in {"since", "until"}:
                field.widget.attrs["placeholder"] = _("dd.mm.yyyy")

    @property
    def asked(self) -> Asked:
        """What the list is narrowed to."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Asked(
            words=given.get("q") or "",
            kind=given.get("kind") or "",
            office=given.get("office") or "",
            since=given.get("since"),
            until=given.get("until"),
        )

    @property
    def in_address(self) -> dict[str, str]:
        """What was typed and means something, as it stands in the address."""
        return {name: str(value) for name in self.fields if (value := self.data.get(name, "").strip())}

    @property
    def is_narrowed(self) -> bool:
        """Whether something beside words is asked for."""
        return bool(self.in_address.keys() - {"q"})
