"""Pages of a long list by key: deep pages cost what the first one costs, and nobody is counted."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
    if values := _values(rows.model, order, after):
        rows = rows.filter(_beyond(order, values))
    found = list(rows.order_by(*order)[: size + 1])
    return Page(found[:size], cursor_of(found[size - 1], order) if len(found) > size else "")


def cursor_of(row: Model, order: Sequence[str]) -> str:
    """The place of a row in the order, as it stands in an address."""
    values = [getattr(row, name.lstrip("-")) for name in order]
    text = json.dumps([value.isoformat() if isinstance(value, datetime) else value for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _values(model: type[Model], order: Sequence[str], cursor: str) -> list[Any]:
    """What a cursor holds, as the columns hold it; nothing for a cursor nobody gave out."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        columns = [model._meta.get_field(name.lstrip("-")) for name in order]
        values = [column.to_python(value) for column, value in zip(columns, found, strict=True)]  # type: ignore[union-attr]
    except (ValueError, TypeError, binascii.Error, ValidationError):
        return []
    return [] if None in values else values


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """What comes after these values: equal in the first fields, then past the value of one."""
    found, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        past = "lt" if name.startswith("-") else "gt"
        if isinstance(value, bool):
            # Of two values only one can lie beyond: false after true, going down.
            if name.startswith("-") and value:
                found |= equal & Q(**{field: False})
            elif not name.startswith("-") and not value:
                found |= equal & Q(**{field: True})
        else:
            found |= equal & Q(**{f"{field}__{past}": value})
        equal &= Q(**{field: value})
    return found
