"""Who finds which rulebook: the administrators of the whole agency that owns it, nobody else."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from agencies.offices import ROUTING_DESK
from agencies.pages import wholly
from clearance import registry
from clearance.acting import Actor
from clearance.models import Rule, Rulebook
from clearance.services.publishing import GENERAL, book_in_force


def own_books(actor: Actor, agency: str) -> None:
    """Stop, as if there were none, whoever does not keep this agency's rulebook."""
    wholly(actor, ROUTING_DESK if agency == GENERAL else agency)
    if agency != GENERAL and agency not in registry.agencies():
        raise Http404


def version_of(actor: Actor, agency: str, number: int) -> Rulebook:
    """One version of an own rulebook."""
    own_books(actor, agency)
    found = Rulebook.objects.select_related("author", "approved_by")
    return get_object_or_404(found, agency=agency, number=number)


def rule_of(book: Rulebook, row_id: int) -> Rule:
    """One rule of a version."""
    return get_object_or_404(Rule, rulebook=book, pk=row_id)


def is_writing(actor: Actor, book: Rulebook) -> bool:
    """Whether the person may write into this version now."""
    return book.published_at is None and book.offered_at is None and book.author_id == actor.user_id


def base_of(book: Rulebook) -> Rulebook | None:
    """The version a draft was begun from; for a published one the version before it."""
    others = Rulebook.objects.filter(agency=book.agency)
    if book.based_on is not None:
        return others.filter(number=book.based_on).first()
    if book.published_at is None:
        return None
    return others.filter(published_at__isnull=False, number__lt=book.number).order_by("-number").first()


__all__ = ["base_of", "book_in_force", "is_writing", "own_books", "rule_of", "version_of"]
