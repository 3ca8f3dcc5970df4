"""Pages of an agency's administrators: people and grants, registrations of companies, days of the offices."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import selectors, services
from agencies.days import days_of, may_keep_days, remove_day, set_day
from agencies.forms import DayForm, GrantForm
from clearance import clock
from clearance.acting import Actor
from clearance.models import Grant, Office
from clearance.permissions import NotAllowed
from portal.accounts.acting_views import end_of, start_of, with_actor
from portal.accounts.forms import ReasonForm
from portal.accounts.selectors import companies_waiting
from portal.accounts.services import companies
from portal.accounts.services.people import person_by_email


@require_GET
@with_actor
def grants(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The agencies a person administers; straight to the only one."""
    agencies = selectors.administered_by(actor)
    if not agencies:
        raise NotAllowed(_("People are managed by administrators of an agency. Ask one of yours for the role."))
    if len(agencies) == 1:
        return redirect("grants_of", agencies[0])
    named = [(agency, selectors.name_of_agency(agency, get_language() or "en")) for agency in agencies]
    return render(request, "agencies/agencies.html", {"agencies": named})


@require_GET
@with_actor
def grants_of(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Who may act for an agency, where, as what, since when; and what waits for a second administrator."""
    offices = _administered(actor, agency)
    found = list(selectors.grants_of_agency(agency, offices=offices))
    context = {
        "agency": agency,
        "agency_name": selectors.name_of_agency(agency, get_language() or "en"),
        "waiting": [grant for grant in found if grant.approved_at is None],
        "grants": [grant for grant in found if grant.approved_at is not None],
        "now": clock.now(),
        "me": actor.user_id,
        "may_approve_companies": companies.may_approve_companies(actor),
    }
    return render(request, "agencies/grants.html", context)


@require_http_methods(["GET", "POST"])
@with_actor
def ask_grant(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Ask that a person gets a role."""
    offices = _administered(actor, agency)
    form = GrantForm(request.POST or None, roles=selectors.roles_of(agency), offices=offices)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        user = person_by_email(email=asked["email"], full_name=asked["full_name"])
        services.ask_grant(
            actor,
            user_id=user.pk,
            agency=agency,
            role=asked["role"],
            office=asked["office"] or None,
            starts_at=start_of(asked["starts_on"]),
            ends_at=end_of(asked["ends_on"]),
            reason=asked["reason"],
        )
        messages.success(request, _("Asked for. Another administrator of the agency must approve it."))
        return redirect("grants_of", agency)
    context = {"form": form, "agency": agency, "agency_name": selectors.name_of_agency(agency, get_language() or "en")}
    return render(request, "agencies/ask_grant.html", context)


@require_POST
@with_actor
def approve_grant(request: HttpRequest, actor: Actor, grant_id: int) -> HttpResponse:
    """Approve what another administrator asked for."""
    grant = services.approve_grant(actor, grant_id=grant_id)
    messages.success(request, _("Approved. %(name)s can act from the first day on.") % {"name": grant.user})
    return redirect("grants_of", grant.agency)


@require_http_methods(["GET", "POST"])
@with_actor
def revoke_grant(request: HttpRequest, actor: Actor, grant_id: int) -> HttpResponse:
    """Say what revoking does, then do it."""
    grant = get_object_or_404(Grant.objects.select_related("user", "office"), pk=grant_id, revoked_at__isnull=True)
    _administered(actor, grant.agency)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.revoke_grant(actor, grant_id=grant_id, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s no longer has this role.") % {"name": grant.user})
        return redirect("grants_of", grant.agency)
    context = {
        "form": form,
        "grant": grant,
        "agency_name": selectors.name_of_agency(grant.agency, get_language() or "en"),
    }
    return render(request, "agencies/revoke_grant.html", context)


@require_GET
@with_actor
def companies_to_approve(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Companies that wait for approval."""
    _registrar(actor)
    return render(request, "agencies/companies.html", {"companies": companies_waiting(), "form": ReasonForm()})


@require_POST
@with_actor
def approve_company(request: HttpRequest, actor: Actor, company_id: int) -> HttpResponse:
    """Approve a company."""
    company = companies.approve_company(actor, company_id=company_id)
    messages.success(request, _("%(company)s can now file.") % {"company": company})
    return redirect("companies_to_approve")


@require_POST
@with_actor
def reject_company(request: HttpRequest, actor: Actor, company_id: int) -> HttpResponse:
    """Reject a company, with a reason."""
    company = companies.reject_company(actor, company_id=company_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("The registration of %(company)s is rejected.") % {"company": company})
    return redirect("companies_to_approve")


@require_http_methods(["GET", "POST"])
@with_actor
def days(request: HttpRequest, actor: Actor, office: str = "") -> HttpResponse:
    """Days on which an office, or the whole country, does not keep its week."""
    place = get_object_or_404(Office, pk=office) if office else None
    if not may_keep_days(actor, office or None):
        raise NotAllowed(_("Days are kept by the administrators of the office, the country's by those of customs."))
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_day(actor, office=office or None, **form.cleaned_data)
        messages.success(request, _("The day is saved. New due times follow it."))
        return redirect(request.path)
    context = {"form": form, "place": place, "days": days_of(office or None, since=clock.now().date())}
    return render(request, "agencies/days.html", context)


@require_POST
@with_actor
def drop_day(request: HttpRequest, actor: Actor, day_id: int) -> HttpResponse:
    """Take a day away again."""
    day = remove_day(actor, day_id=day_id)
    messages.success(request, _("The day is as in any other week."))
    return redirect("days_of_office", day.office_id) if day.office_id else redirect("days")


def _administered(actor: Actor, agency: str) -> frozenset[str] | None:
    """Return the offices of an agency the person administers (None: all); another agency does not exist here."""
    if agency not in selectors.administered_by(actor):
        raise Http404
    return selectors.offices_administered_by(actor, agency)


def _registrar(actor: Actor) -> None:
    if not companies.may_approve_companies(actor):
        raise NotAllowed(_("Companies are approved by the heads and administrators of customs."))
