"""Items as sheets: import with a look at what would be taken over, the corrected sheet, export, the template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance.forms.sheets import SheetForm
from clearance.sheets import keeping, writing
from clearance.sheets.cells import Sheet, Unreadable
from clearance.sheets.checking import APPEND, REPLACE, Checked, check, taken_over
from clearance.sheets.reading import read
from clearance.views.case import download
from clearance.views.filling import page_of
from clearance.views.items import free_number, most_items
from clearance.views.keeping import Draft, Kept

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_FAULTS, SHOWN_LINES = 100, 20


def sheet(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """Choose a sheet, see what is wrong with it or what it would bring, and take it over."""
    mine = kept(request, reference)
    waiting = keeping.kept(mine.declaration)
    act = request.POST.get("act", "")
    form = SheetForm(request.POST, request.FILES) if act == "upload" else SheetForm()
    if act == "drop":
        keeping.forget(mine.actor, mine.declaration)
        return redirect(mine.url("items_sheet"))
    if act in (APPEND, REPLACE) and waiting is not None:
        return _take_over(request, mine, waiting, act)
    if act == "upload" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            keeping.keep(mine.actor, mine.declaration, read(file.name, file.read()))
        except Unreadable as fault:
            form.add_error("file", str(fault.sentence))
        else:
            return redirect(mine.url("items_sheet"))
    checked = _checked(mine, waiting)
    page = page_of(
        mine,
        "items",
        form=form,
        waiting=waiting,
        checked=checked,
        faults_shown=checked.faults[:SHOWN_FAULTS] if checked else [],
        lines_shown=checked.lines[:SHOWN_LINES] if checked and checked.is_good else [],
        most=most_items(),
    )
    return render(request, "trader/sheet.html", page, status=422 if form.is_bound or (act and act != "upload") else 200)


def corrected(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The waiting sheet with what to put right beside each row."""
    mine = kept(request, reference)
    waiting = keeping.kept(mine.declaration)
    checked = _checked(mine, waiting)
    if waiting is None or checked is None:
        return redirect(mine.url("items_sheet"))
    name = f"{waiting.name.rpartition('.')[0] or waiting.name} - {_('to put right')}.xlsx"
    return download(writing.corrected(waiting.rows, checked), name, XLSX)


def template(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """An empty sheet to fill in."""
    mine = kept(request, reference)
    return download(writing.template(mine.kind), f"{_('Goods')}.xlsx", XLSX)


def export(request: HttpRequest, reference: str, form: str, kept: type[Kept] = Draft) -> HttpResponse:
    """The items as a sheet."""
    mine = kept(request, reference)
    if form == "xlsx":
        return download(writing.workbook_of(mine.content), f"{mine.reference}.xlsx", XLSX)
    if form == "csv":
        return download(writing.text_of(mine.content), f"{mine.reference}.csv", "text/csv; charset=utf-8")
    raise Http404


def _checked(mine: Kept, waiting: Sheet | None) -> Checked | None:
    return check(waiting.rows, mine.content, kind=mine.kind, most=most_items()) if waiting else None


def _take_over(request: HttpRequest, mine: Kept, waiting: Sheet, how: str) -> HttpResponse:
    """Put the sheet's items into the content; what is not good by now is shown again instead."""
    checked = _checked(mine, waiting)
    if checked is None or not checked.is_good or (how == APPEND and not checked.fits_behind):
        return redirect(mine.url("items_sheet"))
    mine.save(taken_over(mine.content, checked, how, free=free_number(mine)), request.POST.get("revision", ""))
    keeping.forget(mine.actor, mine.declaration)
    count = len(checked.lines)
    said: Any = ngettext("%(count)s item is imported.", "%(count)s items are imported.", count) % {"count": count}
    messages.success(request, said)
    return redirect(mine.url("items"))
