"""The papers of a rule in its form: one line a paper, with others that will do instead, and whether it must be given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agencies.rulebooks.condition_fields import numbers_in
from clearance.forms import choices
from clearance.forms.fields import ChoiceField, FlagField
from clearance.papers import papers_asked

AT_LEAST = 2
"""So many kinds can be named in a line, and one more than it has."""


@dataclass(frozen=True)
class PaperLine:
    """One paper as the page draws it."""

    number: int
    kinds: Sequence[BoundField]
    required: BoundField


class Papers:
    """The lines of papers in a form."""

    prefix = "papers"

    def __init__(self) -> None:
        self.lines: list[tuple[int, int]] = []

    def data_of(self, text: str) -> dict[str, Any]:
        """What the page would send for a written column."""
        papers, _wrong = papers_asked(text)
        data: dict[str, Any] = {"papers_lines": " ".join(str(number) for number in range(len(papers)))}
        for number, paper in enumerate(papers):
            data |= {f"papers_{number}_kind_{place}": kind for place, kind in enumerate(paper.any_of)}
            data[f"papers_{number}_required"] = paper.required
        return data

    def build(self, form: forms.Form, data: Mapping[str, Any]) -> None:
        """Add the fields of every line that the data name."""
        form.fields["papers_lines"] = forms.CharField(required=False, widget=forms.HiddenInput)
        known = choices.papers()
        for number in numbers_in(str(data.get("papers_lines") or "")):
            kept = [str(data.get(f"papers_{number}_kind_{place}") or "") for place in range(10)]
            used = max((place + 1 for place, kind in enumerate(kept) if kind), default=0)
            width = max(AT_LEAST, min(used + 1, 10))
            self.lines.append((number, width))
            for place in range(width):
                more = [(kept[place], kept[place])] if kept[place] and kept[place] not in dict(known) else []
                form.fields[f"papers_{number}_kind_{place}"] = ChoiceField(
                    label=_("Paper") if place == 0 else _("or instead"),
                    choices=[*known, *more],
                    required=place == 0,
                    ask=_("Select a kind of paper"),
                )
            form.fields[f"papers_{number}_required"] = FlagField(label=_("Must be given"), required=False)
        form.fields["papers_new"] = ChoiceField(label=_("Add a paper"), choices=known, required=False)

    def drawn(self, form: forms.Form) -> Iterator[PaperLine]:
        """The lines for the page."""
        for number, width in self.lines:
            kinds = [form[f"papers_{number}_kind_{place}"] for place in range(width)]
            yield PaperLine(number, kinds, form[f"papers_{number}_required"])

    def text(self, cleaned: Mapping[str, Any]) -> str:
        """The column as the rulebook writes it."""
        parts = []
        for number, width in self.lines:
            kinds = [cleaned.get(f"papers_{number}_kind_{place}") or "" for place in range(width)]
            if any(kinds):
                parts.append("|".join(filter(None, kinds)) + ("" if cleaned.get(f"papers_{number}_required") else "?"))
        return ";".join(parts)

    def act(self, data: QueryDict, act: str) -> None:
        """Add a line, or take one away, in what the page sent."""
        numbers = numbers_in(data.get("papers_lines", ""))
        wanted = data.get("papers_new", "")
        if act == "add:papers" and wanted:
            number = max(numbers, default=-1) + 1
            numbers.append(number)
            data[f"papers_{number}_kind_0"] = wanted
            data[f"papers_{number}_required"] = "on"
            data["papers_new"] = ""
        elif act.startswith("drop:papers:"):
            gone = numbers_in(act.rpartition(":")[2])
            numbers = [number for number in numbers if number not in gone]
        data["papers_lines"] = " ".join(map(str, numbers))
