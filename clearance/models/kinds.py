"""Field shorthands that tie a column to a closed set, in Python and in the database."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models


def choices(values: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The values of a closed set as Django's choices."""
    return [(str(value), str(value)) for value in values]


def one_of(field: str, values: Iterable[StrEnum], name: str) -> models.CheckConstraint:
    """A named CHECK that `field` holds one of `values`."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": sorted(map(str, values))}), name=name)
