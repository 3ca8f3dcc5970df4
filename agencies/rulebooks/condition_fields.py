"""The condition builder of the rule form: one line a comparison, added and taken away on the server, no script needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agencies.rulebooks import phrases, words
from clearance.condition_rows import AND, OR, ConditionRow
from clearance.fact_registry import Fact, FactType, Scope
from clearance.facts import plain_number
from clearance.forms import choices
from clearance.forms.countries import countries
from clearance.forms.fields import ChoiceField, LocalDecimalField, TextField
from clearance.linting import COUNTRY_FACTS
from clearance.wording import VALUES

PLAIN = RegexValidator(r"^[^<>=!&|]+$", _("Leave out the signs < > = ! & and |"))
JOINS = ((AND, _("and")), (OR, _("or")))
RESTRICTED = _("%(fact)s (officers only)")
OFFICES = frozenset({"office", "border_office", "destination_office"})
PAPERS = frozenset({"documents", "item_documents"})
PROCEDURES = frozenset({"procedure", "item_procedure", "previous_procedure"})
# The commodity code has fields of its own; these two say nothing a rule could use.
NOT_OFFERED = frozenset({"hs", "description", "documents_in_registry"})


@dataclass(frozen=True)
class Line:
    """One comparison as the page draws it."""

    number: int
    name: str
    unit: str
    joins: BoundField | None
    operator: BoundField
    value: BoundField
    hidden: Sequence[BoundField]


class Conditions:
    """The lines of one condition in a form: `prefix` names its fields, `known` the facts it may speak of."""

    def __init__(self, prefix: str, known: Mapping[str, Fact]) -> None:
        self.prefix = prefix
        self.known = known
        self.lines: list[tuple[int, Fact]] = []

    def key(self, number: int, part: str) -> str:
        """The name of a field of a line."""
        return f"{self.prefix}_{number}_{part}"

    def data_of(self, rows: Iterable[tuple[str, ConditionRow]]) -> dict[str, str]:
        """What the page would send for these rows, each with the column it comes from."""
        data: dict[str, str] = {}
        numbers = []
        for number, (column, row) in enumerate(rows):
            numbers.append(str(number))
            fact = self.known.get(row.fact)
            value = row.value
            if fact is not None and fact.type is FactType.FLAG:
                value = "1" if (row.value == "1") is (row.operator == "=") else "0"
            parts = {"column": column, "fact": row.fact, "joins": row.joins, "operator": row.operator, "value": value}
            data |= {self.key(number, part): said for part, said in parts.items()}
        return {**data, f"{self.prefix}_lines": " ".join(numbers)}

    def build(self, form: forms.Form, data: Mapping[str, Any]) -> None:
        """Add the fields of every line that the data name."""
        form.fields[f"{self.prefix}_lines"] = forms.CharField(required=False, widget=forms.HiddenInput)
        for number in numbers_in(str(data.get(f"{self.prefix}_lines") or "")):
            fact = self.known.get(str(data.get(self.key(number, "fact")) or ""))
            if fact is None:
                continue
            value = str(data.get(self.key(number, "value")) or "")
            self.lines.append((number, fact))
            form.fields[self.key(number, "column")] = forms.CharField(required=False, widget=forms.HiddenInput)
            form.fields[self.key(number, "fact")] = forms.CharField(widget=forms.HiddenInput)
            form.fields[self.key(number, "joins")] = ChoiceField(label=_("Joined by"), choices=JOINS, required=False)
            form.fields[self.key(number, "operator")] = operator_field(fact)
            form.fields[self.key(number, "value")] = value_field(fact, value)
        form.fields[f"{self.prefix}_new"] = ChoiceField(
            label=_("Add a condition on"), required=False, choices=choices.empty(_("Select a fact"), self.offered())
        )

    def offered(self) -> list[Any]:
        """The facts a condition may speak of, in two groups, by name."""
        groups: dict[Scope, list[tuple[str, str]]] = {Scope.DECLARATION: [], Scope.ITEM: []}
        for name, fact in self.known.items():
            if name in NOT_OFFERED:
                continue
            said = phrases.fact_name(name)
            groups[fact.scope].append((name, RESTRICTED % {"fact": said} if fact.restricted else said))
        titles = {Scope.DECLARATION: _("The whole declaration"), Scope.ITEM: _("Single goods")}
        return [(titles[scope], sorted(found, key=lambda one: one[1].casefold())) for scope, found in groups.items()]

    def drawn(self, form: forms.Form) -> Iterator[Line]:
        """The lines for the page."""
        for place, (number, fact) in enumerate(self.lines):
            parts = {part: form[self.key(number, part)] for part in ("column", "fact", "joins", "operator", "value")}
            flag = fact.type is FactType.FLAG
            hidden = [parts["column"], parts["fact"], *([parts["operator"]] if flag else [])]
            hidden += [] if place else [parts["joins"]]
            yield Line(
                number, phrases.fact_name(fact.name), fact.unit, parts["joins"] if place else None, parts["operator"],
                parts["value"], hidden,
            )  # fmt: skip

    def rows(self, cleaned: Mapping[str, Any], column: str = "") -> list[ConditionRow]:
        """What was typed, for one column (or all), lines with faults left out."""
        found: list[ConditionRow] = []
        for number, fact in self.lines:
            value = cleaned.get(self.key(number, "value"))
            mine = (cleaned.get(self.key(number, "column")) or "condition") == column or not column
            if value in (None, "") or not mine:
                continue
            operator = cleaned.get(self.key(number, "operator")) or "="
            if fact.type is FactType.FLAG:
                value = "1" if (value == "1") is (operator == "=") else "0"
            said = plain_number(value) if isinstance(value, Decimal) else str(value)
            found.append(ConditionRow(cleaned.get(self.key(number, "joins")) or AND, fact.name, operator, said))
        return found

    def act(self, data: QueryDict, act: str) -> None:
        """Add the line asked for, or take one away, in what the page sent."""
        numbers = numbers_in(data.get(f"{self.prefix}_lines", ""))
        wanted = data.get(f"{self.prefix}_new", "")
        if act == f"add:{self.prefix}" and wanted in self.known:
            number = max(numbers, default=-1) + 1
            numbers.append(number)
            data[self.key(number, "fact")] = wanted
            data[self.key(number, "operator")] = "="
            data[self.key(number, "joins")] = AND
            data[f"{self.prefix}_new"] = ""
        elif act.startswith(f"drop:{self.prefix}:"):
            gone = numbers_in(act.rpartition(":")[2])
            numbers = [number for number in numbers if number not in gone]
        data[f"{self.prefix}_lines"] = " ".join(map(str, numbers))


def numbers_in(text: str) -> list[int]:
    """Numbers of lines in a hidden field, a hundred at most."""
    return [int(one) for one in re.findall(r"\d{1,3}", text)][:100]


def operator_field(fact: Fact) -> forms.Field:
    """The comparisons a fact knows; a flag needs none, its value says yes or no."""
    if fact.type is FactType.FLAG:
        return forms.CharField(required=False, widget=forms.HiddenInput)
    known = words.OPERATORS if fact.type is FactType.NUMBER else {one: words.OPERATORS[one] for one in ("=", "!=")}
    return ChoiceField(label=_("Comparison"), choices=list(known.items()), ask=_("Select the comparison"))


def value_field(fact: Fact, kept: str) -> forms.Field:
    """The right input for a fact's value; a kept value that no list knows stays choosable."""
    label, ask = (
        phrases.fact_name(fact.name),
        _("Enter the value for “%(fact)s”") % {"fact": phrases.fact_name(fact.name)},
    )
    if fact.type is FactType.FLAG:
        return ChoiceField(label=label, choices=[("1", _("Yes")), ("0", _("No"))], ask=ask)
    if fact.type is FactType.NUMBER:
        return LocalDecimalField(label=label, ask=ask, max_digits=24, decimal_places=6)
    known = _values(fact.name)
    if not known:
        return TextField(label=label, max_length=80, ask=ask, validators=[PLAIN])
    if kept and kept not in {code for code, _name in known}:
        known = [*known, (kept, kept)]
    return ChoiceField(label=label, choices=choices.empty(_("Select one"), known), ask=ask)


def _values(name: str) -> list[choices.Choice]:
    if name in COUNTRY_FACTS:
        return list(countries())
    if name in OFFICES:
        return choices.offices()[1:]
    if name in PAPERS:
        return choices.papers()[1:]
    if name in PROCEDURES:
        return choices.procedures()[1:]
    return [(code, said) for (fact, code), said in VALUES.items() if fact == name]
