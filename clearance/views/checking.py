"""Everything once more, section by section, with every problem and its place; then the signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import registry
from clearance.content import Problems
from clearance.forms.filing import SignForm
from clearance.forms.paper_list import papers_of
from clearance.preview import who_is_asked, who_is_asked_again
from clearance.reading import owing, trader
from clearance.services import filing
from clearance.views import sections
from clearance.views.filling import page_of
from clearance.views.keeping import Change, Draft, Kept
from clearance.views.originals import in_the_message
from clearance.workflow import Refused

FEW_ITEMS = 20
FEW_PAPERS = 30


def check(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """Check the answers, then sign and send."""
    try:
        mine = kept(request, reference)
    except Refused:
        if request.method == "POST" and kept is Draft and trader.found(request.actor, reference).lodged_at:  # type: ignore[attr-defined]
            return redirect("draft_done", reference)  # the button was pressed twice
        raise
    problems = mine.problems()
    form = SignForm(request.POST or None)
    if request.method == "POST" and not problems and form.is_valid():
        try:
            mine.file({"password": form.cleaned_data["password"]})
        except Problems as found:
            problems = list(found.problems)
        except Refused as refused:
            if refused.code != "wrong_signature":
                raise
            form.add_error("password", str(refused.sentence))
        else:
            if kept is Change:
                messages.success(request, _("The change is sent. Only what it touches is asked again."))
                return redirect("declaration", reference)
            return redirect("draft_done", reference)
    listed = sections.located(mine, problems)
    items = mine.content.get("items") or []
    papers = papers_of(mine.content)
    page = page_of(
        mine,
        "check",
        problems=problems,
        located=in_the_message(mine.declaration, mine.content, listed),
        form=form,
        parts=parts_of(mine),
        items=items[:FEW_ITEMS],
        more_items=max(0, len(items) - FEW_ITEMS),
        papers=papers[:FEW_PAPERS],
        more_papers=max(0, len(papers) - FEW_PAPERS),
        owed=owing.owed(mine.to_file, owing.day_of(None)),
        position=filing.money_position(mine.to_file) if not problems else None,
        again=who_is_asked_again(mine.declaration, mine.before, mine.to_file) if isinstance(mine, Change) else [],
        outlooks=registry.outlooks(mine.declaration, mine.to_file),
        asked=who_is_asked(mine.to_file) if kept is Draft and items and not problems else [],
        has_errors=bool(problems) and request.method == "POST",
    )
    return render(request, "trader/check.html", page, status=422 if request.method == "POST" else 200)


def parts_of(kept: Kept) -> list[dict[str, Any]]:
    """The sections in their order, each with its answers and the address where they are changed."""
    return [
        {
            "name": name,
            "title": sections.TITLES[name],
            "url": sections.url_of(kept, name),
            "groups": sections.answers_of(sections.form_of(kept.kind, name)(content=kept.content))
            if name in sections.FORMS
            else [],
        }
        for name in sections.names_of(kept.kind)
        if name != "check"
    ]
