"""Forms of what is done with goods on the way; each asks for what one act needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement
from agencies.customs.transit import words
from clearance.pages import PlainForm, choices, fields

REASON: dict[str, Any] = {"label": _("Reason"), "max_length": 300, "ask": _("Enter the reason")}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def long_text(rows: int = 3) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class OnTheWayForm(PlainForm):
    """A form about one movement; who reads it may see less of it."""

    def __init__(self, *args: Any, movement: Movement, **options: Any) -> None:
        self.movement = movement
        super().__init__(*args, prefix=options.pop("prefix", None), **options)
        self.choose()

    def choose(self) -> None:
        """Fill in what can be chosen from the movement."""

    def given(self) -> dict[str, Any]:
        """What the act is called with."""
        return dict(self.cleaned_data)


class IncidentForm(PlainForm):
    """Something went wrong."""

    kind = fields.ChoiceField(
        label=_("What happened"), choices=list(words.INCIDENTS.items()), ask=_("Select what happened")
    )
    text = fields.TextField(
        label=_("In a few words"), widget=long_text(), max_length=1000, ask=_("Say in a few words what happened")
    )
    place = fields.TextField(label=_("Where"), required=False, max_length=200)
    photographs = fields.PicturesField(
        label=_("Pictures"), required=False, help_text=_("JPEG or PNG, up to 6 pictures of 10 MB")
    )


class ReportForm(IncidentForm, OnTheWayForm):
    """An incident, told by somebody with an account."""


class ResolveForm(OnTheWayForm):
    """How an incident ended."""

    incident = fields.ChoiceField(label=_("Incident"), ask=_("Select the incident"))
    reason = fields.TextField(
        label=_("How it ended"),
        max_length=300,
        help_text=_("The company reads this, and so does the driver who reported it"),
        ask=_("Say how it ended"),
    )

    def choose(self) -> None:
        standing = self.movement.incidents.filter(resolved_at=None)
        self.fields["incident"].choices = [(str(one.uuid), _said(one)) for one in standing]  # type: ignore[attr-defined]


class SealForm(OnTheWayForm):
    """A new seal."""

    number = fields.TextField(label=_("Number"), max_length=20, ask=_("Enter the number of the seal"))
    kind = fields.ChoiceField(
        label=_("Kind"), choices=list(words.SEAL_KINDS.items()), ask=_("Select the kind of the seal")
    )
    replaces = fields.ChoiceField(label=_("In place of"), required=False)
    reason = fields.TextField(label=_("Reason"), max_length=300, required=False)

    def choose(self) -> None:
        standing = self.movement.seal_rows.filter(replaced_by=None)
        self.fields["replaces"].choices = [("", _("No other seal")), *((one.number, one.number) for one in standing)]  # type: ignore[attr-defined]


class EndSealForm(OnTheWayForm):
    """What became of a seal."""

    seal = fields.ChoiceField(label=_("Seal"), ask=_("Select the seal"))
    name = fields.ChoiceField(
        label=_("What became of it"), choices=list(words.SEAL_ENDS.items()), ask=_("Select what became of it")
    )
    reason = fields.TextField(**REASON)

    def choose(self) -> None:
        whole = self.movement.seal_rows.filter(state__in=["affixed", "reporting"])
        self.fields["seal"].choices = [(str(one.uuid), one.number) for one in whole]  # type: ignore[attr-defined]


class EscortForm(OnTheWayForm):
    """An escort to order."""

    ground = fields.ChoiceField(
        label=_("Ground"), choices=list(words.GROUNDS.items()), ask=_("Select the ground of the escort")
    )
    reason = fields.TextField(**REASON)


class ArrangeForm(OnTheWayForm):
    """Who goes with the goods."""

    escorted_by = fields.TextField(
        label=_("Who goes with the goods"), max_length=200, ask=_("Enter who goes with the goods")
    )


class ReasonForm(OnTheWayForm):
    """Only a reason."""

    reason = fields.TextField(**REASON)


class LeaveForm(OnTheWayForm):
    """A decision on what was asked."""

    leave = fields.ChoiceField(label=_("What was asked"), ask=_("Select what was asked"))
    is_granted = fields.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Allow")), ("no", _("Refuse"))], widget=forms.RadioSelect,
        ask=_("Select whether it is allowed"),
    )  # fmt: skip
    reason = fields.TextField(**REASON)

    def choose(self) -> None:
        asked = self.movement.leaves.filter(state="asked").select_related("office")
        self.fields["leave"].choices = [(str(one.uuid), words.of_leave(one)) for one in asked]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_granted": self.cleaned_data["is_granted"] == "yes"}


class AnswerForm(OnTheWayForm):
    """What an office knows of goods that never arrived."""

    office = fields.ChoiceField(label=_("Office"), ask=_("Select the office"))
    was_seen = fields.ChoiceField(
        label=_("Were the goods seen there?"), choices=YES_NO, widget=forms.RadioSelect,
        ask=_("Select whether the goods were seen"),
    )  # fmt: skip
    answer = fields.TextField(
        label=_("What the records show"), max_length=300, ask=_("Say what the records of your office show")
    )

    def choose(self) -> None:
        asked = self.movement.enquiries.filter(answered_at=None).select_related("office")
        self.fields["office"].choices = [(one.office_id, str(one.office)) for one in asked]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "was_seen": self.cleaned_data["was_seen"] == "yes"}


class DestinationForm(OnTheWayForm):
    """Another destination."""

    office = fields.ChoiceField(label=_("New office of destination"), ask=_("Select the office"))
    place = fields.TextField(
        label=_("Place"), required=False, max_length=200, help_text=_("A warehouse or control zone, where it matters")
    )
    reason = fields.TextField(**REASON)

    def choose(self) -> None:
        self.fields["office"].choices = choices.offices()  # type: ignore[attr-defined]
        self.fields["office"].initial = self.movement.destination_id


class TranshipForm(OnTheWayForm):
    """Another vehicle."""

    vehicle = fields.TextField(
        label=_("Plates of the new vehicle and its trailers"),
        max_length=60,
        ask=_("Enter the plate of the new vehicle"),
    )
    seals_whole = fields.ChoiceField(
        label=_("Are all seals whole, and do they stay so?"), choices=YES_NO, widget=forms.RadioSelect,
        help_text=_("If so, telling customs is enough. If not, customs decides first."),
        ask=_("Select whether all seals are whole"),
    )  # fmt: skip
    place = fields.TextField(label=_("Where"), required=False, max_length=200)
    reason = fields.TextField(**REASON)

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "seals_whole": self.cleaned_data["seals_whole"] == "yes"}


def _said(incident: Any) -> str:
    return f"{words.INCIDENTS[incident.kind]}: {incident.text[:60]}"


FormOf = type[OnTheWayForm]
Offered = Iterable[tuple[str, OnTheWayForm]]
