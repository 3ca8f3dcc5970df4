"""Reading what devices send, which may be anything: numbers, moments, texts and facts, each fault named with its place. Pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from agencies.customs.tracking.points import Said
from clearance.acts import Problem, Problems

MOST_BYTES = 1_000_000
MOST_POINTS = 1_000
MOST_FIELDS = 100
KNOT_KMH = 1.852
MS_KMH = 3.6
NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{0,20})?([eE][+-]?[0-9]{1,3})?")
UNSEEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
MILLISECONDS_FROM = 1e11
"""A count of seconds this large lies three thousand years ahead: it is one of milliseconds."""
FIELDS, LETTERS = 20, 200
"""Of what a device says beside, so much is kept."""


@dataclass
class Reading:
    """What a call says: points, faults with their places, and frames that say nothing of a place or a seal."""

    said: list[Said] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: int = 0

    def each(self, ones: list[Any], pointer: str, read: Callable[[Mapping[str, Any], str], Said]) -> Reading:
        """Read each of a list; what is wrong with one does not touch the others."""
        if len(ones) > MOST_POINTS:
            refuse("too_many", pointer, _("Send at most %(most)d at a time.") % {"most": MOST_POINTS})
        for number, one in enumerate(ones):
            here = f"{pointer}/{number}"
            try:
                if not isinstance(one, Mapping):
                    refuse("not_an_object", here, _("Send an object here."))
                self.said.append(read(one, here))
            except Problems as faults:
                self.problems += faults.problems
        return self


def refuse(code: str, pointer: str, message: str) -> NoReturn:
    """Say what is wrong, and where."""
    raise Problems([Problem(code, pointer, message)])


def json_of(body: bytes) -> Any:
    """The JSON value of a body; Problems where it is none."""
    if len(body) > MOST_BYTES:
        refuse("too_large", "", _("Send less than one megabyte at a time."))
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        refuse("not_json", "", _("Send JSON in UTF-8."))


def object_of(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a body."""
    found = json_of(body)
    if not isinstance(found, Mapping):
        refuse("not_an_object", "", _("Send an object here."))
    return found


def listed(body: bytes, name: str) -> tuple[list[Any], str]:
    """What a body lists under `name`, or as a list by itself, or one alone; and the pointer to the list."""
    found = json_of(body)
    if isinstance(found, list):
        return found, ""
    if isinstance(found, Mapping) and name in found:
        inside = found[name]
        return (inside, f"/{name}") if isinstance(inside, list) else ([inside], f"/{name}")
    return [found], ""


def fields_of(text: str) -> dict[str, str]:
    """The fields of a query or a form; of one said twice the last counts."""
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS))
    except ValueError:
        refuse("too_many_fields", "", _("Send at most %(most)d fields.") % {"most": MOST_FIELDS})


def number(value: Any, pointer: str) -> float | None:
    """A number, written as one or as text; None where nothing is said."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse("not_a_number", pointer, _("Enter a number here."))
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        refuse("not_a_number", pointer, _("Enter a number here."))
    return found


def scaled(value: float | None, by: float) -> float | None:
    """The same in another unit."""
    return None if value is None else value * by


def moment(value: Any, pointer: str) -> datetime | None:
    """A moment: ISO 8601 (UTC where no zone is said), or seconds or milliseconds since 1970."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str) and not NUMBER.fullmatch(value.strip()):
            found = datetime.fromisoformat(value.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        seconds = number(value, pointer) or 0.0
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        refuse("not_a_moment", pointer, _("Write the moment like 2026-11-23T08:00:00Z, or as seconds since 1970."))


def text(value: Any, most: int = LETTERS) -> str:
    """A text without what nobody can read, cut to `most` letters."""
    return "" if value is None or isinstance(value, Mapping | list) else UNSEEN.sub("", str(value)).strip()[:most]


def facts(said: Mapping[str, Any], *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What else is said, as far as it is plain: short texts, numbers, yes and no."""
    kept: dict[str, Any] = {}
    for name, value in said.items():
        key = text(name, 40)
        if key in without or not key or len(kept) == FIELDS:
            continue
        if isinstance(value, bool):
            kept[key] = value
        elif isinstance(value, int | float):
            if abs(value) < 1e15:
                kept[key] = value
        elif isinstance(value, str) and value:
            kept[key] = text(value)
    return kept
