"""Pages of a long list by key: deep pages cost what the first one costs, and nobody is counted."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page and the cursor of the next, "" on the last."""

    rows: list[Row]
    next: str = ""


def page_of(rows: QuerySet[Row], order: Sequence[str], after: str, *, size: int) -> Page[Row]:
    """The page after a cursor; a cursor that cannot be read gives the first page. `order` holds no nulls."""
    if values := values_of(rows.model, order, after):
        rows = rows.filter(reduce(or_, beyond(order, values)))
    found = list(rows.order_by(*order)[: size + 1])
    return Page(found[:size], cursor_of(found[size - 1], order) if len(found) > size else "")


def cursor_of(row: Model, order: Sequence[str]) -> str:
    """The place of a row in the order, as it stands in an address."""
    values = [getattr(row, name.lstrip("-")) for name in order]
    text = json.dumps([value.isoformat() if isinstance(value, datetime) else value for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def values_of(model: type[Model], order: Sequence[str], cursor: str) -> list[Any]:
    """What a cursor holds, as the columns hold it; nothing for a cursor nobody gave out."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        columns = [model._meta.get_field(name.lstrip("-")) for name in order]
        values = [column.to_python(value) for column, value in zip(columns, found, strict=True)]  # type: ignore[union-attr]
    except (ValueError, TypeError, binascii.Error, ValidationError):
        return []
    return [] if None in values else values


def beyond(order: Sequence[str], values: Sequence[Any]) -> list[Q]:
    """What comes after these values, as ranges in working order: equal in the first fields, then past the value of one.

    Each range can be read from an index by itself. Without values there is one range, everything.
    """
    found: list[Q] = []
    equal = Q()
    for name, value in zip(order, values, strict=False):
        field, goes_down = name.lstrip("-"), name.startswith("-")
        if not isinstance(value, bool):
            found.append(equal & Q(**{f"{field}__{'lt' if goes_down else 'gt'}": value}))
        elif value == goes_down:  # of two values only one can lie beyond
            found.append(equal & Q(**{field: not value}))
        equal &= Q(**{field: value})
    return found[::-1] or [Q()]
