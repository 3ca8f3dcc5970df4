"""One paper of a declaration: its kind, number and date, and its file, whichever of them is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import ContentForm, grid
from clearance.forms.paper_list import OWN, Declared, with_paper


class PaperForm(ContentForm):
    """A paper to declare, a file to keep, or both at once."""

    type = fields.ChoiceField(label=_("Kind of paper"), choices=choices.papers, ask=_("Select the kind of paper"))
    number = fields.TextField(label=_("Number"), max_length=70, required=False)
    date = fields.LocalDateField(label=_("Date"), help_text=_("For example, 27.03.2027"), required=False)
    item = fields.ChoiceField(label=_("Which goods it is for"), choices=[], required=False)
    file = fields.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG or XML, up to 10 MB. It is kept as soon as you send it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.xml"}),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, content: Mapping[str, Any], instead_of: Declared | None = None, **options: Any
    ) -> None:
        self.instead_of = instead_of
        super().__init__(data, content=content, **options)
        self.fields["item"].choices = choices.empty(  # type: ignore[attr-defined]
            _("All goods of the declaration"),
            [(str(place), _name_of(place, item)) for place, item in enumerate(content.get("items") or (), 1)],
        )

    def parts(self) -> Iterable[Any]:
        return [grid("type", "item", "number", "date"), "file"]

    def field_at(self, pointer: str) -> str | None:
        """What is said of the file belongs to its field."""
        return "file" if pointer == "/file" else super().field_at(pointer)

    @property
    def is_declared(self) -> bool:
        """Whether number and date say which paper it is."""
        return bool(self.cleaned_data.get("number") and self.cleaned_data.get("date"))

    def clean(self) -> dict[str, Any]:
        """A paper without a file needs its number and date; with a file they can follow later, both together."""
        given = super().clean() or {}
        number, day = given.get("number"), given.get("date")
        if self.files.get("file") and not number and not day:
            return given
        if not number and "number" not in self.errors:
            self.add_error("number", _("Enter the number of the paper"))
        if not day and "date" not in self.errors:
            self.add_error("date", _("Enter the date of the paper"))
        return given

    def new_content(self) -> dict[str, Any]:
        """The content with this paper, once; in the place of the one that is corrected."""
        paper = {
            "type": self.cleaned_data["type"],
            "number": self.cleaned_data["number"],
            "date": self.cleaned_data["date"].isoformat(),
        }
        at = int(self.cleaned_data.get("item") or OWN)
        return with_paper(self.content, at, paper, instead_of=self.instead_of)


def _name_of(place: int, item: Mapping[str, Any]) -> str:
    """An item as a line of a list: its number, its code and the beginning of its description."""
    number = {"number": item.get("number") or place}
    words = [str(item.get(name) or "") for name in ("commodity_code", "description")]
    return " ".join(filter(None, [_("Item %(number)s") % number, words[0], Truncator(words[1]).chars(50)]))
