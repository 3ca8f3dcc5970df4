"""Finding declarations by what people have in hand: a number, a plate, a container, a company or its BIN."""

from typing import Any

from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from clearance.identifiers import mark_of
from clearance.models import Mark
from portal.accounts.models import Company

LEAST = 2
"""Shorter words find nothing: they would fit half of everything."""
MANY = 2000
FEW = 50
NONE = 0
"""No declaration has this id."""
LAST = "\U0010ffff"


def beginning_with(words: str) -> QuerySet[Mark]:
    """Marks that begin so, as far as the actor may see them; as a range, which the walls let an index serve."""
    text = mark_of(words)
    if len(text) < LEAST:
        return Mark.objects.none()
    return Mark.objects.filter(text__gte=text, text__lt=text + LAST)


def companies_named(words: str) -> list[int]:
    """Companies whose name holds these words or whose BIN they are; a few."""
    words = words.strip()
    if len(words) < LEAST:
        return []
    rows = Company.objects.filter(Q(name__icontains=words) | Q(bin=words)).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:FEW])


def bearing(words: str) -> Q:
    """For a query of sign-offs: those whose declaration bears these words."""
    return few_or_probed(beginning_with(words)) | Q(company_id__in=companies_named(words))


def few_or_probed(rows: QuerySet[Any]) -> Q:
    """For a query of sign-offs: those whose declaration is among these rows'.

    Few declarations are named by their ids, which an index finds. Many are probed for in working order instead, where
    the first page is soon full.
    """
    found = list(rows.order_by().values_list("declaration_id", flat=True)[: MANY + 1])
    if len(found) <= MANY:
        return Q(declaration_id__in=found or [NONE])
    return Q(there_is(rows.filter(declaration_id=OuterRef("declaration_id"))))


def there_is(rows: QuerySet[Any]) -> Coalesce:
    """Whether there is such a row, as one probe of an index for each row that asks.

    Not `Exists`: the planner makes a join of it, or a table of everything, and forgets that a page is soon full.
    """
    return Coalesce(Subquery(rows.order_by().values(found=Value(True))[:1], output_field=BooleanField()), False)
