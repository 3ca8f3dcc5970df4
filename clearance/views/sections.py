"""The sections of a content: their order, how far each is, and which problem belongs to which of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem
from clearance.forms.content import Group
from clearance.forms.goods import ItemForm
from clearance.forms.sections import HeaderForm, PartiesForm, PostalForm, SectionForm, TransportForm
from clearance.forms.summary import Fault, control_id
from clearance.views.keeping import Kept

FORMS: Mapping[str, type[SectionForm]] = {
    "header": HeaderForm,
    "parties": PartiesForm,
    "transport": TransportForm,
    "postal": PostalForm,
}
TITLES: Mapping[str, str | Promise] = {
    "header": _("Procedure and office"),
    "parties": _("Parties"),
    "transport": _("Route and transport"),
    "postal": _("Postal item"),
    "items": _("Goods"),
    "documents": _("Documents"),
    "check": _("Check and sign"),
}
OF_CARGO = ("header", "parties", "transport", "items", "documents", "check")
OF_POST = ("header", "postal", "items", "documents", "check")


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
    def style(self) -> str:
        """How its place in the list is marked."""
        if self.is_current:
            return "sw-now"
        return {"completed": "sw-done", "problem": "sw-problem"}.get(self.state, "")


def names_of(kind: str) -> tuple[str, ...]:
    """The sections of a kind of declaration, in order."""
    return OF_POST if kind == "postal" else OF_CARGO


def after(kind: str, name: str) -> str:
    """The section that follows."""
    names = names_of(kind)
    return names[min(names.index(name) + 1, len(names) - 1)]


def sections_of(kept: Kept, problems: Iterable[Problem], current: str = "") -> list[Section]:
    """Every section with its state: a section with problems is in progress, one nobody has filled in not started."""
    by_section: dict[str, list[Problem]] = {}
    for problem in problems:
        by_section.setdefault(section_at(kept, problem.pointer), []).append(problem)
    found = []
    for name in names_of(kept.kind):
        mine = by_section.get(name, [])
        if name == "check":
            state = "cannot_start" if by_section else "not_started"
        elif not mine:
            state = "completed"
        else:
            state = "in_progress" if _is_begun(kept.content, name) else "not_started"
        found.append(Section(name, TITLES[name], url_of(kept, name), state, mine, name == current))
    return found


def done(sections: Iterable[Section]) -> dict[str, int]:
    """How many sections are complete, of how many, and that in percent."""
    filled = [section for section in sections if section.name != "check"]
    complete = sum(section.state == "completed" for section in filled)
    return {"complete": complete, "all": len(filled), "percent": round(100 * complete / len(filled))}


def url_of(kept: Kept, name: str) -> str:
    """The address of a section."""
    return kept.url(name) if name in {"items", "documents", "check"} else kept.url("section", name)


def section_at(kept: Kept, pointer: str) -> str:
    """The section a problem belongs to; what has no field of its own belongs to the first."""
    steps = [step for step in pointer.split("/") if step]
    if not steps:
        return "header"
    if steps[0] in {"items", "items_total", "packages_total", "invoice_total", "customs_value_total"}:
        return "items"
    if steps[0] == "documents":
        return "documents"
    for name in names_of(kept.kind):
        if name in FORMS and any(str(path[0]) == steps[0] for path in FORMS[name].paths.values()):
            form = FORMS[name](content=kept.content)
            if form.field_at(pointer) is not None:
                return name
    return "items" if steps[0] == "gross_mass_total_kg" else "header"


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
    form = forms.setdefault(name, FORMS[name](content=kept.content))
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


def _is_begun(content: Mapping[str, Any], name: str) -> bool:
    if name in {"items", "documents"}:
        return bool(content.get(name))
    if name == "header":
        return bool(content.get("office"))
    if name == "transport":
        return bool(content.get("transport") or content.get("dispatch_country"))
    if name == "postal":
        return bool(content.get("postal"))
    return bool(content.get("consignor") or content.get("consignee"))
