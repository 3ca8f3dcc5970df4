"""The one place that tells the time to the workflow, so that histories can be replayed at plausible hours."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_at: ContextVar[datetime | None] = ContextVar("clock_at", default=None)


def now() -> datetime:
    """This moment (aware), or the moment set by `at`."""
    return _at.get() or timezone.now()


def today() -> date:
    """The day it is in the country, by which papers, rates and lists are dated; by UTC it begins five hours late."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The country's day of a moment (aware), whoever reads it and wherever; days of an office are in its calendar."""
    return timezone.localdate(moment, timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now` answer `moment` (aware) inside the block; for demo history and tests."""
    token = _at.set(moment)
    try:
        yield
    finally:
        _at.reset(token)
