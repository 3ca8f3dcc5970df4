"""The rulebooks in force, to read: whose, since when, approved by whom, and their rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clearance import clock
from clearance import rulebooks as books
from clearance.acting import Actor
from clearance.models import Rule, Rulebook
from clearance.rule_words import Visibility
from clearance.sentences import agency_name


def rulebooks(request: HttpRequest) -> HttpResponse:
    """Every rulebook, those in force marked."""
    in_force = set(books.numbers_in_force(clock.now()).values())
    found = Rulebook.objects.select_related("author", "approved_by").order_by("agency", "-number")
    rows = [{"book": book, "agency": agency_name(book.agency), "in_force": book.pk in in_force} for book in found]
    return render(request, "desk/rulebooks.html", {"rows": rows})


def rulebook(request: HttpRequest, book_id: int) -> HttpResponse:
    """The rules of one book."""
    book = get_object_or_404(Rulebook.objects.select_related("author", "approved_by"), pk=book_id)
    rules = [rule for rule in book.rules.order_by("rule_id") if _may_read(request.actor, book, rule)]  # type: ignore[attr-defined]
    return render(request, "desk/rulebook.html", {"book": book, "agency": agency_name(book.agency), "rules": rules})


def _may_read(actor: Actor, book: Rulebook, rule: Rule) -> bool:
    """What officers must keep to themselves is read by the agency it belongs to and by auditors."""
    if rule.row.get("visibility") != Visibility.RESTRICTED:
        return True
    return actor.has_role("auditor") or any(
        actor.has_role(role, agency) for role in ("admin", "routing_desk") for agency in (book.agency, "routing_desk")
    )
