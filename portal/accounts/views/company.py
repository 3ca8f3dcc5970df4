"""The company's pages: its registration and its people, joining or leaving one."""

from __future__ import annotations

import uuid

from allauth.account.internal.flows.email_verification import get_address_for_user, send_verification_email_to_address
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clearance.acting import Actor
from clearance.models import Office
from portal.accounts import selectors
from portal.accounts.acting_views import with_actor
from portal.accounts.forms import CompanyForm, CorrectionForm, InvitationForm, RoleForm, RowRoleForm
from portal.accounts.models import Company, Membership
from portal.accounts.services import companies
from portal.accounts.services.access import in_person
from portal.accounts.services.people import has_confirmed_address


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
    if not has_confirmed_address(in_person(actor)):
        return _confirm_first(request)
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        company = companies.register_company(actor, **form.cleaned_data)
        messages.success(request, _("The company is registered. You can keep drafts until customs approves it."))
        return redirect("company_page", company.uuid)
    return render(request, "account/register_company.html", {"form": form})


def _confirm_first(request: HttpRequest) -> HttpResponse:
    """Ask for a confirmed address; the button sends the letter again."""
    address = get_address_for_user(request.user)
    if request.method == "POST" and address is not None:
        sent = send_verification_email_to_address(request, address)
        if not sent:
            messages.warning(request, _("The letter was sent a moment ago. Wait a few minutes and look again."))
        return redirect("register_company")
    return render(request, "account/confirm_first.html", {"address": address})


@require_http_methods(["GET", "POST"])
@with_actor
def correct(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Correct a rejected registration and send it again."""
    found = own_company(actor, company)
    if found.status != Company.Status.REJECTED:
        return redirect("company_page", found.uuid)
    form = CorrectionForm(request.POST or None, initial={"name": found.name, "is_broker": found.is_broker})
    if request.method == "POST" and form.is_valid():
        companies.correct_company(actor, company_id=found.pk, **form.cleaned_data)
        messages.success(request, _("The registration is sent again. Customs looks at it anew."))
        return redirect("company_page", found.uuid)
    return render(request, "account/correct_company.html", {"form": form, "company": found})


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
    found = own_company(actor, company)
    colleagues = list(selectors.colleagues_of(found))
    context = {
        "company": found,
        "colleagues": [(one, RowRoleForm(initial=_role(one), auto_id=f"id_{one.pk}_%s")) for one in colleagues],
        "given": selectors.delegations_given_by(found),
        "held": selectors.delegations_held_by(found) if found.is_broker else [],
        "asking": selectors.requests_to(found),
        "asked": selectors.requests_by(found) if found.is_broker else [],
        "administers": companies.administers_company(actor, found.pk),
        "authorised_at": Office.objects.filter(code__in=found.authorised_offices),
    }
    return render(request, "account/company.html", context)


@require_http_methods(["GET", "POST"])
@with_actor
def invite(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Ask a person into the company."""
    found = own_company(actor, company)
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
    found = own_company(actor, company)
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
    found = own_company(actor, company)
    companies.remove_colleague(actor, company_id=found.pk, user_id=user_id)
    messages.success(request, _("The person is no longer in the company."))
    return redirect("company_page", found.uuid)


@require_POST
@with_actor
def leave(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """Leave the company."""
    found = own_company(actor, company)
    companies.leave_company(actor, company_id=found.pk)
    messages.success(request, _("You have left %(company)s.") % {"company": found.name})
    return redirect("company")


def own_company(actor: Actor, company: uuid.UUID) -> Company:
    """Return one of the person's companies; another's is as unknown as one that does not exist."""
    found = selectors.companies_of(actor).filter(uuid=company).first()
    if found is None:
        raise Http404
    return found


def _role(membership: Membership) -> dict[str, object]:
    return {"role": membership.role, "may_sign": membership.may_sign}
