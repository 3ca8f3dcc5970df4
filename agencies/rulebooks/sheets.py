"""The rows of a rulebook as a sheet: CSV out, and back in with every error at its line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from agencies.pages import page
from agencies.rulebooks import words
from agencies.rulebooks.reach import is_writing, version_of
from clearance.acting import Actor
from clearance.forms.content import PlainForm
from clearance.forms.fields import FileField
from clearance.models import Rulebook
from clearance.rules import RulebookErrors, RuleError
from clearance.services import drafting, publishing
from clearance.wording import rule_fault_sentence
from portal.accounts.acting_views import with_actor

NEEDED = ("rule_id", "kind", "direction", "channel", "title_en", "title_ru", "title_kk", "legal_basis")
BYTES_AT_MOST = 2_000_000
ROWS_AT_MOST = 2_000
FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class SheetFault:
    """One thing wrong with a sheet: where, and what to do."""

    line: int
    column: str
    sentence: str


class SheetForm(PlainForm):
    """A sheet to read."""

    sheet = FileField(
        label=gettext_lazy("Sheet of rules (CSV)"),
        help_text=gettext_lazy(
            "With the columns of the export, in UTF-8. It takes the place of all rules of the draft."
        ),
        ask=gettext_lazy("Choose the sheet"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


@require_GET
@with_actor
def export(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """The rules of a version as CSV, to be opened in a spreadsheet and brought back."""
    book = version_of(actor, agency, number)
    answer = HttpResponse(written(book), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rules-{agency}-{number}.csv"'
    return answer


@require_http_methods(["GET", "POST"])
@with_actor
def bring(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """Read a sheet in place of the draft's rules; with one error in it nothing is changed."""
    book = version_of(actor, agency, number)
    if not is_writing(actor, book):
        return redirect("book_version", agency, number)
    form = SheetForm(request.POST or None, request.FILES or None)
    faults: list[SheetFault] = []
    if request.method == "POST" and form.is_valid():
        rows, places, faults = read(form.cleaned_data["sheet"])
        if not faults:
            faults = _replaced(actor, book, rows, places)
        if not faults:
            messages.success(request, _("The draft now holds %(count)d rules of the sheet.") % {"count": len(rows)})
            return redirect("book_version", agency, number)
    context = {"book": book, "form": form, "faults": faults}
    return page(request, "agencies/rulebooks/import.html", agency=agency, here="rulebook", **context)


def written(book: Rulebook) -> str:
    """A book as CSV; a cell that a spreadsheet would run as a formula is written as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*words.COLUMNS], extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in publishing.rows_of(book):
        writer.writerow({name: _as_text(str(row.get(name) or "")) for name in words.COLUMNS})
    return "\ufeff" + out.getvalue()


Read = tuple[list[dict[str, str]], dict[str, int], list[SheetFault]]


def read(sheet: object) -> Read:
    """The rows of a sheet with the line of each rule, or what is wrong with it before any rule is read."""
    data: bytes = sheet.read(BYTES_AT_MOST + 1)  # type: ignore[attr-defined]
    if len(data) > BYTES_AT_MOST:
        return [], {}, [SheetFault(0, "", _("The sheet is larger than 2 MB. Split the rulebook or leave notes out."))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], {}, [SheetFault(0, "", _("Save the sheet as CSV in UTF-8 and choose it again."))]
    try:
        lines = list(csv.reader(io.StringIO(text), _dialect(text), strict=True))
    except csv.Error:
        return [], {}, [SheetFault(0, "", _("The sheet cannot be read as CSV. Save it again from your spreadsheet."))]
    return _rows(lines)


def _rows(lines: list[list[str]]) -> Read:
    header = [name.strip() for name in lines[0]] if lines else []
    faults = [
        SheetFault(1, name, _("The column “%(column)s” is missing.") % {"column": name})
        for name in NEEDED
        if name not in header
    ]
    faults += [
        SheetFault(1, name, _("“%(column)s” is not a column of a rulebook.") % {"column": name})
        for name in header
        if name not in words.COLUMNS
    ]
    if len(lines) - 1 > ROWS_AT_MOST:
        faults.append(SheetFault(0, "", _("A rulebook holds 2000 rules at most.")))
    if faults:
        return [], {}, faults
    rows: list[dict[str, str]] = []
    places: dict[str, int] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: _as_written(cell.strip()) for name, cell in zip(header, cells, strict=False)}
        name = row.get("rule_id", "")
        if name in places:
            facts = {"rule": name, "line": places[name]}
            faults.append(SheetFault(number, "rule_id", _("Rule %(rule)s is on line %(line)d already.") % facts))
        if len(name) > drafting.NAME_AT_MOST:
            faults.append(SheetFault(number, "rule_id", _("Shorten the number of the rule to 40 characters.")))
        places.setdefault(name, number)
        rows.append({column: row.get(column, "") for column in words.COLUMNS})
    if not rows:
        faults.append(SheetFault(0, "", _("The sheet holds no rule.")))
    return rows, places, faults


def _replaced(actor: Actor, book: Rulebook, rows: list[dict[str, str]], places: dict[str, int]) -> list[SheetFault]:
    """Put the rows into the draft, or say line by line why not."""
    try:
        drafting.replace_rules(actor, rulebook_id=book.pk, rows=rows)
    except RulebookErrors as wrong:
        return list(_located(wrong, places))
    return []


def _located(wrong: RulebookErrors, places: dict[str, int]) -> Iterator[SheetFault]:
    for error in wrong.errors:
        named = RuleError(error.rule, words.column_name(error.column), error.code, error.text)
        yield SheetFault(places.get(error.rule, 0), error.column, rule_fault_sentence(named))


def _dialect(text: str) -> type[csv.Dialect]:
    """Spreadsheets of these parts write semicolons between cells."""

    class Sheet(csv.excel):
        delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","

    return Sheet


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _as_written(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
