"""The sections of a content: their order, how far each is, and which problem belongs to which of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem
from clearance.forms.content import Group, value_at
from clearance.forms.goods import ItemForm
from clearance.forms.money import MoneyForm
from clearance.forms.parties import PartiesForm
from clearance.forms.postal import PostalForm
from clearance.forms.sections import RouteForm, SectionForm, TransportForm
from clearance.forms.summary import Fault, control_id
from clearance.forms.transit import TransitForm
from clearance.views.keeping import Kept

FORMS: Mapping[str, type[SectionForm]] = {
    "parties": PartiesForm,
    "postal": PostalForm,
    "route": RouteForm,
    "transport": TransportForm,
    "money": MoneyForm,
}
OF_TRANSIT: Mapping[str, type[SectionForm]] = {"transport": TransitForm}
"""Sections that a transit fills in otherwise."""
TITLES: Mapping[str, str | Promise] = {
    "parties": _("Parties"),
    "postal": _("Postal item"),
    "route": _("Procedure and route"),
    "transport": _("Transport"),
    "items": _("Goods"),
    "documents": _("Documents"),
    "money": _("Money"),
    "check": _("Check and sign"),
}
OF_CARGO = ("parties", "route", "transport", "items", "documents", "money", "check")
OF_POST = ("postal", "route", "items", "documents", "money", "check")
REST = "route"
"""The section of what has no field of its own."""
BEGUN_BY: Mapping[str, tuple[str, ...]] = {
    "postal": ("item_id", "category", "sender"),
    "route": ("office", "border_office", "local_ref"),
    "transport": ("transport", "carrier", "containers", "transit"),
    "items": ("items",),
    "documents": ("documents",),
    "money": ("currency", "incoterms", "guarantees"),
}
"""What says that somebody has been at a section; what a new declaration begins with says nothing."""
COUNTERPARTS: Mapping[str, tuple[str, ...]] = {"import": ("consignor",), "export": ("consignee",)}
EITHER = ("consignor", "consignee")


@dataclass
class Section:
    """One section in the list beside the form."""

    name: str
    title: str | Promise
    url: str
    state: str
    problems: list[Problem] = field(default_factory=list)
    is_current: bool = False

    @property
    def is_form(self) -> bool:
        """Whether it is one form, that can say a problem at its field."""
        return self.name in FORMS

    @property
    def style(self) -> str:
        """How its place in the list is marked."""
        if self.is_current:
            return "sw-now"
        return {"completed": "sw-done", "problem": "sw-problem"}.get(self.state, "")


def names_of(kind: str) -> tuple[str, ...]:
    """The sections of a kind of declaration, in order."""
    return OF_POST if kind == "postal" else OF_CARGO


def form_of(kind: str, name: str) -> type[SectionForm]:
    """The form of a section of a kind of declaration."""
    return (OF_TRANSIT if kind == "transit" else {}).get(name) or FORMS[name]


def onward(kept: Kept, name: str = "") -> str:
    """Where one goes on after a section, or at first: the next one that lacks something, else to check and sign.

    The documents are looked at in any case: every shipment has papers that no rule asks for.
    """
    names = names_of(kept.kind)
    coming = names[names.index(name) + 1 :] if name else names
    listed = {section.name: section for section in sections_of(kept, kept.problems())}
    lacking = (listed[one] for one in coming if one == "documents" or listed[one].state != "completed")
    going = next(lacking, listed[names[-1]])
    has_list = len(kept.content.get("items") or ()) > 1
    return kept.url("item", 1) if going.name == "items" and not has_list else going.url


def sections_of(kept: Kept, problems: Iterable[Problem], current: str = "") -> list[Section]:
    """Every section with its state and its problems."""
    by_section: dict[str, list[Problem]] = {}
    for problem in problems:
        by_section.setdefault(section_at(kept, problem.pointer), []).append(problem)
    return [
        Section(name, TITLES[name], url_of(kept, name), _state(kept, name, by_section), by_section.get(name, []),
                name == current)
        for name in names_of(kept.kind)
    ]  # fmt: skip


def done(sections: Iterable[Section]) -> dict[str, int]:
    """How many sections are complete, of how many, and that in percent."""
    listed = list(sections)
    complete = sum(section.state == "completed" for section in listed)
    return {"complete": complete, "all": len(listed), "percent": round(100 * complete / len(listed))}


def _state(kept: Kept, name: str, by_section: Mapping[str, list[Problem]]) -> str:
    """Completed, in progress, not started, cannot start yet, or there is a problem: something there is wrong."""
    if name == "check":
        return "cannot_start" if by_section else "not_started"
    if name == "documents" and not kept.content.get("items"):
        return "cannot_start"  # which papers are needed follows from the goods
    problems = by_section.get(name, [])
    if any(_stands_at(kept.content, problem.pointer) for problem in problems):
        return "problem"
    if not _is_begun(kept.content, name):
        return "not_started"
    return "in_progress" if problems else "completed"


def _stands_at(content: Mapping[str, Any], pointer: str) -> bool:
    """Whether there is a value a problem is about: it is wrong then, and else only not there yet."""
    steps: list[str | int] = [int(step) if step.isdigit() else step for step in pointer.split("/") if step]
    if not steps or steps[-1] in {"items", "packages"}:
        return False
    return value_at(content, tuple(steps)) not in (None, "", [], {})


def _is_begun(content: Mapping[str, Any], name: str) -> bool:
    if name == "parties":
        names = COUNTERPARTS.get(str(content.get("kind")), EITHER)
        return any((content.get(one) or {}).get("name") for one in names)
    holder = content.get("postal") or {} if name == "postal" else content
    return any(holder.get(one) for one in BEGUN_BY[name])


def url_of(kept: Kept, name: str) -> str:
    """The address of a section."""
    return kept.url(name) if name in {"items", "documents", "check"} else kept.url("section", name)


def section_at(kept: Kept, pointer: str) -> str:
    """The section a problem belongs to; what has no field of its own belongs to the first."""
    steps = [step for step in pointer.split("/") if step]
    if not steps:
        return REST
    if steps[0] in {"items", "items_total", "packages_total", "invoice_total", "customs_value_total"}:
        return "items"
    if steps[0] == "documents":
        return "documents"
    for name in names_of(kept.kind):
        if name in FORMS and any(str(path[0]) == steps[0] for path in form_of(kept.kind, name).paths.values()):
            form = form_of(kept.kind, name)(content=kept.content)
            if form.field_at(pointer) is not None:
                return name
    return "items" if steps[0] == "gross_mass_total_kg" else REST


def located(kept: Kept, problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Each problem with the address of the page and field that mends it."""
    forms: dict[str, Any] = {}
    return [{"problem": problem, "url": _address(kept, problem.pointer, forms)} for problem in problems]


def _address(kept: Kept, pointer: str, forms: dict[str, Any]) -> str:
    steps = [step for step in pointer.split("/") if step]
    name = section_at(kept, pointer)
    if name == "items" and len(steps) > 1 and steps[1].isdigit():
        form = forms.setdefault("item", ItemForm(content={}, kind=kept.kind))
        field_name = form.field_at("/" + "/".join(steps[2:])) if len(steps) > 2 else None
        return (
            kept.url("item", int(steps[1]) + 1) + "?mend" + (f"#{control_id(form[field_name])}" if field_name else "")
        )
    if name not in FORMS:
        return url_of(kept, name)
    form = forms.setdefault(name, form_of(kept.kind, name)(content=kept.content))
    field_name = form.field_at(pointer)
    return url_of(kept, name) + "?mend" + (f"#{control_id(form[field_name])}" if field_name else "")


def faults_of(form: Any, problems: Iterable[Problem]) -> list[Fault]:
    """Problems as lines of a summary on the page of the form that mends them."""
    found = []
    for problem in problems:
        name = form.field_at(problem.pointer)
        found.append(Fault(control_id(form[name]) if name else "", str(problem.message)))
    return found


def answers_of(form: Any) -> list[dict[str, Any]]:
    """What a form holds, group by group as it is drawn, as label and value; empty fields and groups are left out."""
    groups: list[dict[str, Any]] = [{"title": "", "answers": []}]
    for part in form.parts():
        if isinstance(part, Group):
            groups.append({"title": part.words, "answers": []})
        for name in [part] if isinstance(part, str) else part.fields:
            if name in form.fields and (text := _shown(form[name])):
                groups[-1]["answers"].append((str(form[name].label), text))
    return [group for group in groups if group["answers"]]


def _shown(bound: BoundField) -> str:
    value = bound.value()
    if value in (None, "", [], False):
        return ""
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return str(value)
    named = {str(code): str(label) for code, label in choices}
    values = value if isinstance(value, list) else [value]
    return ", ".join(named.get(str(one), str(one)) for one in values)
