"""Following a declaration by reference and check code; the trader renews or stops the code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.public import codes, tracking
from portal.public.forms import TrackForm


def track(request: HttpRequest) -> HttpResponse:
    """Ask for reference and code; go to the page they open."""
    form = TrackForm(request.POST or None)
    if form.is_valid():
        reference, code = form.cleaned_data["reference"], form.cleaned_data["code"]
        if tracking.tracked(reference, code):
            return redirect("tracked", f"{codes.plain_reference(reference)}-{codes.plain(code)}")
        form.add_error(None, _not_found())
    return render(request, "public/track.html", {"form": form}, status=422 if form.is_bound else 200)


def tracked(request: HttpRequest, ticket: str) -> HttpResponse:
    """Where the declaration stands; the form again for whatever opens nothing."""
    reference, code = tracking.parted(ticket)
    found = tracking.tracked(reference, code)
    if found is None:
        form = TrackForm({"reference": reference, "code": code})
        form.is_valid()
        form.add_error(None, _not_found())
        return render(request, "public/track.html", {"form": form}, status=404)
    template = "public/tracked_live.html" if request.GET.get("fragment") == "track" else "public/tracked.html"
    return render(request, template, {"found": found, "ticket": ticket})


def link(request: HttpRequest, reference: str) -> HttpResponse:
    """The trader renews the code or stops it."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("act") == "stop":
        tracking.stop(actor, reference=reference)
        messages.success(request, _("Nobody can follow this declaration by a code any more."))
    else:
        tracking.renew(actor, reference=reference)
        messages.success(request, _("The check code is new. The old one opens nothing any more."))
    return redirect("declaration", reference)


def _not_found() -> str:
    return _("Check the reference and the code. No declaration is found by them together.")
