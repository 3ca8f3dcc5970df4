"""Lists of reasons: reworded, added, taken out; three languages, and a mark where one is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from agencies import pages
from clearance import clock, registry
from clearance.acting import Actor
from clearance.contract import Reason
from clearance.forms.content import PlainForm
from clearance.forms.fields import FlagField, TextField
from clearance.reasons.lists import Use, built_in, missing_languages
from clearance.reasons.models import ListedReason
from clearance.wording import LANGUAGES, in_language
from portal.accounts.acting_views import with_actor
from portal.accounts.record import AccessKind, record
from portal.accounts.services.access import in_person

TEXT: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3}), "required": False, "max_length": 4_000}
COLUMNS = ("title_en", "title_ru", "title_kk", "text_en", "text_ru", "text_kk")


class ReasonOfListForm(PlainForm):
    """A reason and its ready text."""

    title_en = TextField(label=gettext_lazy("Reason in English"), required=False, max_length=200)
    title_ru = TextField(label=gettext_lazy("Reason in Russian"), required=False, max_length=200)
    title_kk = TextField(label=gettext_lazy("Reason in Kazakh"), required=False, max_length=200)
    text_en = TextField(
        label=gettext_lazy("Ready text in English"),
        help_text=gettext_lazy("Put into the officer's form when the reason is picked; it can be changed there."),
        **TEXT,
    )
    text_ru = TextField(label=gettext_lazy("Ready text in Russian"), **TEXT)
    text_kk = TextField(label=gettext_lazy("Ready text in Kazakh"), **TEXT)
    is_offered = FlagField(label=gettext_lazy("Offered to officers"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """One language is enough to begin with; the others are marked as missing."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"title_{one}") for one in LANGUAGES):
            self.add_error("title_en", gettext_lazy("Enter the reason in at least one language"))
        return cleaned


@require_GET
@with_actor
def reasons(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """The four lists of an agency."""
    _has_reasons(actor, agency)
    rows = {(row.use, row.code): row for row in ListedReason.objects.filter(agency=agency)}
    lists = []
    for use in Use:
        brought = {one.code: one for one in built_in(agency, use)}
        codes = [*brought, *(code for of, code in rows if of == use and code not in brought)]
        lists.append({"use": use, "rows": [_shown(brought.get(code), rows.get((use, code))) for code in codes]})
    return pages.page(request, "agencies/reasons.html", agency=agency, here="reasons", lists=lists)


@require_http_methods(["GET", "POST"])
@with_actor
def reason(request: HttpRequest, actor: Actor, agency: str, use: str, code: str = "") -> HttpResponse:
    """One reason of a list, or a new one."""
    _has_reasons(actor, agency)
    if use not in Use.values:
        raise Http404
    row = ListedReason.objects.filter(agency=agency, use=use, code=code).first()
    brought = next((one for one in built_in(agency, use) if one.code == code), None)
    if code and row is None and brought is None:
        raise Http404
    form = ReasonOfListForm(request.POST or None, initial=_initial(brought, row))
    if request.method == "POST" and form.is_valid():
        _keep(
            actor, row or ListedReason(agency=agency, use=use, code=code or _free_code(agency, use)), form.cleaned_data
        )
        messages.success(request, _("The reason is kept. Officers find it from now on."))
        return redirect("reasons_of", agency)
    context = {"form": form, "use": Use(use), "code": code, "brought": brought}
    return pages.page(request, "agencies/reason.html", agency=agency, here="reasons", **context)


def _has_reasons(actor: Actor, agency: str) -> None:
    pages.wholly(actor, agency)
    if agency not in registry.agencies():
        raise Http404


def _initial(brought: Reason | None, row: ListedReason | None) -> dict[str, Any]:
    if row is not None:
        return {name: getattr(row, name) for name in (*COLUMNS, "is_offered")}
    titles = {f"title_{one}": brought.titles.get(one, "") for one in LANGUAGES} if brought else {}
    return {**titles, "is_offered": True}


def _keep(actor: Actor, row: ListedReason, given: dict[str, Any]) -> None:
    for name in (*COLUMNS, "is_offered"):
        setattr(row, name, given[name])
    row.changed_at, row.changed_by_id = clock.now(), in_person(actor)
    row.save()
    record(AccessKind.REASON_KEPT, by=row.changed_by_id, agency=row.agency, use=row.use, code=row.code)


def _free_code(agency: str, use: str) -> str:
    taken = set(ListedReason.objects.filter(agency=agency, use=use).values_list("code", flat=True))
    return next(code for code in (f"own-{number}" for number in range(1, 10_000)) if code not in taken)


def _shown(brought: Reason | None, row: ListedReason | None) -> dict[str, Any]:
    titles = (
        {one: getattr(row, f"title_{one}") for one in LANGUAGES} if row else dict(brought.titles) if brought else {}
    )
    return {
        "code": row.code if row else brought.code if brought else "",
        "title": in_language(titles) or next(filter(None, titles.values()), ""),
        "titles": [(one, titles.get(one, "")) for one in LANGUAGES],
        "lacks": missing_languages(row) if row else [],
        "has_text": bool(row and (row.text_en or row.text_ru or row.text_kk)),
        "is_own": row is not None,
        "is_offered": row is None or row.is_offered,
    }
