"""The forms of the sign-off page: the decision with finding and the agency's own fields, question, hold, inspection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clearance import registry
from clearance.contract import Field, SignOffForm
from clearance.forms import choices, fields
from clearance.forms.content import Group, PlainForm, as_content, grid
from clearance.models import SignOff
from clearance.reasons.lists import Offered, Use, reasons_for
from clearance.sentences import title_of
from clearance.services.deciding import Decision
from clearance.words import OFFICER, VERDICT
from clearance.workflow import NEEDS_FINDING, Verdict

OWN, ITEM, FOUND, OTHER = "form_", "verdicts_by_item_", "found_", "other_"
FEW_ITEMS = 20
"""Up to so many items a verdict can be given item by item on the page; the API knows no limit."""


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


class DecisionForm(PlainForm):
    """An officer's answer: one verdict or one an item, reason, conditions, finding, the agency's own fields.

    What a verdict needs is asked by the service, so that nobody must fill in a finding to say "not competent".
    """

    verdict = fields.ChoiceField(
        label=_("Decision"),
        choices=list(VERDICT[OFFICER].items()),
        widget=forms.RadioSelect,
        ask=_("Select the decision"),
    )
    reason_code = fields.ChoiceField(label=_("Reason from the list"), required=False)
    reason = fields.TextField(
        label=_("Reason in your words"),
        help_text=_("The trader reads it. Needed for a refusal"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        required=False,
    )
    conditions = fields.TextField(
        label=_("Conditions"),
        help_text=_("One condition a line"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    finding_place = fields.TextField(
        label=_("Where were the goods inspected?"), max_length=200, ask=_("Enter where the goods were inspected")
    )
    finding_at = fields.LocalDateTimeField(
        label=_("When?"), help_text=_("For example, 27.03.2027 14:30"), ask=_("Enter when the goods were inspected")
    )
    finding_seals = fields.TextField(
        label=_("Seals found and put on"), help_text=_("Parted by spaces; leave empty for none"), required=False
    )

    def __init__(self, *args: Any, row: SignOff, others: Sequence[SignOff] = (), **options: Any) -> None:
        self.row = row
        self.others = [one for one in others if needs_only_a_verdict(one)]
        self.own: type[SignOffForm] | None = (
            registry.form_of(row.agency, row.requirement) if row.agency in registry.agencies() else None
        )
        super().__init__(*args, **options)
        self.helper.layout.fields = list(self.drawn())
        self._ask_only_what_the_verdict_needs()

    def _ask_only_what_the_verdict_needs(self) -> None:
        """Nobody inspects goods to say that another agency is competent; no agency's own fields on a refusal."""
        verdict = self.data.get("verdict") if self.is_bound else None
        for name, field in self.fields.items():
            of_finding = name.startswith(("finding_", FOUND))
            if (of_finding and verdict == Verdict.NOT_COMPETENT) or (
                name.startswith(OWN) and verdict in {Verdict.NOT_COMPETENT, Verdict.REFUSED}
            ):
                field.required = False

    def drawn(self) -> Iterable[Any]:
        """The parts this sign-off needs, adding their fields."""
        listed = reasons_for(self.row.agency, Use.REFUSAL, self.row.requirement)
        reasons = [(one.code, one.title) for one in listed]
        self.fields["reason_code"].choices = choices.empty(_("Select a reason"), reasons)  # type: ignore[attr-defined]
        if not reasons:
            del self.fields["reason_code"]
        if self.is_physical:
            results = []
            for number in self.row.items or [1]:
                name = f"{FOUND}{number}"
                label = _("Result for item %(number)s") % {"number": number}
                ask = _("Enter the result for item %(number)s") % {"number": number}
                self.fields[name] = fields.TextField(label=label, max_length=500, ask=ask)
                results.append(name)
            yield Group(_("Finding"), "finding_place", "finding_at", *results, "finding_seals")
        else:
            for name in ("finding_place", "finding_at", "finding_seals"):
                del self.fields[name]
        if self.own:
            for spec in self.own.fields:
                self.fields[OWN + spec.name] = field_of(spec)
            yield Group(choices.in_words(self.own.titles), *(OWN + spec.name for spec in self.own.fields))
        yield "verdict"
        if 1 < len(self.row.items) <= FEW_ITEMS:
            names = []
            for number in self.row.items:
                name = f"{ITEM}{number}"
                names.append(name)
                self.fields[name] = fields.ChoiceField(
                    label=_("Item %(number)s") % {"number": number},
                    choices=choices.empty(_("As decided above"), VERDICT[OFFICER].items()),
                    required=False,
                )
            yield Group(_("Other decisions for single items"), *names)
        if reasons:
            yield "reason_code"
        yield "reason"
        yield "conditions"
        if self.others:
            for one in self.others:
                self.fields[f"{OTHER}{one.pk}"] = fields.ChoiceField(
                    label=title_of(one.requirement, one.titles),
                    choices=[("same", _("As decided above")), ("", _("Not now")), *VERDICT[OFFICER].items()],
                    initial="same",
                    required=False,
                )
            yield Group(_("The other checks of your agency on this case"), *(f"{OTHER}{one.pk}" for one in self.others))

    @property
    def is_physical(self) -> bool:
        return self.row.control in NEEDS_FINDING

    def field_at(self, pointer: str) -> str | None:
        """The field a pointer of the service is about."""
        if pointer == "/finding/items":
            return f"{FOUND}{(self.row.items or [1])[0]}"
        return super().field_at(pointer)

    def decision(self) -> Decision:
        """What the service is told."""
        given = self.cleaned_data
        listed = dict(getattr(self.fields.get("reason_code"), "choices", ())).get(given.get("reason_code", ""), "")
        reason = ". ".join(filter(None, [str(listed) if given.get("reason_code") else "", given["reason"].strip()]))
        return Decision(
            verdict=given["verdict"],
            verdicts_by_item={
                int(name.removeprefix(ITEM)): value for name, value in given.items() if name.startswith(ITEM) and value
            },
            reason=reason,
            conditions=[line.strip() for line in given["conditions"].splitlines() if line.strip()],
            finding=self.finding(),
            form={
                name.removeprefix(OWN): value if isinstance(value, bool) else as_content(value)
                for name, value in given.items()
                if name.startswith(OWN) and value not in (None, "", False)
            },
            version=self.row.version,
        )

    def other_decisions(self) -> dict[str, Decision]:
        """What is decided with it on the other rows of the card; each says the same reason and conditions."""
        given, mine = self.cleaned_data, self.decision()
        found = {}
        for one in self.others:
            verdict = given.get(f"{OTHER}{one.pk}", "")
            if verdict:
                found[str(one.uuid)] = Decision(
                    verdict=mine.verdict if verdict == "same" else verdict,
                    reason=mine.reason,
                    conditions=mine.conditions,
                    version=one.version,
                )
        return found

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


class FromAList(PlainForm):
    """A text to the trader: a ready one of the agency's list, own words, or both."""

    said: ClassVar[str]  # the field of one's own words
    listed = fields.ChoiceField(label=_("From the list"), required=False)

    def __init__(self, *args: Any, listed: Sequence[Offered] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.ready = {one.code: one.text_in(choices.language()) or one.title for one in listed}
        offered = [(one.code, one.title) for one in listed]
        self.fields["listed"].choices = choices.empty(_("Nothing from the list"), offered)  # type: ignore[attr-defined]
        if not listed:
            del self.fields["listed"]
        self.helper.layout.fields = list(self.drawn())

    def drawn(self) -> Iterable[Any]:
        """The parts, the list first where there is one."""
        return ["listed", self.said] if "listed" in self.fields else [self.said]

    def clean(self) -> dict[str, Any]:
        """The listed text stands before one's own; one of them must be there."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        own = given.get(self.said, "").strip()
        whole = "\n".join(filter(None, [self.ready.get(given.get("listed", ""), ""), own]))
        if not whole and self.said not in self.errors:
            self.add_error(self.said, self.fields[self.said].error_messages["required"])
        given[self.said] = whole
        return given


class AskForm(FromAList):
    """A question to the trader."""

    said = "text"
    text = fields.TextField(
        label=_("Your question"),
        help_text=_("Name the paper or the fact. The clock of this sign-off stops until the answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        required=False,
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

    def drawn(self) -> Iterable[Any]:
        return [*super().drawn(), grid("about", "days")]


class InspectForm(PlainForm):
    """A stricter control."""

    control = fields.ChoiceField(label=_("Control"), ask=_("Select the control"))

    def __init__(self, *args: Any, allowed: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["control"].choices = list(allowed)  # type: ignore[attr-defined]


class HoldForm(FromAList):
    """A stop of the release."""

    said = "public_reason"
    public_reason = fields.TextField(
        label=_("Reason"),
        help_text=_("The trader reads it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        required=False,
        ask=_("Enter the reason"),
    )
    legal_basis = fields.TextField(label=_("Legal basis"), max_length=500, ask=_("Enter the legal basis of the hold"))
    review_at = fields.LocalDateTimeField(
        label=_("Looked at again by"), help_text=_("Leave it empty for one day from now"), required=False
    )

    def drawn(self) -> Iterable[Any]:
        return [*super().drawn(), grid("legal_basis", "review_at")]


class ReassignForm(PlainForm):
    """The routing desk's answer: which agency is competent, and why."""

    agency = fields.ChoiceField(label=_("Which agency is competent?"), ask=_("Select the agency"))
    reason = fields.TextField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        ask=_("Enter why this agency is competent"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = sorted(
            ((code, choices.in_words(one.names)) for code, one in registry.agencies().items()), key=lambda one: one[1]
        )
        self.fields["agency"].choices = choices.empty(_("Select the agency"), known)  # type: ignore[attr-defined]


class DisposeForm(PlainForm):
    """What happens to refused goods."""

    disposal = fields.ChoiceField(
        label=_("What happens to the goods?"),
        choices=[("re-export", _("Re-export")), ("destroy", _("Destruction")), ("forfeit", _("Forfeit to the state"))],
        widget=forms.RadioSelect,
        ask=_("Select what happens to the goods"),
    )


class ReasonsForm(PlainForm):
    """Every reason for refusing registration."""

    reasons = fields.TextField(
        label=_("Reasons"),
        help_text=_("One reason a line. Give all of them at once"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8_000,
        ask=_("Enter every reason for refusing registration"),
    )


class JudgeForm(PlainForm):
    """What becomes of an appeal."""

    RETURN = "return"

    outcome = fields.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("upheld", _("The appeal is right")),
            ("partly", _("The appeal is right in part")),
            ("rejected", _("The refusal stands")),
            (RETURN, _("Return it: it cannot be dealt with as it is")),
        ],
        widget=forms.RadioSelect,
        ask=_("Select what you decide"),
    )
    reason = fields.TextField(
        label=_("Reason"),
        help_text=_("The trader will read it"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        ask=_("Enter the reason"),
    )


class PaymentForm(PlainForm):
    """A payment or a security the cashier records."""

    amount = fields.LocalDecimalField(
        label=_("Amount (KZT)"), min_value=0, decimal_places=2, max_digits=18, ask=_("Enter the amount")
    )
    reference = fields.TextField(label=_("Payment reference"), max_length=80, ask=_("Enter the payment reference"))
    kind = fields.ChoiceField(
        label=_("Is it paid or secured?"),
        choices=[("paid", _("Paid")), ("secured", _("Secured by a guarantee"))],
        widget=forms.RadioSelect,
        initial="paid",
        ask=_("Select whether the amount is paid or secured"),
    )

    def parts(self) -> Iterable[Any]:
        return [grid("amount", "reference"), "kind"]
