"""Sending a dispatch list: checked before anything is filed, filed as far as it is right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance import signing
from clearance.content import Problems
from clearance.services import posting
from clearance.views.case import download
from clearance.workflow import Refused
from portal.post import lists, reading
from portal.post.forms import ListForm

MOST_FAULTS = 200


def new_dispatch(request: HttpRequest) -> HttpResponse:
    """Choose or paste a list, see what is wrong with it, file what is right."""
    actor = request.actor  # type: ignore[attr-defined]
    posting.operator_of(actor)
    form = ListForm(request.POST or None, request.FILES or None, offices=reading.offices(actor))
    checked = _checked(form) if request.method == "POST" and form.is_valid() else None
    if checked is None:
        return render(request, "post/new_dispatch.html", {"form": form}, status=422 if form.is_bound else 200)
    act = request.POST.get("act", "")
    if act == "corrected":
        return download(b"\xef\xbb\xbf" + lists.corrected(checked).encode(), "wrong-lines.csv", "text/csv")
    if act == "file" and checked.right_count:
        try:
            filed = lists.file(actor, checked, password=form.cleaned_data["password"])
        except Refused as refused:
            if refused.code != "wrong_signature":
                raise
            form.add_error("password", str(refused.sentence))
            return render(request, "post/new_dispatch.html", _preview(form, checked), status=422)
        text = ngettext("%(count)s item is filed.", "%(count)s items are filed.", filed) % {"count": filed}
        messages.success(request, text)
        return redirect("dispatch", checked.dispatch_id)
    return render(request, "post/new_dispatch.html", _preview(form, checked))


def wrong_lines(request: HttpRequest, dispatch_id: str) -> HttpResponse:
    """What the last list left wrong, as a file to correct and send again; once it is not wanted, it is forgotten."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = reading.last_list(actor, dispatch_id)
    if request.method == "POST":
        lists.forget_wrong(actor, dispatch_id)
        messages.success(request, _("The wrong lines are set aside."))
        is_left = reading.items_of(actor, dispatch_id).exists()
        return redirect("dispatch", dispatch_id) if is_left else redirect("dispatches")
    return download(b"\xef\xbb\xbf" + kept.left.encode(), f"{dispatch_id}-wrong-lines.csv", "text/csv")


def _checked(form: ListForm) -> lists.Checked | None:
    """The list as it was read; what is wrong with it as a whole is said at the form."""
    given = form.cleaned_data
    try:
        return lists.read(form.list_as_bytes(), dispatch_id=given["dispatch_id"], office=given["office"])
    except Problems as faults:
        form.put(faults.problems)
        return None


def _preview(form: ListForm, checked: lists.Checked) -> dict[str, object]:
    """The same page with what was found; the text travels in the form, so that no file is chosen twice."""
    faults = checked.faults
    if not form.errors:
        kept = {"text": checked.text, **{name: form.cleaned_data[name] for name in ("dispatch_id", "office")}}
        form = ListForm(initial=kept, offices=form.fields["office"].choices[1:])  # type: ignore[attr-defined]
    return {
        "form": form,
        "checked": checked,
        "text": checked.text,
        "faults": faults[:MOST_FAULTS],
        "more": max(0, len(faults) - MOST_FAULTS),
        "is_demo": signing.plug_in().name == "demo",
        "declared": signing.DECLARED,
    }
