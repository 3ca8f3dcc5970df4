"""Cursors: where a page of a list ended, as an opaque text."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.content import Problem, Problems


def made_of(*values: Any) -> str:
    """A cursor of plain values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read(cursor: str, *kinds: type) -> list[Any]:
    """The values of a cursor, each of its kind; raises Problems for one we did not make."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise _not_ours() from error
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise _not_ours()
    return values


def moment(text: str) -> datetime:
    """A moment out of a cursor; raises Problems."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _not_ours() from error
    if found.tzinfo is None:
        raise _not_ours()
    return found


def _not_ours() -> Problems:
    return Problems([Problem("cursor", "/cursor", _("Use the cursor of the page before, unchanged."))])
