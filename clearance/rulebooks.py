"""Rulebooks in force at a moment, compiled once and kept in each process by their immutable id."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from clearance import registry
from clearance.models import Rule, Rulebook
from clearance.rules import CompiledBook, compile_book


def numbers_in_force(at: datetime) -> dict[str, int]:
    """The id of the book in force for each agency (and `general`) at `at`; one statement."""
    books = (
        Rulebook.objects.filter(Q(published_at__isnull=False) & Q(starts_at__lte=at))
        .order_by("agency", "-starts_at", "-number")
        .distinct("agency")
        .values_list("agency", "pk")
    )
    return dict(books)


def in_force(at: datetime) -> tuple[dict[str, int], Sequence[CompiledBook]]:
    """Ids and compiled books at `at`; a book seen before costs no query."""
    ids = numbers_in_force(at)
    return ids, [compiled(agency, pk) for agency, pk in sorted(ids.items())]


@lru_cache(maxsize=256)
def compiled(agency: str, pk: int) -> CompiledBook:
    """The compiled form of a published book; published books never change, so neither does this."""
    rows = list(Rule.objects.filter(rulebook_id=pk).order_by("rule_id").values_list("row", flat=True))
    return compile_book(agency, rows, book_id=pk, known=registry.facts())
