"""What will I need? For everybody, at an address that can be passed on; a trader begins a declaration with the answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import clock
from clearance.forms.explaining import ExplainForm
from clearance.permissions import NotAllowed
from clearance.reading import trader
from clearance.reading.needing import answer_for
from clearance.services import filing
from clearance.views.beginning import first_content

ASKED = "kind"
"""Its presence in the address says that the form was sent; less is only a beginning."""


def needs(request: HttpRequest) -> HttpResponse:
    """Who would be asked about these goods and why, which papers, how long, what is due; writes nothing."""
    is_asked = ASKED in request.GET
    form = ExplainForm(request.GET) if is_asked else ExplainForm(initial=request.GET.dict())
    page: dict[str, Any] = {"form": form}
    if is_asked and form.is_valid():
        page["found"] = answer_for(form.as_content(), at=clock.now())
        page["procedure"] = form.procedure_code
        page["address"] = request.build_absolute_uri()
        page["given"] = [(name, value) for name, values in request.GET.lists() for value in values]
        page["members"] = trader.filing_members(request.actor)  # type: ignore[attr-defined]
    return render(request, "public/explain.html", page, status=422 if is_asked and "found" not in page else 200)


def begin(request: HttpRequest) -> HttpResponse:
    """A draft with the answers given; what is missing is filled in on its pages."""
    form = ExplainForm(request.POST)
    members = trader.filing_members(request.actor)  # type: ignore[attr-defined]
    member = next((one for one in members if str(one.company) == request.POST.get("company")), None)
    member = member or (members[0] if len(members) == 1 else None)
    if not form.is_valid() or member is None:
        if not members:
            raise NotAllowed(_("You cannot file for any company. Ask its administrator to add you, or register yours."))
        return redirect("new_declaration")
    answers = form.as_content()
    content = {**first_content(answers["kind"], member), **answers}
    if answers["kind"] == "postal":
        content.pop("procedure")
    filed = filing.save_draft(request.actor, company_id=member.company, content=content)  # type: ignore[attr-defined]
    return redirect("draft", filed.declaration.reference)
