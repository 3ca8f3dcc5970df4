"""Pages for everybody: what this is, what would be asked, help, and how the service is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clearance import clock, deriving, registry, rulebooks
from clearance.explaining import explain as explanation_of
from clearance.forms.explaining import ExplainForm
from clearance.reading import health
from clearance.routing import plan
from clearance.sentences import agency_name
from clearance.wording import worded


def home(request: HttpRequest) -> HttpResponse:
    """The first page; who is signed in goes on to their work."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_officer:
        return redirect("desk")
    if actor.is_trader:
        return redirect("company_home")
    return render(request, "public/home.html", {"agencies": [agency_name(code) for code in registry.agencies()]})


def explain(request: HttpRequest) -> HttpResponse:
    """Which agencies would be asked about these goods, and why; writes nothing."""
    form = ExplainForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        _ids, books = rulebooks.in_force(clock.now())
        facts = deriving.facts_to_explain(form.as_content())
        found = worded(explanation_of(plan(facts, books)))
    status = 422 if form.is_bound and found is None else 200
    return render(request, "public/explain.html", {"form": form, "found": found}, status=status)


def help_page(request: HttpRequest) -> HttpResponse:
    """How to use the service, and whom to ask."""
    return render(request, "public/help.html", {"line": settings.HELP_LINE})


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what is known not to work, whom to tell."""
    return render(request, "public/accessibility.html", {"line": settings.HELP_LINE})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, how long."""
    return render(request, "public/privacy.html", {})


def status(request: HttpRequest) -> HttpResponse:
    """How the service is at this moment."""
    return render(request, "public/status.html", {"state": health.state(clock.now()), "now": clock.now()})
