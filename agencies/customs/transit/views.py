"""Acts of officers on a movement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agencies.customs.transit import acts
from clearance.acts import Problems


def movement_act(request: HttpRequest, reference: str) -> HttpResponse:
    """One act; back to the page of the declaration."""
    try:
        acts.act(
            request.actor,  # type: ignore[attr-defined]
            reference=reference,
            name=request.POST.get("act", ""),
            reason=request.POST.get("reason", ""),
        )
    except Problems as faults:
        for problem in faults.problems:
            messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Recorded."))
    return redirect("desk_declaration", reference)
