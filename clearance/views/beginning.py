"""Beginning a declaration: from nothing, like an earlier one, from a template, or from a file with WCO XML or JSON."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import content as contents
from clearance.acting import Member
from clearance.content import Problems
from clearance.forms.filing import CopyForm, NewForm, TemplateForm, UploadForm
from clearance.messages import read
from clearance.permissions import NotAllowed
from clearance.reading import trader
from clearance.services import filing, templating
from clearance.views import clients, sections
from clearance.views.keeping import Draft


def new(request: HttpRequest) -> HttpResponse:
    """What is to be declared, and for whom."""
    form = NewForm(request.POST or None, members=_members(request), initial=_chosen(request))
    if request.method == "POST" and form.is_valid():
        member = form.member
        filed = filing.save_draft(
            request.actor,  # type: ignore[attr-defined]
            company_id=member.company,
            content=first_content(form.cleaned_data["kind"], member),
        )
        return _to_what_lacks(request, filed.declaration.reference)
    words = request.GET.get("q", "").strip()
    company = clients.choice_of(request).company
    page = {
        "form": form,
        "words": words,
        "earlier": trader.earlier(request.actor, words, company),  # type: ignore[attr-defined]
        "templates": trader.templates(request.actor, company),  # type: ignore[attr-defined]
    }
    return render(request, "trader/new.html", page, status=422 if form.is_bound else 200)


def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """A new draft like an earlier declaration, without what belongs to that shipment alone."""
    actor = request.actor  # type: ignore[attr-defined]
    declaration = trader.found(actor, reference)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        begun = templating.begin_like(
            actor,
            company_id=declaration.company_id,
            content=trader.content_of(declaration),
            amounts=form.cleaned_data["amounts"],
        )
        messages.success(request, _("This draft is a copy of %(reference)s.") % {"reference": declaration.reference})
        return _to_what_lacks(request, begun.reference)
    return render(request, "trader/copy.html", {"form": form, "declaration": declaration})


def keep_template(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a declaration as a template of its company."""
    actor = request.actor  # type: ignore[attr-defined]
    declaration = trader.found(actor, reference)
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            templating.keep(
                actor,
                company_id=declaration.company_id,
                name=form.cleaned_data["name"],
                content=trader.content_of(declaration),
            )
        except Problems as found:
            form.put(found.problems)
        else:
            messages.success(request, _("The template “%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
            return redirect("new_declaration")
    page = {"form": form, "declaration": declaration}
    return render(request, "trader/keep_template.html", page, status=422 if form.is_bound else 200)


def begin_from_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """A new draft from a template."""
    begun = templating.begin(request.actor, template_id=template_id)  # type: ignore[attr-defined]
    return _to_what_lacks(request, begun.reference)


def forget_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Throw a template away, once asked."""
    actor = request.actor  # type: ignore[attr-defined]
    template = trader.template(actor, template_id)
    if request.method == "POST":
        templating.forget(actor, template_id=template_id)
        messages.success(request, _("The template “%(name)s” is thrown away.") % {"name": template.name})
        return redirect("new_declaration")
    return render(request, "trader/forget_template.html", {"template": template})


def upload(request: HttpRequest) -> HttpResponse:
    """A file with a declaration becomes a draft; what is wrong with it is said with its place and line."""
    form = UploadForm(request.POST or None, request.FILES or None, members=_members(request), initial=_chosen(request))
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        content, problems, media_type = _read(data)
        if not problems:
            filed = filing.save_draft(
                request.actor,  # type: ignore[attr-defined]
                company_id=form.member.company,
                content=content,
                original=filing.Original(data, media_type),
            )
            messages.success(request, _("The file is kept as a draft. Nothing is sent yet: check it and sign."))
            return redirect("draft_check", filed.declaration.reference)
    page = {"form": form, "problems": problems, "has_errors": form.is_bound}
    return render(request, "trader/upload.html", page, status=422 if request.method == "POST" else 200)


def first_content(kind: str, member: Member) -> dict[str, Any]:
    """What a new content begins with: what follows from its kind and its company."""
    us = {"id": member.bin, "name": member.name[:70], "country": "KZ"}
    common: dict[str, Any] = {"kind": kind, "function_code": "9"}
    if kind == "import":
        return {**common, "declaration_type": "DT", "procedure": "40", "destination_country": "KZ", "declarant": us,
                "consignee": dict(us), "payer": {"id": us["id"], "name": us["name"]}, "border_mode": "30"}  # fmt: skip
    if kind == "export":
        return {**common, "declaration_type": "DT", "procedure": "10", "dispatch_country": "KZ", "declarant": us,
                "consignor": dict(us), "border_mode": "30"}  # fmt: skip
    if kind == "transit":
        return {**common, "declaration_type": "TT", "procedure": "80", "declarant": us, "border_mode": "30"}
    return {
        **common,
        "declaration_type": "PD",
        "border_mode": "50",
        "destination_country": "KZ",
        "postal": {"form": "CN23"},
    }


def _to_what_lacks(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a new draft at the first section that lacks something; all of them are listed beside it."""
    return redirect(sections.onward(Draft(request, reference)))


def _members(request: HttpRequest) -> list[Member]:
    members = trader.filing_members(request.actor)  # type: ignore[attr-defined]
    if not members:
        raise NotAllowed(_("You cannot file for any company. Ask its administrator to add you, or register yours."))
    return members


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """What a form that asks for which company begins with: the client whose work is looked at."""
    return {"company": clients.choice_of(request).company}


def _read(data: bytes) -> tuple[dict[str, Any], list[Any], str]:
    """The content of a file, what makes it unreadable (errors only), and its media type."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        content, problems = contents.read_json(data)
        return content, list(problems), "application/json"
    message = read(data)
    return dict(message.content), [one for one in message.problems if one.severity == "error"], "application/xml"
