"""Reading a content from JSON: every fault of structure and type at once, each with its JSON pointer."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from typing import Any, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from .form import LARGEST_CONTENT, Content
from .problems import Problem, Sentence, pointer_to
from .signing import without_absent

DEEPEST_CONTENT = 32
"""Levels of nesting that are read at most; the canonical form itself needs five."""

MOST_VALUES = 150_000
"""Values that are read at most; a declaration of 999 full items has about 60,000."""

MOST_PROBLEMS = 1_000
"""Faults of structure that are told at once; whoever has more has sent something else."""


def problems_of(content: Any) -> list[Problem]:
    """Return every fault of structure and type in `content`, all at once, each with its JSON pointer."""
    if not isinstance(content, dict):
        return [Problem("not_an_object", "", _("Send the declaration as one JSON object."))]
    found = [*_faults_of_text(content, ())]
    try:
        Content.model_validate(content)
    except ValidationError as invalid:
        found += _located(invalid, content)
    return found


def read_json(data: bytes | str) -> tuple[dict[str, Any], list[Problem]]:
    """Return the content in `data` with absent keys dropped, and every fault of structure; nothing is raised."""
    if len(data) > LARGEST_CONTENT:
        return {}, [Problem("too_large", "", _("Send at most 10 MB: split the declaration."))]
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as fault:
        return {}, [
            Problem(
                "not_utf8",
                "",
                format_lazy(_("Save the file as UTF-8: byte {place} belongs to another encoding."), place=fault.start),
            )
        ]
    repeated: list[str] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) < len(pairs):
            names = [name for name, _value in pairs]
            repeated.extend(sorted({name for name in names if names.count(name) > 1}))
        return plain

    try:
        content = json.loads(text, object_pairs_hook=object_of)
    except json.JSONDecodeError as fault:
        return {}, [
            Problem(
                "not_json",
                "",
                format_lazy(
                    _("Mend the JSON at line {line}, column {column}: the text stops being JSON there."),
                    line=fault.lineno,
                    column=fault.colno,
                ),
                line=fault.lineno,
            )
        ]
    except RecursionError:
        return {}, [_too_deep()]
    except ValueError:
        return {}, [Problem("not_json", "", _("Mend the JSON: it holds a number that is too long to read."))]
    if problem := _out_of_bounds(content):
        return {}, [problem]
    faults = [
        Problem("repeated_key", "", format_lazy(_("Give the key {name} once in each object."), name=name))
        for name in repeated
    ]
    faults += problems_of(without_absent(content) if isinstance(content, dict) else content)
    return (cast("dict[str, Any]", without_absent(content)) if isinstance(content, dict) else {}), faults


def _out_of_bounds(content: Any) -> Problem | None:
    """Return why a content is too deep or too full to be looked at, without recursion."""
    level, depth, count = [content], 0, 0
    while level:
        depth += 1
        count += len(level)
        if depth > DEEPEST_CONTENT:
            return _too_deep()
        if count > MOST_VALUES:
            return Problem("too_many_values", "", _("Split the declaration: at most 150,000 values are read."))
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
        ]
    return None


def _too_deep() -> Problem:
    return Problem("too_deep", "", _("Use at most 32 levels of nesting."))


def _faults_of_text(value: Any, at: tuple[str | int, ...]) -> list[Problem]:
    """Return the texts that cannot be stored: control characters and halves of a surrogate pair."""
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            return [Problem("control_character", pointer_to(*at), _("Remove the control character from this text."))]
        return []
    found: list[Problem] = []
    if isinstance(value, dict):
        for key, part in value.items():
            found += _faults_of_text(key, at) + _faults_of_text(part, (*at, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            found += _faults_of_text(part, (*at, place))
    return found


_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that neither XML nor the database can hold."""

_EXPECTED: dict[str, tuple[str, Sentence, Sentence]] = {
    "string_type": ("text_expected", _("Give {name} as text."), _("Write it in quotes, decimals with a point.")),
    "int_type": ("number_expected", _("Give {name} as a whole number."), _("Write it without quotes.")),
    "list_type": ("list_expected", _("Give {name} as a list."), _("Put it in square brackets.")),
    "model_type": ("object_expected", _("Give {name} as an object with its own keys."), ""),
    "dict_type": ("object_expected", _("Give {name} as an object with its own keys."), ""),
    "bool_type": ("flag_expected", _("Give {name} as true, false or text."), ""),
    "string_too_long": ("too_long", _("Shorten {name}: at most 20,000 characters are kept."), ""),
    "string_pattern_mismatch": (
        "flag_name",
        _("Name the flag {name} in small Latin letters, digits and underscores."),
        "",
    ),
}


def _located(invalid: ValidationError, content: dict[str, Any]) -> list[Problem]:
    """Return our words for each fault pydantic found; the two branches of a flag's type count as one fault."""
    found: dict[tuple[str, str], Problem] = {}
    for fault in invalid.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]:
        if fault["type"] == "string_unicode":
            continue  # half of a surrogate pair: told as a control character
        steps = _steps_within(content, fault["loc"])
        pointer, name = pointer_to(*steps), str(steps[-1]) if steps else ""
        if fault["type"] == "extra_forbidden":
            problem = _unknown_key(steps, pointer, name)
        else:
            code, message, hint = _EXPECTED.get(
                fault["type"], ("wrong_value", _("Check the value of {name}: it has another form than expected."), "")
            )
            in_flags = len(steps) > 1 and steps[-2] == "flags" and code == "text_expected"
            if in_flags:
                code, message, hint = _EXPECTED["bool_type"]
            problem = Problem(code, pointer, format_lazy(message, name=name), hint)
        found.setdefault((problem.code, pointer), problem)
    return list(found.values())


def _steps_within(content: Any, location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return the part of pydantic's location that is a path in `content`; it also names union branches and keys."""
    steps: list[int | str] = []
    here = content
    for step in location:
        if (isinstance(here, dict) and step in here) or (isinstance(here, list) and isinstance(step, int)):
            here = here[step]  # type: ignore[index]
            steps.append(step)
        else:
            break
    return tuple(steps)


def _unknown_key(steps: tuple[int | str, ...], pointer: str, name: str) -> Problem:
    known = sorted(_fields_at(steps[:-1]))
    near = difflib.get_close_matches(name, known, n=1)
    hint: Sentence = (
        format_lazy(_("Did you mean {name}?"), name=near[0])
        if near
        else format_lazy(_("The keys known here are: {names}."), names=", ".join(known))
    )
    return Problem(
        "unknown_key",
        pointer,
        format_lazy(_("Remove {name}, or correct its spelling: it is not known here."), name=name),
        hint,
    )


def _fields_at(steps: Sequence[int | str]) -> set[str]:
    """Return the keys the form knows at this place."""
    model: type[BaseModel] = Content
    for step in steps:
        if isinstance(step, int):
            continue
        inner = _model_in(model.model_fields[step].annotation) if step in model.model_fields else None
        if inner is None:
            return set()
        model = inner
    return set(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _model_in(inner):
            return found
    return None
