"""Beginning a declaration: from nothing, or from a file with WCO XML or JSON."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import content as contents
from clearance.acting import Member
from clearance.forms.filing import NewForm, UploadForm
from clearance.messages import read
from clearance.permissions import NotAllowed
from clearance.reading import trader
from clearance.services import filing


def new(request: HttpRequest) -> HttpResponse:
    """What is to be declared, and for whom."""
    form = NewForm(request.POST or None, members=_members(request))
    if request.method == "POST" and form.is_valid():
        member = form.member
        filed = filing.save_draft(
            request.actor,  # type: ignore[attr-defined]
            company_id=member.company,
            content=first_content(form.cleaned_data["kind"], member),
        )
        return redirect("draft_section", filed.declaration.reference, "header")
    return render(request, "trader/new.html", {"form": form}, status=422 if form.is_bound else 200)


def upload(request: HttpRequest) -> HttpResponse:
    """A file with a declaration becomes a draft; what is wrong with it is said with its place and line."""
    form = UploadForm(request.POST or None, request.FILES or None, members=_members(request))
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


def _members(request: HttpRequest) -> list[Member]:
    members = trader.filing_members(request.actor)  # type: ignore[attr-defined]
    if not members:
        raise NotAllowed(_("You cannot file for any company. Ask its administrator to add you, or register yours."))
    return members


def _read(data: bytes) -> tuple[dict[str, Any], list[Any], str]:
    """The content of a file, what makes it unreadable (errors only), and its media type."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        content, problems = contents.read_json(data)
        return content, list(problems), "application/json"
    message = read(data)
    return dict(message.content), [one for one in message.problems if one.severity == "error"], "application/xml"
