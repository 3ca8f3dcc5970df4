"""The rulebooks in force, to read: whose, since when, approved by whom, and their rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clearance import clock
from clearance import rulebooks as books
from clearance.models import Rulebook
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
    rules = list(book.rules.order_by("rule_id"))
    return render(request, "desk/rulebook.html", {"book": book, "agency": agency_name(book.agency), "rules": rules})
