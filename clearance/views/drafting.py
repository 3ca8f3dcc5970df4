"""Filling in a declaration: begin, section by section, item by item, check, sign. The same pages edit a change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance.content import Problems
from clearance.forms import goods
from clearance.forms.acts import AttachForm
from clearance.forms.filing import SignForm
from clearance.forms.sections import PaperForm
from clearance.preview import who_is_asked_again
from clearance.reading import trader
from clearance.services import filing, trading
from clearance.views import sections
from clearance.views.keeping import Change, Draft, Kept
from clearance.views.originals import in_the_message
from clearance.workflow import Refused, State

LATER = "later"
"""The button that keeps what is there without asking for the rest."""


def _page(kept: Kept, current: str, **more: Any) -> dict[str, Any]:
    """What every page of the form shows beside itself."""
    problems = more.pop("problems", None)
    if problems is None:
        problems = filing.problems_of(kept.content)
    listed = sections.sections_of(kept, problems, current)
    return {
        "kept": kept,
        "declaration": kept.declaration,
        "is_change": isinstance(kept, Change),
        "sections": listed,
        "done": sections.done(listed),
        "current": next((section for section in listed if section.is_current), None),
        **more,
    }


def begin(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The first section that is not complete."""
    mine = kept(request, reference)
    listed = sections.sections_of(mine, filing.problems_of(mine.content))
    return redirect(next((one.url for one in listed if one.state != "completed"), listed[0].url))


def section(request: HttpRequest, reference: str, section: str, kept: type[Kept] = Draft) -> HttpResponse:
    """One section of the form."""
    mine = kept(request, reference)
    if section not in sections.FORMS or section not in sections.names_of(mine.kind):
        raise Http404
    later = request.POST.get("act") == LATER
    form = sections.FORMS[section](request.POST or None, content=mine.content, later=later)
    if request.method == "POST" and form.is_valid():
        mine.save(form.new_content(), request.POST.get("revision", ""))
        if later:
            messages.success(request, _("Saved. You can go on at any time."))
            return redirect("declarations" if kept is Draft else "declaration", *([] if kept is Draft else [reference]))
        return redirect(sections.url_of(mine, sections.after(mine.kind, section)))
    problems = filing.problems_of(mine.content)
    page = _page(mine, section, problems=problems, form=form)
    if not form.is_bound and "mend" in request.GET:
        form.show(page["current"].problems)
        page["faults"] = sections.faults_of(form, page["current"].problems)
    return render(request, "trader/section.html", page, status=422 if form.is_bound else 200)


def items(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The table of the goods."""
    mine = kept(request, reference)
    problems = filing.problems_of(mine.content)
    by_item: dict[int, list[Any]] = {}
    for problem in problems:
        steps = problem.pointer.split("/")
        if len(steps) > 2 and steps[1] == "items" and steps[2].isdigit():
            by_item.setdefault(int(steps[2]) + 1, []).append(problem)
    rows = [
        {"number": number, "item": item, "url": mine.url("item", number), "remove": mine.url("remove_item", number),
         "problems": len(by_item.get(number, ()))}
        for number, item in enumerate(mine.content.get("items") or (), 1)
    ]  # fmt: skip
    return render(request, "trader/items.html", _page(mine, "items", problems=problems, rows=rows))


def item(request: HttpRequest, reference: str, number: int, kept: type[Kept] = Draft) -> HttpResponse:
    """One item of goods; the number after the last is a new one."""
    mine = kept(request, reference)
    count = len(mine.content.get("items") or ())
    if not 1 <= number <= count + 1:
        raise Http404
    before = goods.item_at(mine.content, number)
    content = before if before is not None else _like_the_others(mine.content)
    later = request.POST.get("act") == LATER
    form = goods.ItemForm(request.POST or None, content=content, kind=mine.kind, later=later)
    if request.method == "POST" and form.is_valid():
        mine.save(goods.with_item(mine.content, number, form.new_content()), request.POST.get("revision", ""))
        if request.POST.get("act") == "another":
            return redirect(mine.url("item", number + 1))
        return redirect(mine.url("items"))
    problems = filing.problems_of(mine.content)
    page = _page(mine, "items", problems=problems, form=form, number=number, is_new=before is None, count=count)
    if not form.is_bound and "mend" in request.GET and before is not None:
        about = f"/items/{number - 1}"
        ours = [
            _below(problem, about) for problem in problems if problem.pointer.startswith((f"{about}/", about + "\0"))
        ]
        form.show(ours)
        page["faults"] = sections.faults_of(form, ours)
    return render(request, "trader/item.html", page, status=422 if form.is_bound else 200)


def remove_item(request: HttpRequest, reference: str, number: int, kept: type[Kept] = Draft) -> HttpResponse:
    """Take an item out."""
    mine = kept(request, reference)
    if goods.item_at(mine.content, number) is None:
        raise Http404
    mine.save(goods.without_item(mine.content, number), request.POST.get("revision", ""))
    messages.success(request, _("Item %(number)s is removed. The items after it moved up.") % {"number": number})
    return redirect(mine.url("items"))


def documents(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The papers of the declaration with their numbers, and files."""
    mine = kept(request, reference)
    act = request.POST.get("act", "")
    paper = PaperForm(request.POST if act == "paper" else None, content=mine.content)
    file = AttachForm(request.POST if act == "file" else None, request.FILES if act == "file" else None, prefix="file")
    if act == "paper" and paper.is_valid():
        mine.save(paper.new_content(), request.POST.get("revision", ""))
        return redirect(mine.url("documents"))
    if act == "file" and file.is_valid():
        try:
            trading.attach(mine.actor, reference=reference, **file.as_arguments())
        except Problems as found:
            file.put(found.problems)
        else:
            return redirect(mine.url("documents"))
    if act.startswith("remove-") and act[7:].isdigit():
        papers = [one for place, one in enumerate(mine.content.get("documents") or ()) if place != int(act[7:])]
        mine.save({**mine.content, "documents": papers}, request.POST.get("revision", ""))
        return redirect(mine.url("documents"))
    page = _page(
        mine,
        "documents",
        paper=paper,
        file=file,
        papers=mine.content.get("documents") or [],
        files=filing.documents_of(mine.declaration),
    )
    bad = paper.is_bound or file.is_bound
    return render(request, "trader/documents.html", {**page, "has_errors": bad}, status=422 if bad else 200)


def check(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """Everything once more with every problem and its place; then the signature."""
    try:
        mine = kept(request, reference)
    except Refused:
        if request.method == "POST" and kept is Draft and trader.found(request.actor, reference).lodged_at:  # type: ignore[attr-defined]
            return redirect("draft_done", reference)  # the button was pressed twice
        raise
    problems = filing.problems_of(mine.content)
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
    page = _page(
        mine,
        "check",
        problems=problems,
        located=in_the_message(mine.declaration, mine.content, listed),
        form=form,
        parts=_parts(mine),
        rows=mine.content.get("items") or [],
        again=who_is_asked_again(mine.declaration, mine.before, mine.content) if isinstance(mine, Change) else [],
        has_errors=bool(problems) and request.method == "POST",
    )
    return render(request, "trader/check.html", page, status=422 if request.method == "POST" else 200)


def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The declaration is submitted: its reference, and what happens next."""
    declaration = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    if declaration.state == State.DRAFT:
        return redirect("draft", reference)
    return render(request, "trader/done.html", {"declaration": declaration})


def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw a draft away, once asked."""
    draft = Draft(request, reference)
    if request.method == "POST":
        filing.discard(draft.actor, reference=reference)
        messages.success(request, _("The draft is thrown away."))
        return redirect("declarations")
    return render(request, "trader/discard.html", {"declaration": draft.declaration})


def drop_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Forget a change that was not sent."""
    Change(request, reference).drop()
    messages.success(request, _("The change is forgotten. The declaration stands as it was."))
    return redirect("declaration", reference)


def _parts(kept: Kept) -> list[dict[str, Any]]:
    names = [name for name in sections.names_of(kept.kind) if name in sections.FORMS]
    return [
        {
            "title": sections.TITLES[name],
            "url": sections.url_of(kept, name),
            "groups": sections.answers_of(sections.FORMS[name](content=kept.content)),
        }
        for name in names
    ]


def _like_the_others(content: dict[str, Any]) -> dict[str, Any]:
    """What a new item begins with: what the items before it most likely share."""
    items = content.get("items") or []
    if not items:
        return {"previous_procedure": "00"} if content.get("kind") in {"import", "export"} else {}
    last = items[-1]
    kept = {name: last[name] for name in ("origin", "previous_procedure", "valuation_method") if last.get(name)}
    types = [{"type": package["type"]} for package in (last.get("packages") or [])[:1] if package.get("type")]
    return {**kept, **({"packages": types} if types else {})}


def _below(problem: Any, about: str) -> Any:
    from dataclasses import replace

    return replace(problem, pointer=problem.pointer[len(about) :])
