"""The addressee's pages: number and code, the item, paying, objecting, sending back. No account, nothing to remember."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance.content import Problems
from clearance.models import Declaration
from clearance.services import addressing
from portal.post import addressee, capabilities
from portal.post.forms import CodeForm, ObjectionForm
from portal.post.payments import attempts
from portal.public import codes


def parcel(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; go to the page they open."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        if capabilities.opened(number, code):
            return redirect("parcel_page", capabilities.plain_number(number), codes.plain(code))
        form.add_error(None, _not_found())
    return _private(render(request, "post/parcel_code.html", {"form": form}, status=422 if form.is_bound else 200))


def parcel_page(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """What the item is, where it is, what is due, and what can be done."""
    found = capabilities.opened(number, code)
    return _not_opened(request, number) if found is None else _shown(request, found, code)


def pay(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Go to the provider of payments, who comes back to the item's page."""
    found = capabilities.opened(number, code)
    return _not_opened(request, number) if found is None else redirect(attempts.begin(found.pk))


def object_to(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Say why the addressee does not agree, with pictures."""
    found = capabilities.opened(number, code)
    if found is None:
        return _not_opened(request, number)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            addressing.object_to(found.pk, text=given["text"], pictures=given["pictures"])
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Your objection is kept. The officers and the postal operator see it."))
            return redirect("parcel_page", number, code)
    page = {"form": form, "number": number, "code": code, "parcel": addressee.parcel(found)}
    return _private(render(request, "post/parcel_object.html", page, status=422 if form.is_bound else 200))


def send_back(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Ask that the item goes back to its sender, once asked whether it is meant."""
    found = capabilities.opened(number, code)
    if found is None:
        return _not_opened(request, number)
    if request.method == "POST":
        addressing.ask_return(found.pk)
        messages.success(request, _("The postal operator is told to send the parcel back."))
        return redirect("parcel_page", number, code)
    page = {"number": number, "code": code, "parcel": addressee.parcel(found)}
    return _private(render(request, "post/parcel_return.html", page))


def _shown(request: HttpRequest, found: Declaration, code: str) -> HttpResponse:
    page = {"parcel": addressee.parcel(found), "number": found.local_ref, "code": codes.plain(code)}
    return _private(render(request, "post/parcel.html", page))


def _not_opened(request: HttpRequest, number: str) -> HttpResponse:
    """The form again; nothing tells an unknown number from a wrong code."""
    form = CodeForm({"number": number, "code": ""})
    form.is_valid()
    form.errors.clear()
    form.add_error(None, _not_found())
    return _private(render(request, "post/parcel_code.html", {"form": form}, status=404))


def _not_found() -> str:
    return _("Check the number and the code. No parcel is found by them together.")


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds the code: nobody keeps the page, and no other site is told it.

    Forms of the page still need their origin, so the policy is not stricter.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
