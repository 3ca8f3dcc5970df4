"""Filling in a declaration: the task list, section by section, check, sign. The same pages edit a change."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance import registry
from clearance.services import filing
from clearance.views import sections, task_list, typing
from clearance.views.filling import LATER, page_of
from clearance.views.keeping import Change, Draft, Kept


def tasks(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The list of the sections: how far each is, who saved last, how long the draft is kept, what stops the signing."""
    mine = kept(request, reference)
    problems = mine.problems()
    page = page_of(mine, "", problems=problems)
    page["rows"] = task_list.rows_of(mine, page["sections"])
    page["left"] = task_list.left(mine.declaration) if kept is Draft else None
    page["why_not"] = mine.why_not_sign or task_list.what_stops_signing(page["sections"])
    return render(request, "trader/tasks.html", page)


def section(request: HttpRequest, reference: str, section: str, kept: type[Kept] = Draft) -> HttpResponse:
    """One section of the form."""
    mine = kept(request, reference)
    if section not in sections.FORMS or section not in sections.names_of(mine.kind):
        raise Http404
    make = sections.form_of(mine.kind, section)
    shown = request.POST if request.method == "POST" else None
    typed = typing.read(request, mine, partial(make, content=mine.content, shown=shown))
    if typed.is_by_itself:
        return typing.keep_so_far(typed)
    if typed.is_clash:
        return typing.clash(typed, section)
    later = request.POST.get("act") == LATER
    form = typed.form(later=later)
    if request.method == "POST" and form.is_valid():
        typed.save(form.new_content())
        if later:
            messages.success(request, _("Saved. You can go on at any time."))
            return redirect(mine.url(""))
        if set(make(content=mine.content).fields) - set(form.fields):
            messages.info(request, _("Another mode of transport asks for other things. What you typed before is kept."))
            return redirect(mine.url("section", section))
        return redirect(sections.onward(mine, section))
    problems = mine.problems()
    page = page_of(mine, section, problems=problems, form=form, typed=typed, **typing.hidden(form, typed))
    if section == "money":
        page["outlooks"] = registry.outlooks(mine.declaration, mine.to_file)
    if not form.is_bound and "mend" in request.GET:
        form.show(page["current"].problems)
        page["faults"] = sections.faults_of(form, page["current"].problems)
    elif not form.is_bound:
        form.begin_where_something_lacks(page["current"].problems)
    return render(request, "trader/section.html", page, status=422 if request.method == "POST" else 200)


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
