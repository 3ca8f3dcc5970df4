"""No form of ours answers with Django's own sentences, and each is drawn with hint and error above the control."""

import importlib
import pkgutil
import re
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import Field
from django.utils import translation

import agencies
import clearance
import portal
from clearance.forms.summary import faults_of
from portal.specimens import SampleForm

FORBIDDEN = re.compile(r"\b(please|sorry|valid|invalid|forbidden|oops)\b", re.IGNORECASE)


def our_forms() -> list[type[forms.BaseForm]]:
    for package in (portal, clearance, agencies):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".forms" in module.name or module.name.endswith(("components", "signoff")):
                importlib.import_module(module.name)
    found: list[type[forms.BaseForm]] = []
    waiting = [forms.Form, forms.ModelForm]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if child.__module__.split(".")[0] in {"portal", "clearance", "agencies"} and child not in found:
                found.append(child)
    return found


def of_a_library(form: type[forms.BaseForm], name: str) -> bool:
    """Whether a kept library declares this field; ours words it when the form is made (tests/people reads those pages)."""
    return any(
        name in getattr(cls, "declared_fields", {})
        for cls in form.__mro__
        if cls.__module__.split(".")[0] not in {"portal", "clearance", "agencies", "django"}
    )


def own_words(field: Field) -> dict[str, str]:
    """The messages this field can say that Django wrote."""
    defaults: dict[str, str] = {}
    for cls in reversed(type(field).__mro__):
        if cls.__module__.startswith("django."):
            defaults.update({key: str(text) for key, text in getattr(cls, "default_error_messages", {}).items()})
    said = {key: str(text) for key, text in field.error_messages.items()}
    return {key: text for key, text in said.items() if defaults.get(key) == text}


def test_no_field_says_a_sentence_of_django() -> None:
    said = []
    with translation.override("en"):
        for form in our_forms():
            for name, field in form.base_fields.items():  # type: ignore[attr-defined]
                if of_a_library(form, name):
                    continue
                for key, text in own_words(field).items():
                    if key != "required" or field.required:
                        said.append(f"{form.__module__}.{form.__name__}.{name} {key}: {text}")
    assert not said, "\n".join(said)


def test_no_field_is_polite_or_technical() -> None:
    with translation.override("en"):
        said = [
            f"{form.__name__}.{name}: {text}"
            for form in our_forms()
            for name, field in form.base_fields.items()  # type: ignore[attr-defined]
            if not of_a_library(form, name)
            for text in map(str, field.error_messages.values())
            if FORBIDDEN.search(text)
        ]
    assert not said


def test_the_walk_meets_forms_and_hears_django() -> None:
    assert SampleForm in our_forms()
    assert own_words(forms.CharField())["required"] == "This field is required."


def drawn(form: forms.Form) -> str:
    return re.sub(r"\s+", " ", render_crispy_form(form))


def test_hint_and_error_stand_between_label_and_control() -> None:
    page = drawn(SampleForm({"code": "12345"}))
    field = page[page.index('id="div_id_code"') : page.index('id="div_id_origin"')]
    places = [
        field.index(part)
        for part in ("Commodity code</label>", "id_code_helptext", "id_code_error", "Error:", 'name="code"')
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_code_helptext id_code_error"' in field
    assert 'aria-invalid="true"' in field


def test_optional_is_said_and_no_asterisk_is_drawn() -> None:
    page = drawn(SampleForm())
    assert page.count("(optional)") == 2, "the hour of arrival and the invoice; a box to tick needs no such word"
    assert "asterisk" not in page
    assert "*" not in page


def test_choices_are_grouped_under_a_legend() -> None:
    page = drawn(SampleForm({}))
    assert re.search(r'<fieldset aria-describedby="id_arrival_error"> <legend class="form-label">Transport', page)


def test_a_file_control_is_described_and_keeps_its_name() -> None:
    page = drawn(SampleForm())
    control = re.search(r'<input type="file"[^>]*>', page)
    assert control
    assert 'id="id_invoice"' in control[0]
    assert 'aria-describedby="id_invoice_helptext"' in control[0]


def test_the_summary_covers_forms_formsets_and_problems() -> None:
    class Line(forms.Form):
        code = SampleForm.base_fields["code"]  # type: ignore[attr-defined]

    class Problem:
        message = "Item 3: Enter the net weight"
        field_id = "id_items-2-net"

    lines = forms.formset_factory(Line)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-code": "8517130000", "form-1-code": "1"}
    )
    faults: list[Any] = faults_of(SampleForm({}), lines, [Problem()])
    said = {fault.message: fault.field_id for fault in faults}
    assert said["Select how the goods travel"] == "id_arrival_0"
    assert said["Item 2: Commodity code must be 10 digits, like 8517130000"] == "id_form-1-code"
    assert said["Item 3: Enter the net weight"] == "id_items-2-net"


def test_every_link_of_the_summary_leads_to_a_control() -> None:
    form = SampleForm({})
    page = drawn(form)
    for fault in faults_of(form):
        assert f'id="{fault.field_id}"' in page, fault


@pytest.mark.parametrize("name", ["max_length", "min_length"])
def test_lengths_are_counted_for_the_writer(name: str) -> None:
    from clearance.forms.fields import TextField

    field = TextField(**{name: 3})
    with pytest.raises(forms.ValidationError, match="you wrote"):
        field.clean("four" if name == "max_length" else "ab")
