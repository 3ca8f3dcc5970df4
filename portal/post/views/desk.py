"""The postal desk: dispatches, one of them, its arrival, scanning, notices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance.reading.paging import page_of
from clearance.services import posting
from portal.post import notices, reading, scanning
from portal.post.forms import ScanForm
from portal.post.views.answers import printed

ORDER = ("local_ref", "id")
SIZE = 100


def dispatches(request: HttpRequest) -> HttpResponse:
    """The operator's dispatches with their figures, the last filed first."""
    number = request.GET.get("q", "").strip()[:40]
    found = reading.dispatches(request.actor, number)  # type: ignore[attr-defined]
    return render(request, "post/dispatches.html", {"dispatches": found, "q": number})


def dispatch(request: HttpRequest, dispatch_id: str) -> HttpResponse:
    """One dispatch: its figures, the button that presents it, its items by what is the matter with them."""
    actor = request.actor  # type: ignore[attr-defined]
    found = reading.dispatch(actor, dispatch_id)
    counts = reading.counts(actor, dispatch_id)
    first = "exceptions" if counts["exceptions"] else "all"
    tab = request.GET.get("tab", first) if request.GET.get("tab", first) in reading.TABS else first
    page: dict[str, Any] = {"dispatch": found, "tab": tab, "counts": counts, "tabs": _tabs(counts)}
    if tab == "exceptions":
        page["exceptions"] = reading.exceptions(actor, dispatch_id)
        page["prints"] = notices.parts([one.declaration.local_ref for one in page["exceptions"]])
    else:
        rows = reading.items_of(actor, dispatch_id).filter(reading.TABS[tab])
        page["found"] = page_of(rows, ORDER, request.GET.get("after", ""), size=SIZE)
    return render(request, "post/dispatch.html", page)


def arrived(request: HttpRequest, dispatch_id: str) -> HttpResponse:
    """The dispatch is here: everything is presented and the clean items are released, in one act."""
    actor = request.actor  # type: ignore[attr-defined]
    reading.dispatch(actor, dispatch_id)
    done = posting.release_clean(actor, dispatch_id=dispatch_id, company_id=posting.operator_of(actor).company)
    released = ngettext("%(count)s item is released.", "%(count)s items are released.", len(done.released))
    messages.success(request, released % {"count": len(done.released)})
    if not done.presented and not done.released and done.exceptions:
        text = _("The office of this dispatch is not yours. An officer confirms the arrival there.")
        messages.warning(request, text)
    return redirect("dispatch", dispatch_id)


def dispatch_notices(request: HttpRequest, dispatch_id: str) -> HttpResponse:
    """The notices of the exceptions of a dispatch, one page each: all, or those from one number to another."""
    actor = request.actor  # type: ignore[attr-defined]
    reading.dispatch(actor, dispatch_id)
    rows = reading.items_of(actor, dispatch_id).filter(reading.EXCEPTION).order_by(*ORDER)
    for bound, sought in (("first", "local_ref__gte"), ("last", "local_ref__lte")):
        if number := request.GET.get(bound, "").replace("\x00", "")[:35]:
            rows = rows.filter(**{sought: number})
    return printed(request, actor, list(rows[: notices.MOST + 1]), dispatch_id)


def scan(request: HttpRequest) -> HttpResponse:
    """Scan one number or many; the field is ready for the next one at once."""
    actor = request.actor  # type: ignore[attr-defined]
    office = next(iter(reading.own_offices(actor)), "")
    form = ScanForm(request.POST or None)
    if request.method != "POST":
        return render(request, "post/scan.html", {"form": form})
    found: list[scanning.Scanned] = []
    if form.is_valid():
        given = form.cleaned_data
        found = scanning.scan(actor, given["numbers"], code=given["code"], office=office, reason=given["reason"])
        # The event stays chosen for the next number.
        form = ScanForm(initial={"code": given["code"], "reason": given["reason"]})
    page = {"form": form, "found": found, "good": sum(one.is_good for one in found)}
    return render(request, "post/scan.html", page, status=422 if form.is_bound else 200)


def _tabs(counts: dict[str, int]) -> list[dict[str, Any]]:
    titles = {
        "exceptions": _("Exceptions"),
        "waiting": _("Not here yet"),
        "released": _("Released"),
        "all": _("All items"),
    }
    return [{"name": name, "title": title, "count": counts[name]} for name, title in titles.items()]


def back_to(declaration: Any) -> str:
    """The page of an item at the desk."""
    return reverse("dispatch_item", args=[declaration.dispatch_id, declaration.reference])
