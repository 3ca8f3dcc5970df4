"""Acts on grants, registrations of companies and days of the offices, by agencies' administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import pages, selectors, services
from agencies.days import days_of, may_keep_days, move_day, remove_day, set_day
from agencies.forms import DayForm, GrantForm
from clearance import clock
from clearance.acting import Actor
from clearance.models import CalendarDay, Grant, Office
from clearance.permissions import NotAllowed
from portal.accounts.acting_views import end_of, start_of, with_actor
from portal.accounts.forms import ReasonForm
from portal.accounts.selectors import companies_waiting
from portal.accounts.services import companies
from portal.accounts.services.people import person_by_email


@require_http_methods(["GET", "POST"])
@with_actor
def ask_grant(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Ask that a person gets a role."""
    offices = pages.administered(actor, agency)
    form = GrantForm(
        request.POST or None,
        roles=selectors.roles_of(agency),
        offices=offices,
        initial={"role": request.GET.get("role", ""), "office": request.GET.get("office", "")},
    )
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
    return pages.page(request, "agencies/ask_grant.html", agency=agency, here="people", form=form)


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
    offices = pages.administered(actor, grant.agency)
    if offices is not None and grant.office_id not in offices:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.revoke_grant(actor, grant_id=grant_id, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s no longer has this role.") % {"name": grant.user})
        return redirect("grants_of", grant.agency)
    return pages.page(request, "agencies/revoke_grant.html", agency=grant.agency, here="people", form=form, grant=grant)


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
    context = {"form": form, "place": place, "days": days_of(office or None, since=clock.today())}
    return render(request, "agencies/days.html", context)


@require_http_methods(["GET", "POST"])
@with_actor
def edit_day(request: HttpRequest, actor: Actor, day_id: int) -> HttpResponse:
    """Describe a day anew, or move it to another date."""
    known = get_object_or_404(CalendarDay, pk=day_id)
    if not may_keep_days(actor, known.office_id):
        raise Http404
    form = DayForm(request.POST or None, initial={name: getattr(known, name) for name in DayForm.base_fields})
    if request.method == "POST" and form.is_valid():
        move_day(actor, day_id=day_id, **form.cleaned_data)
        messages.success(request, _("The day is saved. New due times follow it."))
        return redirect("days_of_office", known.office_id) if known.office_id else redirect("days")
    return render(request, "agencies/day.html", {"form": form, "place": known.office, "day": known})


@require_POST
@with_actor
def drop_day(request: HttpRequest, actor: Actor, day_id: int) -> HttpResponse:
    """Take a day away again."""
    day = remove_day(actor, day_id=day_id)
    messages.success(request, _("The day is as in any other week."))
    return redirect("days_of_office", day.office_id) if day.office_id else redirect("days")


def _registrar(actor: Actor) -> None:
    if not companies.may_approve_companies(actor):
        raise NotAllowed(_("Companies are approved by the heads and administrators of customs."))
