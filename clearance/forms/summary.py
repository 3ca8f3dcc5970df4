"""The error summary of a page: every fault of its forms, formsets and problems, with the field each belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.widgets import CheckboxSelectMultiple, MultiWidget, RadioSelect
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One line of the summary; `field_id` is "" where no single control can be pointed at."""

    field_id: str
    message: str


def faults_of(*sources: Any) -> list[Fault]:
    """The faults of forms, formsets and lists of problems, in page order, each said once."""
    faults: list[Fault] = []
    for source in sources:
        for fault in _faults(source):
            if fault not in faults:
                faults.append(fault)
    return faults


def control_id(field: BoundField) -> str:
    """The id of the first control a link can move the focus to."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple, MultiWidget)):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def _faults(source: Any) -> Iterator[Fault]:
    if not source:
        return
    if isinstance(source, BaseFormSet):
        yield from _faults_of_formset(source)
    elif isinstance(source, BaseForm):
        yield from _faults_of_form(source)
    elif isinstance(source, Iterable) and not isinstance(source, str):
        for problem in source:
            yield _fault_of_problem(problem)
    else:
        yield Fault("", str(source))


def _fault_of_problem(problem: Any) -> Fault:
    """A problem of validation: an object or its JSON, with `message` and, where a page knows it, `field_id`."""
    if isinstance(problem, Mapping):
        return Fault(str(problem.get("field_id") or ""), str(problem["message"]))
    return Fault(str(getattr(problem, "field_id", "") or ""), str(getattr(problem, "message", problem)))


def _faults_of_form(form: BaseForm) -> Iterator[Fault]:
    for message in form.non_field_errors():
        yield Fault("", str(message))
    for field in form:
        for message in field.errors:
            yield Fault("" if field.is_hidden else control_id(field), str(message))


def _faults_of_formset(formset: BaseFormSet) -> Iterator[Fault]:
    for message in formset.non_form_errors():
        yield Fault("", str(message))
    for number, form in enumerate(formset.forms, start=1):
        for fault in _faults_of_form(form):
            said = _("Item %(number)s: %(message)s") % {"number": number, "message": fault.message}
            yield Fault(fault.field_id, said)
