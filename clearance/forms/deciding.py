"""The forms of a decision: what was found, the agency's own fields, and the words of an approval or of a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance import registry
from clearance.contract import Field, SignOffForm
from clearance.forms import choices, fields
from clearance.forms.content import Fold, Group, PlainForm, as_content
from clearance.forms.ready_texts import FromAList
from clearance.models import SignOff
from clearance.sentences import title_of
from clearance.services.deciding import Decision
from clearance.words import OFFICER, VERDICT
from clearance.workflow import NEEDS_FINDING, Verdict

OWN, FOUND = "form_", "found_"
FEW_ITEMS = 20
"""Among so many items some can be chosen on the page; the API knows no limit."""


def field_of(spec: Field) -> forms.Field:
    """A field of an agency's own form."""
    common: dict[str, Any] = {
        "label": choices.in_words(spec.labels) + (f" ({spec.unit})" if spec.unit else ""),
        "help_text": choices.in_words(spec.hints),
        "required": spec.required,
        "ask": _("Fill in “%(label)s”") % {"label": choices.in_words(spec.labels)},
    }
    match spec.kind:
        case "number":
            return fields.LocalDecimalField(**common)
        case "date":
            return fields.LocalDateField(**common)
        case "flag":
            return fields.FlagField(**common)
        case "choice":
            offered = [(code, choices.in_words(words)) for code, words in spec.choices]
            return fields.ChoiceField(choices=choices.empty(_("Select one"), offered), **common)
        case "long_text":
            return fields.TextField(widget=forms.Textarea(attrs={"rows": 3}), **common)
        case _:
            return fields.TextField(max_length=500, **common)


def needs_only_a_verdict(row: SignOff) -> bool:
    """Whether a row can be decided beside another one: no finding, no fields of the agency that must be filled in."""
    form = registry.form_of(row.agency, row.requirement) if row.agency in registry.agencies() else None
    return row.control not in NEEDS_FINDING and not (form and any(spec.required for spec in form.fields))


class DecidingForm(PlainForm):
    """What an approval and a refusal share: the finding, the agency's own fields, single items, the other checks.

    What a verdict needs is asked by the service, so that nobody must fill in a finding to say "not competent".
    """

    finding_place = fields.TextField(
        label=_("Where were the goods inspected?"), max_length=200, ask=_("Enter where the goods were inspected")
    )
    finding_at = fields.LocalDateTimeField(
        label=_("When?"), help_text=_("For example, 27.03.2027 14:30"), ask=_("Enter when the goods were inspected")
    )
    finding_seals = fields.TextField(
        label=_("Seals found and put on"), help_text=_("Parted by spaces; leave empty for none"), required=False
    )
    only_items = fields.MultipleChoiceField(
        label=_("Only for these items"),
        help_text=_("The others are approved. Tick none for all items"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    together = fields.MultipleChoiceField(
        label=_("The other checks of your agency on this case"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, row: SignOff, others: Sequence[SignOff] = (), **options: Any) -> None:
        self.row = row
        self.others = [one for one in others if needs_only_a_verdict(one)]
        self.own: type[SignOffForm] | None = (
            registry.form_of(row.agency, row.requirement) if row.agency in registry.agencies() else None
        )
        super().__init__(*args, **options)

    @property
    def is_physical(self) -> bool:
        return self.row.control in NEEDS_FINDING

    def finding_parts(self) -> Iterable[Any]:
        """Where, when, what was found at each item, and the seals; nothing where papers decide."""
        if not self.is_physical:
            for name in ("finding_place", "finding_at", "finding_seals"):
                del self.fields[name]
            return
        results = []
        for number in self.row.items or [1]:
            name = f"{FOUND}{number}"
            label = _("Result for item %(number)s") % {"number": number}
            ask = _("Enter the result for item %(number)s") % {"number": number}
            self.fields[name] = fields.TextField(label=label, max_length=500, ask=ask)
            results.append(name)
        yield Group(_("Finding"), "finding_place", "finding_at", *results, "finding_seals")

    def own_parts(self, group: type[Group], *, needed: bool) -> Iterable[Any]:
        """The agency's own fields under the name of its form."""
        if not self.own:
            return
        parts: dict[str, list[str]] = {}
        for spec in self.own.fields_for(self.row):
            self.fields[OWN + spec.name] = field_of(spec)
            self.fields[OWN + spec.name].required = needed and spec.required
            parts.setdefault(choices.in_words(spec.under) if spec.under else "", []).append(OWN + spec.name)
        yield group(choices.in_words(self.own.titles), *parts.pop("", ()))
        for title, names in parts.items():
            yield Fold(title, *names)

    def item_parts(self) -> list[str]:
        """The choice of single items, where there are several and not too many."""
        if not 1 < len(self.row.items) <= FEW_ITEMS:
            del self.fields["only_items"]
            return []
        offered = [(str(number), _("Item %(number)s") % {"number": number}) for number in self.row.items]
        self.fields["only_items"].choices = offered  # type: ignore[attr-defined]
        return ["only_items"]

    def together_parts(self, *, chosen: bool) -> list[str]:
        """The other checks of the card that need no more than the same answer."""
        if not self.others:
            del self.fields["together"]
            return []
        offered = [(str(one.uuid), title_of(one.requirement, one.titles)) for one in self.others]
        self.fields["together"].choices = offered  # type: ignore[attr-defined]
        self.fields["together"].initial = [code for code, _title in offered] if chosen else []
        return ["together"]

    def field_at(self, pointer: str) -> str | None:
        """The field a pointer of the service is about."""
        if pointer == "/finding/items":
            return f"{FOUND}{(self.row.items or [1])[0]}"
        return super().field_at(pointer)

    def decided(self, **words: Any) -> dict[str, Decision]:
        """What the service is told: of this sign-off, and in the same words of the checks that are decided with it."""
        mine = Decision(
            **words,
            verdicts_by_item=self.verdicts_by_item(),
            finding=self.finding(),
            form={
                name.removeprefix(OWN): value if isinstance(value, bool) else as_content(value)
                for name, value in self.cleaned_data.items()
                if name.startswith(OWN) and value not in (None, "", False)
            },
            version=self.row.version,
        )
        wanted = set(self.cleaned_data.get("together", ()))
        with_it = {
            str(one.uuid): Decision(**words, version=one.version) for one in self.others if str(one.uuid) in wanted
        }
        return {str(self.row.uuid): mine, **with_it}

    def verdicts_by_item(self) -> dict[int, str]:
        """What is approved although the verdict says otherwise of the items that were chosen; empty for all alike."""
        chosen = {int(number) for number in self.cleaned_data.get("only_items", ())}
        return {number: Verdict.APPROVED for number in self.row.items if number not in chosen} if chosen else {}

    def finding(self) -> dict[str, Any] | None:
        """The finding, None where the control needs none; absent parts are asked for by the service."""
        if not self.is_physical:
            return None
        given = self.cleaned_data
        results = {str(n): given.get(f"{FOUND}{n}", "") for n in self.row.items or [1] if given.get(f"{FOUND}{n}")}
        at = given.get("finding_at")
        found: dict[str, Any] = {
            "place": given.get("finding_place", ""),
            "at": at.isoformat() if at else "",
            "seals": given.get("finding_seals", "").split(),
        }
        return {**found, "items": results} if len(results) == len(self.row.items or [1]) else found


class ApproveForm(DecidingForm):
    """The goods may go on; with conditions, where some are written."""

    conditions = fields.TextField(
        label=_("Conditions"),
        help_text=_("One condition a line. The goods may move but not be used or sold until they are met"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def parts(self) -> Iterable[Any]:
        yield from self.finding_parts()
        yield from self.own_parts(Group, needed=True)
        yield Fold(_("With conditions"), "conditions", *self.item_parts())
        yield from self.together_parts(chosen=True)

    def clean(self) -> dict[str, Any]:
        """Items can be chosen only for conditions."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("only_items") and not given.get("conditions", "").strip():
            self.add_error("conditions", _("Enter at least one condition."))
        return given

    def decisions(self) -> dict[str, Decision]:
        """Approved, with the conditions that are written."""
        conditions = [line.strip() for line in self.cleaned_data["conditions"].splitlines() if line.strip()]
        verdict = Verdict.APPROVED_WITH_CONDITIONS if conditions else Verdict.APPROVED
        return self.decided(verdict=verdict, conditions=conditions)


class RefuseForm(DecidingForm, FromAList):
    """The goods may not go on, or it is not for this agency to say so; the trader reads why."""

    said = "reason"
    verdict = fields.ChoiceField(
        label=_("What do you record?"),
        choices=[(code, VERDICT[OFFICER][code]) for code in (Verdict.REFUSED, Verdict.NOT_COMPETENT)],
        widget=forms.RadioSelect,
        initial=Verdict.REFUSED,
        ask=_("Select what you record"),
    )
    reason = fields.TextField(
        label=_("Reason"),
        help_text=_("The trader reads it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        ask=_("Enter the reason. The trader will read it."),
    )

    def parts(self) -> Iterable[Any]:
        yield "verdict"
        yield from self.text_parts()
        yield from self.item_parts()
        yield from self.finding_parts()
        yield from self.own_parts(Fold, needed=False)
        yield from self.together_parts(chosen=False)
        if self.is_bound and self.data.get(self.add_prefix("verdict")) == Verdict.NOT_COMPETENT:
            self._ask_for_no_finding()

    def _ask_for_no_finding(self) -> None:
        """Nobody inspects goods to say that another agency is competent."""
        for name, field in self.fields.items():
            if name.startswith(("finding_", FOUND)):
                field.required = False

    def decisions(self) -> dict[str, Decision]:
        """Refused or not competent, with the reason and the language it is in."""
        given = self.cleaned_data
        return self.decided(verdict=given["verdict"], reason=given["reason"], language=self.spoken)
