"""Forms of webhooks and of what a person wants to be told of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clearance.forms.fields import ChoiceField, FlagField, MultipleChoiceField, TextField
from portal.accounts.forms import PlainForm
from portal.accounts.models import Language
from portal.notices.topics import FOR_WEBHOOKS, Topic
from portal.notices.webhooks import addresses
from portal.notices.words import ADDRESS


class WebhookForm(PlainForm):
    """A webhook of a company."""

    name = TextField(
        label=_("Name of the webhook"),
        help_text=_("What receives it, for example the name of your accounting program."),
        max_length=100,
        ask=_("Enter a name for the webhook"),
    )
    url = TextField(
        label=_("Address"),
        help_text=_("Begins with https:// and leads to a public server."),
        max_length=addresses.LONGEST,
        ask=_("Enter the address of the receiver"),
    )
    topics = MultipleChoiceField(
        label=_("What is sent"),
        choices=list(FOR_WEBHOOKS.items()),
        widget=forms.CheckboxSelectMultiple,
        ask=_("Select what is sent"),
    )
    language = ChoiceField(
        label=_("Language of the texts"), choices=Language.choices, ask=_("Select the language of the texts")
    )

    def clean_url(self) -> str:
        """Refuse at once what would be refused at sending."""
        url: str = self.cleaned_data["url"]
        try:
            addresses.parsed(url)
        except addresses.Barred as error:
            raise ValidationError(str(ADDRESS[error.code]), code=error.code) from error
        return url


class ChangeWebhookForm(WebhookForm):
    """A webhook that is there already."""

    active = FlagField(label=_("The webhook is switched on"), required=False)


class ChoicesForm(PlainForm):
    """One box for each topic and channel; drawn as a table."""

    def __init__(self, *args: Any, choices: list[tuple[Topic, bool, bool]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.topics = [topic for topic, _inbox, _mail in choices]
        for topic, inbox, mail in choices:
            in_inbox, by_mail = _("%(topic)s: inbox"), _("%(topic)s: email")
            named = {"topic": topic.label}
            self.fields[f"{topic.code}_inbox"] = FlagField(label=in_inbox % named, required=False, initial=inbox)
            self.fields[f"{topic.code}_mail"] = FlagField(label=by_mail % named, required=False, initial=mail)

    def rows(self) -> list[tuple[Topic, forms.BoundField, forms.BoundField]]:
        """What the table shows, topic by topic."""
        return [(topic, self[f"{topic.code}_inbox"], self[f"{topic.code}_mail"]) for topic in self.topics]

    def chosen(self) -> dict[str, tuple[bool, bool]]:
        """What was ticked."""
        return {
            topic.code: (self.cleaned_data[f"{topic.code}_inbox"], self.cleaned_data[f"{topic.code}_mail"])
            for topic in self.topics
        }
