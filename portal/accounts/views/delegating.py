"""Who files for a company: delegating, ending it, and brokers that ask for it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clearance.acting import Actor
from clearance.workflow import Refused
from portal.accounts.acting_views import end_of, with_actor
from portal.accounts.forms import AskingForm, DelegationForm
from portal.accounts.services import delegations
from portal.accounts.views.company import own_company


@require_http_methods(["GET", "POST"])
@with_actor
def delegate(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Let a broker file in the company's name."""
    found = own_company(actor, company)
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        made = delegations.delegate(
            actor,
            client_id=found.pk,
            broker_bin=asked["broker_bin"],
            may_sign=asked["may_sign"],
            ends_at=end_of(asked["ends_on"]),
        )
        messages.success(request, _("%(broker)s may now file for your company.") % {"broker": made.broker})
        return redirect("company_page", found.uuid)
    return render(request, "account/delegate.html", {"form": form, "company": found})


@require_POST
@with_actor
def revoke_delegation(request: HttpRequest, actor: Actor, company: uuid.UUID, delegation_id: int) -> HttpResponse:
    """End a delegation at once."""
    found = own_company(actor, company)
    delegations.revoke_delegation(actor, delegation_id=delegation_id)
    messages.success(request, _("The delegation has ended. Open questions are now with the client."))
    return redirect("company_page", found.uuid)


@require_http_methods(["GET", "POST"])
@with_actor
def ask_client(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """A broker asks a client to let it file."""
    found = own_company(actor, company)
    form = AskingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = delegations.ask_client(actor, broker_id=found.pk, client_bin=form.cleaned_data["client_bin"])
        except Refused as refused:
            form.add_error("client_bin", str(refused.sentence))
        else:
            messages.success(request, _("%(client)s is asked.") % {"client": asked.client})
            return redirect("company_page", found.uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "account/ask_client.html", {"form": form, "company": found}, status=status)


@require_POST
@with_actor
def answer_broker(request: HttpRequest, actor: Actor, company: uuid.UUID, request_id: int) -> HttpResponse:
    """A client answers a broker: let it file and sign, let it file, or decline."""
    found = own_company(actor, company)
    answer = request.POST.get("answer", "")
    asked = delegations.answer_broker(
        actor,
        client_id=found.pk,
        request_id=request_id,
        accept=answer in {"file", "sign"},
        may_sign=answer == "sign",
    )
    name = {"broker": asked.broker}
    messages.success(
        request,
        _("You declined. %(broker)s is told.") % name
        if answer not in {"file", "sign"}
        else _("%(broker)s may now file for your company.") % name,
    )
    return redirect("company_page", found.uuid)
