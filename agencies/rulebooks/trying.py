"""A version tried before it is signed: compared, checked, and rehearsed on declarations that were routed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.models import Rehearsal
from agencies.pages import page
from agencies.rulebooks import rehearsal, saying
from agencies.rulebooks.comparing import compared
from agencies.rulebooks.reach import base_of, version_of
from clearance import clock, rulebooks
from clearance.acting import Actor
from clearance.forms.content import PlainForm
from clearance.forms.fields import ChoiceField
from clearance.linting import Level, findings
from clearance.models import Rule, Rulebook
from clearance.rules import RulebookErrors
from clearance.services import publishing
from portal.accounts.acting_views import with_actor

HOW_MANY = ((100, "100"), (500, "500"), (2_000, "2 000"))


class RehearseForm(PlainForm):
    """How far back to look."""

    last = ChoiceField(
        label=gettext_lazy("How many declarations, the last routed first"),
        choices=HOW_MANY,
        widget=forms.RadioSelect,
        initial="100",
        ask=gettext_lazy("Select how many declarations"),
    )


def lint_of(agency: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the check finds, in sentences."""
    now = clock.now()
    _ids, others = rulebooks.in_force(now)
    found = findings(agency, rows, others, clock.day_of(now))
    return [
        {"finding": one, "sentence": saying.finding_sentence(one), "is_error": one.level is Level.ERROR}
        for one in found
    ]


@require_GET
@with_actor
def compare(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """A version beside another of the same agency."""
    book = version_of(actor, agency, number)
    others = list(Rulebook.objects.filter(agency=agency).exclude(pk=book.pk).order_by("-number"))
    wanted = request.GET.get("with", "")
    default = base_of(book) or publishing.book_in_force(agency, clock.now())
    other = next((one for one in others if str(one.number) == wanted), None)
    other = other or (default if default and default.pk != book.pk else None) or (others[0] if others else None)
    changes = compared(publishing.rows_of(other) if other else [], publishing.rows_of(book))
    counts = {what: sum(one.what == what for one in changes) for what in ("added", "removed", "changed")}
    context = {"book": book, "other": other, "others": others, "changes": changes, "counts": counts}
    return page(request, "agencies/rulebooks/compare.html", agency=agency, here="rulebook", **context)


@require_GET
@with_actor
def check(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """Everything to look at in a version, errors first."""
    book = version_of(actor, agency, number)
    rules = {rule.rule_id: rule for rule in Rule.objects.filter(rulebook=book).order_by("rule_id")}
    found = lint_of(agency, [rule.row for rule in rules.values()])
    for one in found:
        one["rule"] = rules.get(one["finding"].rule)
    errors = [one for one in found if one["is_error"]]
    context = {
        "book": book,
        "errors": errors,
        "warnings": [one for one in found if not one["is_error"]],
        "count": len(rules),
    }
    return page(request, "agencies/rulebooks/check.html", agency=agency, here="rulebook", **context)


@require_http_methods(["GET", "POST"])
@with_actor
def rehearse(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """Try a version on what was filed: whom it would have asked otherwise; nobody is told."""
    book = version_of(actor, agency, number)
    form = RehearseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rehearsal.begin(actor, book=book, last=int(form.cleaned_data["last"]))
        except RulebookErrors:
            messages.error(request, _("The draft has errors. Mend them first."))
            return redirect("book_check", agency, number)
        return redirect("book_rehearse", agency, number)
    last = Rehearsal.objects.filter(rulebook=book).first()
    context = {"book": book, "form": form, **(rehearsal.shown(last) if last else {})}
    return page(request, "agencies/rulebooks/rehearse.html", agency=agency, here="rulebook", **context)


@require_POST
@with_actor
def rehearse_on(request: HttpRequest, actor: Actor, agency: str, number: int, rehearsal_id: int) -> HttpResponse:
    """Try the next declarations of a rehearsal."""
    book = version_of(actor, agency, number)
    rehearsal.go_on(get_object_or_404(Rehearsal, pk=rehearsal_id, rulebook=book))
    return redirect("book_rehearse", agency, number)
