"""What the forms over a declaration share: each field has its place in the content, and nothing else there is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import chain, pairwise
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.forms.utils import ErrorDict
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from clearance.content import Problem
from clearance.facts import plain_number
from clearance.forms.numbers import LocalDecimalField

Path = tuple[str | int, ...]
Typing = str | list[str]
"""What a control of a page holds: a text, or the boxes that are ticked."""


def helper_of(*parts: Any) -> FormHelper:
    """How a form is drawn inside a page's own `<form>`: no tag, no second token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*parts)
    return helper


def grid(*fields: Any) -> Div:
    """Two columns that become one on a phone."""
    return Div(*fields, css_class="sw-form-grid")


class Group(Div):
    """Fields that belong together, under a name of their own: whose name and country is asked."""

    def __init__(self, words: Any, *fields: Any) -> None:
        super().__init__(*fields, css_class="sw-form-grid")
        self.words = words

    def render(self, *args: Any, **options: Any) -> str:
        """A fieldset with its legend in the reader's language."""
        inner = super().render(*args, **options)
        return format_html('<fieldset class="sw-group"><legend>{}</legend>{}</fieldset>', self.words, inner)


class Fold(Group):
    """Fields that are seldom needed, folded away under their name; open once one of them says something."""

    def render(self, form: Any, *args: Any, **options: Any) -> str:
        """A disclosure; a page that comes back shows what was typed into it."""
        inner = Div.render(self, form, *args, **options)
        is_open = any(form[name].errors or form[name].value() for name in self.fields)
        return format_html(
            '<details class="sw-fold-away"{}><summary>{}</summary>{}</details>',
            mark_safe(" open") if is_open else "",
            self.words,
            inner,
        )


class PlainForm(forms.Form):
    """A form whose messages are all ours; the browser's own are off."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper_of(*self.parts())

    def parts(self) -> Iterable[Any]:
        """What is drawn, in order."""
        return list(self.fields)

    def hush(self) -> None:
        """Show what was typed without a word about it: nobody asked for a check yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def put(self, problems: Iterable[Problem]) -> None:
        """Add what a service found wrong to the fields it is about."""
        for problem in problems:
            self.add_error(self.field_at(problem.pointer), str(problem.message))

    def field_at(self, pointer: str) -> str | None:
        """The field a JSON pointer is about, None for the form as a whole."""
        name = pointer.strip("/").replace("/", "_")
        return name if name in self.fields else None


class ContentForm(PlainForm):
    """A form over a part of a content; `paths` says where each field belongs."""

    paths: ClassVar[Mapping[str, Path]] = {}

    def __init__(self, data: Any = None, *, content: Mapping[str, Any], later: bool = False, **options: Any) -> None:
        self.content = content
        super().__init__(data, initial={name: value_at(content, path) for name, path in self.paths.items()}, **options)
        if later:
            # Kept to go on later: what is not filled in yet is no fault yet.
            for field in self.fields.values():
                field.required = False

    def begin_where_something_lacks(self, problems: Iterable[Problem]) -> None:
        """The page opens with the focus in the first empty field that must be filled in, or that a problem is about."""
        wanted = {self.field_at(problem.pointer) for problem in problems}
        for name in self._in_order(self.parts()):
            field = self.fields[name]
            if (field.required or name in wanted) and not as_text(self.get_initial_for_field(field, name)):
                field.widget.attrs["autofocus"] = True
                return

    def _in_order(self, parts: Iterable[Any]) -> Iterable[str]:
        """The names of the fields as they are drawn."""
        for part in parts:
            if isinstance(part, str):
                if part in self.fields:
                    yield part
            else:
                yield from self._in_order(getattr(part, "fields", ()))

    def new_content(self) -> dict[str, Any]:
        """The content with this form's values in it; a value left empty takes its key away."""
        content = deepcopy(dict(self.content))
        for name, path in self.paths.items():
            if name in self.fields and not _is_same(value_at(content, path), self.cleaned_data.get(name)):
                put_at(content, path, as_content(self.cleaned_data.get(name)))
        return content

    def content_so_far(self) -> dict[str, Any]:
        """The content with everything typed so far: what a field cannot read is kept as it was typed."""
        raw: dict[str, Any] = {}
        for name in [name for name in self.errors if name in self.fields]:
            typed = self[name].data
            try:
                self.cleaned_data[name] = self.fields[name].clean(typed)  # what is wrong is between fields
            except forms.ValidationError:
                raw[name] = unread(self.fields.pop(name), typed)
        content = self.new_content()
        for name, text in raw.items():
            if name in self.paths:
                put_at(content, self.paths[name], text or None)
        return content

    def stored_texts(self) -> dict[str, Typing]:
        """What the page shows of the stored content, field by field."""
        return {
            name: as_text(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
        }

    def typed_texts(self, data: Any) -> dict[str, Typing]:
        """What was typed, field by field."""
        return {
            name: as_text(field.widget.value_from_datadict(data, {}, self.add_prefix(name)))
            for name, field in self.fields.items()
        }

    def said(self, name: str, text: Typing) -> str:
        """A value of a field as a person reads it: the name of a choice, not its code."""
        named = {str(code): str(label) for code, label in getattr(self.fields[name], "choices", ())}
        parts = text if isinstance(text, list) else [text]
        return ", ".join(named.get(part, part) for part in parts if part)

    def group_of(self, name: str) -> str:
        """The name of the group a field stands in, "" for none."""
        return next((str(part.words) for part in self.parts() if isinstance(part, Group) and name in part.fields), "")

    def field_at(self, pointer: str) -> str | None:
        """The field whose place a pointer names; an object's pointer finds its first field, a part's the field of the whole."""
        steps = [step for step in pointer.split("/") if step]
        ways = {name: [str(step) for step in path] for name, path in self.paths.items() if name in self.fields}
        within = (name for name, way in ways.items() if way[: len(steps)] == steps)
        around = (name for name, way in ways.items() if steps[: len(way)] == way)
        return next(chain(within, around), None)

    def show(self, problems: Iterable[Problem]) -> None:
        """Say the problems of the kept content at their fields, on a page nobody has sent yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for problem in problems:
            if (name := self.field_at(problem.pointer)) is not None:
                self.add_error(name, str(problem.message))


def as_text(value: Any) -> Typing:
    """A value as a page holds it, so that two can be compared."""
    if isinstance(value, list | tuple):
        return sorted(str(part) for part in value)
    return "" if value in (None, False) else str(value).replace("\r\n", "\n").strip()


def unread(field: forms.Field, typed: Any) -> str:
    """A text a field cannot read; after a number that could mean two a blank stands, so that nobody reads it as one."""
    text = as_text(typed)
    text = ", ".join(text) if isinstance(text, list) else text
    return f"{text} " if text and isinstance(field, LocalDecimalField) else text


def as_content(value: Any) -> Any:
    """A cleaned value as the canonical form holds it; None for what says nothing."""
    if value in (None, "", [], {}) or value is False:
        return None
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _is_same(kept: Any, value: Any) -> bool:
    """Whether a value says what is kept already, so that a text nobody changed stays as it was signed."""
    if isinstance(value, Decimal) and isinstance(kept, str):
        try:
            return Decimal(kept) == value
        except InvalidOperation:
            return False
    if isinstance(value, datetime) and isinstance(kept, str):
        try:
            return datetime.fromisoformat(kept) == value
        except (TypeError, ValueError):
            return False
    return False


def value_at(content: Any, path: Path) -> Any:
    """What stands at a path, None when nothing does."""
    for step in path:
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) and step < len(content) else None
        else:
            content = content.get(step) if isinstance(content, Mapping) else None
        if content is None:
            return None
    return content


def put_at(content: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value at a path, making what is missing on the way; None takes it away with the objects it leaves empty."""
    if value is None:
        _take(content, path)
        return
    place: Any = content
    for step, following in pairwise(path):
        blank: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            while len(place) <= step:
                place.append(deepcopy(blank))
            place = place[step]
        else:
            place = place.setdefault(step, blank)
    last = path[-1]
    if isinstance(last, int):
        while len(place) <= last:
            place.append("")
    place[last] = value


def _take(content: dict[str, Any], path: Path) -> None:
    parents: list[tuple[Any, Any]] = []
    place: Any = content
    for step in path:
        known = step < len(place) if isinstance(place, list) and isinstance(step, int) else step in place
        if not known:
            return
        parents.append((place, step))
        place = place[step]
    for depth, (place, step) in reversed(list(enumerate(parents))):
        if depth < len(parents) - 1 and place[step] not in ({}, []):
            return
        if isinstance(place, list) and step != len(place) - 1:
            place[step] = {}  # the places of the others in the list are parts of their pointers
        else:
            del place[step]
