"""What the schemas refuse, in our words: each fault with its JSON pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem, Sentence, pointer_to

WORDS: Mapping[str, tuple[str, Sentence]] = {
    "missing": ("missing", _("Enter {name}: it is needed.")),
    "extra_forbidden": ("unknown_key", _("Remove {name}: it is not known here.")),
    "string_type": ("text_expected", _("Give {name} as text.")),
    "string_too_long": ("too_long", _("Shorten {name}.")),
    "int_type": ("number_expected", _("Give {name} as a whole number.")),
    "int_parsing": ("number_expected", _("Give {name} as a whole number.")),
    "list_type": ("list_expected", _("Give {name} as a list.")),
    "dict_type": ("object_expected", _("Give {name} as an object with its own keys.")),
    "model_attributes_type": ("object_expected", _("Give {name} as an object with its own keys.")),
    "timezone_aware": ("time_without_zone", _("Give {name} with its time zone, as in 2026-11-23T10:00:00+05:00.")),
}
CHOICE = frozenset({"literal_error", "enum"})
SOURCES = frozenset({"body", "query", "path", "header", "form"})


def problems_of(faults: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Problems of the faults pydantic found, one for each place."""
    found: dict[str, Problem] = {}
    for fault in faults:
        steps = _steps(fault["loc"])
        pointer = pointer_to(*steps)
        found.setdefault(pointer, _problem(fault, pointer, str(steps[-1]) if steps else ""))
    return list(found.values())


def _problem(fault: Mapping[str, Any], pointer: str, name: str) -> Problem:
    kind = str(fault["type"])
    if kind in CHOICE:
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
        return Problem(
            "choice", pointer, format_lazy(_("Give {name} as one of: {values}."), name=name, values=expected)
        )
    code, text = WORDS.get(kind, ("wrong_value", _("Check the value of {name}: it has another form than expected.")))
    return Problem(code, pointer, format_lazy(text, name=name or _("the body")))


def _steps(location: Iterable[int | str]) -> list[int | str]:
    """The path in the body: without the source of the value and the name of our parameter."""
    steps = list(location)
    if steps and steps[0] in SOURCES:
        source, *steps = steps
        if source == "body" and steps and steps[0] in {"asked", "data"}:
            steps = steps[1:]
    return steps
