"""The portal's own statements: fields of the content for which the WCO model has no element.

After writing, the message is read back; whatever the reading does not give back is said in one statement for each
field, so that a content and its message always say the same, whatever the table can or cannot express.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clearance.content import pointer_to

Statement = tuple[str, Any]
"""A JSON pointer and the value there; None takes away what the message implies."""


def differences(wanted: Any, given: Any, at: tuple[str | int, ...] = ()) -> Iterator[Statement]:
    """Yield the statements that turn `given` into `wanted`."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        for key in sorted(wanted.keys() | given.keys()):
            if key not in wanted:
                yield pointer_to(*at, key), None
            elif key not in given:
                yield from _leaves(wanted[key], (*at, key))
            else:
                yield from differences(wanted[key], given[key], (*at, key))
    elif isinstance(wanted, list) and isinstance(given, list) and len(wanted) == len(given):
        for place, (one, other) in enumerate(zip(wanted, given, strict=True)):
            yield from differences(one, other, (*at, place))
    elif wanted != given or type(wanted) is not type(given):
        yield pointer_to(*at), wanted


def _leaves(value: Any, at: tuple[str | int, ...]) -> Iterator[Statement]:
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from _leaves(value[key], (*at, key))
    else:
        yield pointer_to(*at), value


def apply(statements: Sequence[Statement], content: dict[str, Any]) -> None:
    """Put what the statements say into the content; a statement about a place that cannot be is left out."""
    for pointer, value in statements:
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        holder: Any = content
        for step in steps[:-1]:
            holder = _within(holder, step)
        if isinstance(holder, list) and steps[-1].isdecimal() and int(steps[-1]) < len(holder):
            holder[int(steps[-1])] = value
        elif isinstance(holder, dict) and value is None:
            holder.pop(steps[-1], None)
        elif isinstance(holder, dict):
            holder[steps[-1]] = value


def _within(holder: Any, step: str) -> Any:
    if isinstance(holder, dict):
        return holder.setdefault(step, {})
    if isinstance(holder, list) and step.isdecimal() and int(step) < len(holder):
        return holder[int(step)]
    return None
