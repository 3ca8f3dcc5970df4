"""One page for each procedure, told by the public rules in force."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from clearance import clock
from clearance.reading import procedures as reading


def procedures(request: HttpRequest) -> HttpResponse:
    """All of them, under what happens to the goods."""
    return render(request, "public/procedures.html", {"groups": reading.by_direction()})


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: what it is for, who may ask, steps, who is asked, papers, times, offices, and which rules say so."""
    one = reading.procedure(code)
    if one is None:
        raise Http404
    page = {"told": reading.told(one, at=clock.now()), "one": one, "line": settings.HELP_LINE}
    return render(request, "public/procedure.html", page)
