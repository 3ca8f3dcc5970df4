"""The company's pages: its people, who files for it, and joining or leaving one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clearance.acting import Actor
from portal.accounts import selectors
from portal.accounts.acting_views import end_of, with_actor
from portal.accounts.forms import CompanyForm, DelegationForm, InvitationForm, RoleForm
from portal.accounts.models import Company, Membership
from portal.accounts.services import companies, delegations


@require_GET
@with_actor
def own_companies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The companies of the person; straight to the only one when nothing else waits."""
    found = list(selectors.companies_of(actor))
    invitations = list(selectors.invitations_of(actor.user_id or 0))
    if len(found) == 1 and not invitations:
        return redirect("company_page", found[0].uuid)
    return render(request, "account/companies.html", {"companies": found, "invitations": invitations})


@require_http_methods(["GET", "POST"])
@with_actor
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register a company; it can file once customs has approved it."""
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        company = companies.register_company(actor, **form.cleaned_data)
        messages.success(request, _("The company is registered. You can keep drafts until customs approves it."))
        return redirect("company_page", company.uuid)
    return render(request, "account/register_company.html", {"form": form})


@require_POST
@with_actor
def answer_invitation(request: HttpRequest, actor: Actor, membership_id: int) -> HttpResponse:
    """Accept or decline an invitation."""
    accept = request.POST.get("answer") == "accept"
    membership = companies.answer_invitation(actor, membership_id=membership_id, accept=accept)
    name = {"company": membership.company.name}
    messages.success(
        request, _("You are now in %(company)s.") % name if accept else _("You declined to join %(company)s.") % name
    )
    return redirect("company")


@require_GET
@with_actor
def company_page(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """People and delegations of one company."""
    found = _own(actor, company)
    colleagues = list(selectors.colleagues_of(found))
    context = {
        "company": found,
        "colleagues": [(one, RoleForm(initial=_role(one), auto_id=f"id_{one.pk}_%s")) for one in colleagues],
        "given": selectors.delegations_given_by(found),
        "held": selectors.delegations_held_by(found) if found.is_broker else [],
        "administers": companies.administers_company(actor, found.pk),
    }
    return render(request, "account/company.html", context)


@require_http_methods(["GET", "POST"])
@with_actor
def invite(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Ask a person into the company."""
    found = _own(actor, company)
    form = InvitationForm(request.POST or None, initial={"role": Membership.Role.DECLARANT})
    if request.method == "POST" and form.is_valid():
        membership = companies.invite_colleague(actor, company_id=found.pk, **form.cleaned_data)
        messages.success(request, _("%(name)s is invited.") % {"name": membership.user})
        return redirect("company_page", found.uuid)
    return render(request, "account/invite.html", {"form": form, "company": found})


@require_POST
@with_actor
def change_colleague(request: HttpRequest, actor: Actor, company: uuid.UUID, user_id: int) -> HttpResponse:
    """Change what a colleague may do."""
    found = _own(actor, company)
    form = RoleForm(request.POST)
    if form.is_valid():
        companies.change_colleague(actor, company_id=found.pk, user_id=user_id, **form.cleaned_data)
        messages.success(request, _("The colleague's role is changed."))
    else:
        messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
    return redirect("company_page", found.uuid)


@require_POST
@with_actor
def remove_colleague(request: HttpRequest, actor: Actor, company: uuid.UUID, user_id: int) -> HttpResponse:
    """Take a colleague out of the company."""
    found = _own(actor, company)
    companies.remove_colleague(actor, company_id=found.pk, user_id=user_id)
    messages.success(request, _("The person is no longer in the company."))
    return redirect("company_page", found.uuid)


@require_POST
@with_actor
def leave(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Leave the company."""
    found = _own(actor, company)
    companies.leave_company(actor, company_id=found.pk)
    messages.success(request, _("You have left %(company)s.") % {"company": found.name})
    return redirect("company")


@require_http_methods(["GET", "POST"])
@with_actor
def delegate(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Let a broker file in the company's name."""
    found = _own(actor, company)
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
    found = _own(actor, company)
    delegations.revoke_delegation(actor, delegation_id=delegation_id)
    messages.success(request, _("The delegation has ended. Open questions are now with the client."))
    return redirect("company_page", found.uuid)


def _own(actor: Actor, company: uuid.UUID) -> Company:
    """Return one of the person's companies; another's is as unknown as one that does not exist."""
    found = selectors.companies_of(actor).filter(uuid=company).first()
    if found is None:
        raise Http404
    return found


def _role(membership: Membership) -> dict[str, object]:
    return {"role": membership.role, "may_sign": membership.may_sign}
