"""Pages and buttons of an arrival."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from agencies.customs.arrival import acting, home_use
from clearance.acts import Problems


def arrival_act(request: HttpRequest, reference: str) -> HttpResponse:
    """One act; back to the page of the declaration."""
    actor = request.actor  # type: ignore[attr-defined]
    given = request.POST
    try:
        acting.act(actor, reference=reference, name=given.get("act", ""), seals=given.get("seals", ""))
    except Problems as faults:
        for problem in faults.problems:
            messages.error(request, str(problem.message))
    else:
        messages.success(request, _("Recorded."))
    return redirect("declaration" if given.get("act") != acting.REGISTER else "desk_declaration", reference)


def declare_for_home_use(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the import of the goods, filled in from their transit; on to what it lacks."""
    draft = home_use.begin(request.actor, reference=reference)  # type: ignore[attr-defined]
    messages.success(
        request,
        _("This draft is filled in from the transit %(reference)s. Add what only an import asks.")
        % {"reference": reference},
    )
    return redirect("draft", draft.reference)
