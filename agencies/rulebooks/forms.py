"""The form of one rule: every column of the closed vocabulary with the input it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agencies.rulebooks import phrases, words
from agencies.rulebooks.condition_fields import Conditions
from agencies.rulebooks.paper_fields import Papers
from clearance import registry
from clearance.condition_rows import rows_of_condition, written_anew
from clearance.conditions import NEED_FACTS
from clearance.forms import choices
from clearance.forms.content import PlainForm
from clearance.forms.fields import ChoiceField, FlagField, MultipleChoiceField, TextField, WholeNumberField
from clearance.rule_words import ASKING, FILLED_WHEN_ASKING, listed
from clearance.rules import RuleError
from clearance.wording import rule_fault_sentence

WHEN = ("origin_condition", "condition")
SIMPLE = (
    "rule_id", "status", "kind", "requirement", "title_en", "title_ru", "title_kk", "channel", "direction", "signoff_type",
    "stage", "place", "blocks", "opens_on", "clock_start", "sla_value", "sla_unit", "sla_source", "visibility", "rests_on",
    "legal_basis", "note",
)  # fmt: skip
FLAGS = ("stop", "follow_up", "waivable", "is_default")
AREA = {"widget": forms.Textarea(attrs={"rows": 2})}


def _choice(column: str, *, but: Iterable[str] = (), required: bool = True) -> ChoiceField:
    offered = words.offered(words.CLOSED[column], but=but)
    return ChoiceField(
        label=words.COLUMNS[column],
        choices=offered if required else choices.empty(_("Select one"), offered),
        required=required,
        ask=_("Select one of the choices"),
    )


class RuleForm(PlainForm):
    """A rule as a person writes it; `row()` is the row of the rulebook."""

    rule_id = TextField(
        label=words.COLUMNS["rule_id"],
        max_length=40,
        help_text=_("How you and the record name the rule."),
        ask=_("Enter the number of the rule"),
    )
    status = _choice("status")
    kind = _choice("kind")
    requirement = ChoiceField(
        label=words.COLUMNS["requirement"], required=False, help_text=_("The reason for which somebody must agree.")
    )
    title_en = TextField(label=words.COLUMNS["title_en"], max_length=200, ask=_("Enter the title in English"))
    title_ru = TextField(label=words.COLUMNS["title_ru"], max_length=200, ask=_("Enter the title in Russian"))
    title_kk = TextField(label=words.COLUMNS["title_kk"], max_length=200, ask=_("Enter the title in Kazakh"))
    hs_include = TextField(
        label=words.COLUMNS["hs_include"],
        required=False,
        help_text=_("Beginnings and ranges, for example 0808; 0701-0709. Leave empty for all goods."),
        **AREA,
    )
    hs_exclude = TextField(label=words.COLUMNS["hs_exclude"], required=False, **AREA)
    direction = _choice("direction")
    channel = _choice("channel")
    mode = MultipleChoiceField(
        label=words.COLUMNS["mode"],
        choices=list(words.MODES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none for every mode."),
    )
    procedures = MultipleChoiceField(
        label=words.COLUMNS["procedures"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none for every procedure."),
    )
    signoff_type = _choice("signoff_type", but=("waive", "downgrade"), required=False)
    escalate_to = MultipleChoiceField(
        label=words.COLUMNS["escalate_to"],
        choices=words.offered(words.CONTROLS, but=("waive", "downgrade")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Stricter controls an officer may order."),
    )
    stage = _choice("stage", required=False)
    place = _choice("place", required=False)
    blocks = _choice("blocks", required=False)
    opens_on = _choice("opens_on", required=False)
    profile = ChoiceField(
        label=_("Deadline profile"), required=False, help_text=_("Fills in the three fields that follow when chosen.")
    )
    sla_value = WholeNumberField(label=words.COLUMNS["sla_value"], min_value=0, max_value=999, required=False)
    sla_unit = _choice("sla_unit", required=False)
    clock_start = _choice("clock_start", required=False)
    sla_source = _choice("sla_source", required=False)
    visibility = _choice("visibility")
    stop = FlagField(label=words.COLUMNS["stop"], required=False)
    follow_up = FlagField(label=words.COLUMNS["follow_up"], required=False)
    waivable = FlagField(label=words.COLUMNS["waivable"], required=False)
    is_default = FlagField(label=words.COLUMNS["is_default"], required=False)
    targets = MultipleChoiceField(
        label=words.COLUMNS["targets"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For a waiver and a lighter control only."),
    )
    rests_on = TextField(
        label=words.COLUMNS["rests_on"],
        required=False,
        max_length=400,
        help_text=_("Names of facts, apart by spaces. Leave empty for the header and the goods it covers."),
    )
    legal_basis = TextField(label=words.COLUMNS["legal_basis"], max_length=1000, ask=_("Enter the legal basis"), **AREA)
    note = TextField(label=words.COLUMNS["note"], required=False, max_length=1000, **AREA)

    multiple: ClassVar[Mapping[str, str]] = {"mode": "|", "procedures": "|", "escalate_to": "|", "targets": " "}

    def __init__(
        self, data: QueryDict | None = None, *, agency: str, row: Mapping[str, Any], profiles: Iterable[Any] = ()
    ) -> None:
        self.agency, self.before = agency, dict(row)
        self.profiles = {str(one.pk): one for one in profiles}
        known = registry.facts()
        self.when, self.auto, self.papers = (
            Conditions("when", known),
            Conditions("auto", {**known, **NEED_FACTS}),
            Papers(),
        )
        super().__init__(data, initial=self._initial())
        sent = data if data is not None else self.initial
        self._offer_choices()
        for part in (self.when, self.auto, self.papers):
            part.build(self, sent)
        self._ask_what_the_kind_needs(sent)

    def _initial(self) -> dict[str, Any]:
        row = self.before
        found: dict[str, Any] = {name: row.get(name, "") for name in SIMPLE}
        found |= {name: row.get(name) == "yes" for name in FLAGS}
        found |= {
            "hs_include": _plain(row.get("hs_include")),
            "hs_exclude": _plain(row.get("hs_exclude")),
            "status": row.get("status") or "live",
        }
        found["mode"] = sorted(listed(row.get("mode")))
        found["procedures"] = sorted(listed(row.get("procedures")))
        found["escalate_to"] = sorted(listed(row.get("escalate_to")))
        found["targets"] = str(row.get("targets") or "").split()
        rows = [(column, one) for column in WHEN for one in rows_of_condition(str(row.get(column) or ""))]
        found |= self.when.data_of(rows)
        found |= self.auto.data_of([("auto_when", one) for one in rows_of_condition(str(row.get("auto_when") or ""))])
        return found | self.papers.data_of(str(row.get("required_documents") or ""))

    def _offer_choices(self) -> None:
        known = registry.agencies().get(self.agency)
        required = [(one.code, choices.in_words(one.titles)) for one in known.requirements] if known else []
        self._offer("requirement", choices.empty(_("None"), required))
        self._offer("procedures", [one for one in choices.procedures() if one[0]])
        every = [(f"{code}.*", choices.in_words(one.names)) for code, one in registry.agencies().items()]
        every += [
            (one.code, choices.in_words(one.titles)) for two in registry.agencies().values() for one in two.requirements
        ]
        self._offer("targets", every)
        said = [(key, str(one)) for key, one in self.profiles.items()]
        self._offer("profile", choices.empty(_("As written below"), said))
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                self._keep_choosable(name)

    def _ask_what_the_kind_needs(self, sent: Mapping[str, Any]) -> None:
        """Who asks for something says what, where and until when; a chosen profile answers the last."""
        answered = {"sla_value", "sla_unit", "clock_start"} if sent.get("profile") else set()
        for name in FILLED_WHEN_ASKING:
            field = self.fields[name]
            field.required = sent.get("kind") in ASKING and name not in answered
            field.error_messages["required"] = _("Fill in “%(field)s”") % {"field": words.column_name(name)}

    def _offer(self, name: str, offered: Sequence[choices.Choice]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def _keep_choosable(self, name: str) -> None:
        """A kept word that the lists no longer know stays choosable, so that saving loses nothing."""
        field: Any = self.fields[name]
        known = {str(code) for code, _name in field.choices}
        kept = self.initial.get(name) or ()
        kept = [kept] if isinstance(kept, str) else kept
        field.choices = [*field.choices, *((one, phrases.cell_text(name, one)) for one in kept if one not in known)]

    def _clean_codes(self, name: str) -> str:
        """Codes apart by semicolons, commas or lines; blanks inside a code (0804 20) are how people write it."""
        parts = re.split(r"[;,\n]+", str(self.cleaned_data.get(name) or "").replace("–", "-"))
        if any(re.search(r"\s\d{4}", part.strip()) for part in parts):
            raise forms.ValidationError(_("Put a semicolon between the commodity codes"))
        return ";".join(code for part in parts if (code := re.sub(r"\s+", "", part)))

    def clean_hs_include(self) -> str:
        """Codes however they were put apart."""
        return self._clean_codes("hs_include")

    def clean_hs_exclude(self) -> str:
        """Codes however they were put apart."""
        return self._clean_codes("hs_exclude")

    def quiet(self) -> RuleForm:
        """Shown again with what was typed, without calling anything wrong yet."""
        self.is_valid()
        self._errors = ErrorDict()
        return self

    def row(self) -> dict[str, Any]:
        """The row as the rulebook keeps it; columns no field is about stay as they were."""
        if not self.is_bound:
            return dict(self.before)
        given, row = self.cleaned_data, dict(self.before)
        row |= {name: str(given[name]) for name in SIMPLE if given.get(name) is not None and name in given}
        row |= {name: "" for name in SIMPLE if name in given and given[name] is None}
        row["hs_include"] = _kept(self.before, "hs_include", given.get("hs_include", ""))
        row["hs_exclude"] = given.get("hs_exclude", "")
        for name in FLAGS:
            row[name] = (
                "yes" if given.get(name) else self.before.get(name, "") if self.before.get(name) != "yes" else "no"
            )
        for name, mark in self.multiple.items():
            row[name] = self._listed(name, mark)
        for column in WHEN:
            rows = self.when.rows(given, column)
            row[column] = written_anew(str(self.before.get(column) or ""), rows, self.when.known)
        row["auto_when"] = written_anew(str(self.before.get("auto_when") or ""), self.auto.rows(given), self.auto.known)
        row["required_documents"] = self.papers.text(given)
        if profile := self.profiles.get(given.get("profile") or ""):
            row |= {"sla_value": str(profile.value), "sla_unit": profile.unit, "clock_start": profile.clock_start}
        return row

    def _listed(self, name: str, mark: str) -> str:
        chosen = list(self.cleaned_data.get(name) or ())
        before = str(self.before.get(name) or "")
        was = set(before.split()) if mark == " " else set(listed(before))
        if was == set(chosen):
            return before or ("any" if name == "mode" else "*" if name == "procedures" else "")
        return mark.join(chosen) or {"mode": "any", "procedures": "*"}.get(name, "")

    def blame(self, errors: Iterable[RuleError]) -> None:
        """Put what the vocabulary refuses at the field it is about."""
        for error in errors:
            if error.code == "missing":
                said = _("Fill in “%(field)s”") % {"field": words.column_name(error.column)}
            else:
                named = RuleError(error.rule, words.column_name(error.column), error.code, error.text)
                said = rule_fault_sentence(named)
            self.add_error(self._field_of(error.column), str(said))

    def _field_of(self, column: str) -> str | None:
        special = {"condition": "when_new", "origin_condition": "when_new", "auto_when": "auto_new"}
        special["required_documents"] = "papers_new"
        name = special.get(column, column)
        return name if name in self.fields else None


def _plain(text: Any) -> str:
    return "" if str(text or "") == "*" else str(text or "")


def _kept(before: Mapping[str, Any], name: str, given: str) -> str:
    """`*` and nothing mean the same; the spelling of before stays."""
    return str(before.get(name) or "") if not given and _plain(before.get(name)) == "" else given
