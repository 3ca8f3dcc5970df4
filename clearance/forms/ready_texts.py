"""Texts to the trader: a ready one of the agency's list put into the field, in the reader's language, or own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clearance.forms import choices, fields
from clearance.forms.content import PlainForm, grid
from clearance.reasons.lists import Offered
from clearance.wording import language

PUT_IN = "put_in"
"""The name of the button that only puts the chosen text into the field."""


class ReadySelect(forms.Select):
    """A list of reasons; each carries its text, so that a script can put it into the field at once."""

    ready: Mapping[str, tuple[str, str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """An option with its text and the language of it."""
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        if said := self.ready.get(str(value)):
            option["attrs"] |= {"data-text": said[0], "data-language": said[1]}
        return option


class FromAList(PlainForm):
    """A text to the trader: a ready one of the agency's list, own words, or both.

    `reader` is the language of who will read it: ready texts are put in in it. `placed` says which of them stands in
    the field already, so that a text that was chosen and never put in still goes with one's own words.
    """

    said: ClassVar[str]  # the field of one's own words
    listed = fields.ChoiceField(label=_("From the list"), required=False, widget=ReadySelect)
    placed = fields.TextField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, listed: Sequence[Offered] = (), reader: str = "", **options: Any) -> None:
        self.reader = reader or language()
        self.ready = {one.code: one.said_in(self.reader) for one in listed}
        self.offered = [(one.code, one.title) for one in listed]
        super().__init__(*args, **options)

    def parts(self) -> Iterable[Any]:
        """The parts, the list first where there is one."""
        return self.text_parts()

    def text_parts(self) -> list[str]:
        """The list, if the agency has one, and the field of one's own words."""
        if not self.offered:
            del self.fields["listed"], self.fields["placed"]
            self.fields[self.said].required = True
            return [self.said]
        listed = self.fields["listed"]
        listed.choices = choices.empty(_("Nothing from the list"), self.offered)  # type: ignore[attr-defined]
        listed.help_text = _(
            "Its text is put in below in the trader's language (%(language)s). Change it as you need"
        ) % {"language": dict(settings.LANGUAGES).get(self.reader, self.reader)}
        listed.widget.ready = self.ready
        listed.widget.attrs["data-ready"] = self.add_prefix(self.said)
        # Own words are needed unless a text of the list goes without them.
        self.fields[self.said].required = not self._is_to_be_put_in(self.data)
        return ["listed", "placed", self.said]

    def _is_to_be_put_in(self, data: Mapping[str, Any]) -> bool:
        """Whether a text was chosen that does not stand in the field yet."""
        chosen = data.get(self.add_prefix("listed"), "")
        return chosen in self.ready and chosen != data.get(self.add_prefix("placed"), "")

    def put_in(self) -> None:
        """Put the chosen text into the field and say nothing of what is missing: nobody has sent anything yet."""
        listed, placed, said = (self.add_prefix(name) for name in ("listed", "placed", self.said))
        data = cast("QueryDict", self.data).copy()
        chosen, before, own = data.get(listed, ""), data.get(placed, ""), data.get(said, "").strip()
        if chosen in self.ready and (chosen != before or not own):
            if own == self.ready.get(before, ("",))[0]:
                own = ""  # the text put in before, unchanged: the new one takes its place
            data[said] = "\n".join(filter(None, [own, self.ready[chosen][0]]))
            data[placed] = chosen
            self.fields[self.said].required = True
        self.data = data
        self.hush()

    def clean(self) -> dict[str, Any]:
        """A text chosen but not put in stands before one's own words."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        own, chosen = given.get(self.said, "").strip(), given.get("listed", "")
        listed = self.ready[chosen][0] if chosen and chosen != given.get("placed") else ""
        given[self.said] = "\n".join(filter(None, [listed, own]))
        return given

    @property
    def spoken(self) -> str:
        """The language of what is said: the ready text's where one was chosen, else the page's."""
        chosen = self.cleaned_data.get("listed", "")
        return self.ready[chosen][1] if chosen else language()


class AskForm(FromAList):
    """A question to the trader."""

    said = "text"
    text = fields.TextField(
        label=_("Your question"),
        help_text=_("Name the paper or the fact. The clock of this sign-off stops until the answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        ask=_("Enter your question"),
    )
    about = fields.ChoiceField(label=_("What is it about?"), required=False)
    days = fields.WholeNumberField(label=_("Days to answer"), min_value=1, max_value=30, initial=3, required=False)

    def __init__(self, *args: Any, items: Sequence[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [
            (f"/items/{place}", _("Item %(number)s") % {"number": item.get("number", place + 1)})
            for place, item in enumerate(items)
        ]
        self.fields["about"].choices = choices.empty(_("The whole declaration"), offered)  # type: ignore[attr-defined]

    def parts(self) -> Iterable[Any]:
        return [*self.text_parts(), grid("about", "days")]


class InspectForm(FromAList):
    """A stricter control, and why."""

    said = "reason"
    control = fields.ChoiceField(label=_("Control"), ask=_("Select the control"))
    reason = fields.TextField(
        label=_("Reason"),
        help_text=_("The trader reads it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        ask=_("Enter why the goods are inspected"),
    )

    def __init__(self, *args: Any, allowed: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["control"].choices = list(allowed)  # type: ignore[attr-defined]

    def parts(self) -> Iterable[Any]:
        return ["control", *self.text_parts()]


class HoldForm(FromAList):
    """A stop of the release."""

    said = "public_reason"
    public_reason = fields.TextField(
        label=_("Reason"),
        help_text=_("The trader reads it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        ask=_("Enter the reason"),
    )
    legal_basis = fields.TextField(label=_("Legal basis"), max_length=500, ask=_("Enter the legal basis of the hold"))
    review_at = fields.LocalDateTimeField(
        label=_("Looked at again by"), help_text=_("Leave it empty for one day from now"), required=False
    )

    def parts(self) -> Iterable[Any]:
        return [*self.text_parts(), grid("legal_basis", "review_at")]
