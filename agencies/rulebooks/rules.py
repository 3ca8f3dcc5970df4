"""One rule: read, written with the form of the closed vocabulary, doubled, switched, taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.models import DeadlineProfile
from agencies.pages import page
from agencies.rulebooks import phrases, saying, words
from agencies.rulebooks.forms import RuleForm
from agencies.rulebooks.reach import is_writing, rule_of, version_of
from clearance import registry
from clearance.acting import Actor
from clearance.models import Rule, Rulebook
from clearance.rules import RulebookErrors
from clearance.services import drafting, publishing
from clearance.services.publishing import GENERAL
from clearance.workflow import Refused
from portal.accounts.acting_views import with_actor

SAVE, LOOK = "save", "look"
USUAL: Mapping[str, str] = {
    "status": "live",
    "kind": "sign_off",
    "channel": "both",
    "direction": "import",
    "mode": "any",
    "procedures": "*",
    "signoff_type": "documentary",
    "stage": "declaration",
    "place": "declaration",
    "blocks": "release",
    "opens_on": "filed",
    "clock_start": "registered",
    "sla_value": "1",
    "sla_unit": "working_day",
    "sla_source": "default",
    "visibility": "public",
}
"""What most rules say; a new one begins with it."""


@require_http_methods(["GET", "POST"])
@with_actor
def new_rule(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """Write a new rule into an own draft."""
    book = version_of(actor, agency, number)
    if not is_writing(actor, book):
        return redirect("book_version", agency, number)
    return _written(request, actor, book, _blank(book), None)


@require_http_methods(["GET", "POST"])
@with_actor
def rule(request: HttpRequest, actor: Actor, agency: str, number: int, row_id: int) -> HttpResponse:
    """One rule: its form for who writes the draft, its words for everybody else who may read it."""
    book = version_of(actor, agency, number)
    found = rule_of(book, row_id)
    if is_writing(actor, book):
        return _written(request, actor, book, found.row, found)
    cells = [
        (words.column_name(name), phrases.cell_text(name, str(found.row.get(name) or ""))) for name in words.COLUMNS
    ]
    context = {
        "book": book,
        "rule": found,
        "sentence": saying.sentence_of(found.row, agency),
        "cells": [(name, text) for name, text in cells if text],
    }
    return page(request, "agencies/rulebooks/rule.html", agency=agency, here="rulebook", **context)


@require_POST
@with_actor
def rule_act(request: HttpRequest, actor: Actor, agency: str, number: int, row_id: int) -> HttpResponse:
    """Double a rule, switch it, or take it out."""
    book = version_of(actor, agency, number)
    found, wanted = rule_of(book, row_id), request.POST.get("act", "")
    if wanted == "double":
        made = drafting.double_rule(actor, rulebook_id=book.pk, rule=found)
        messages.success(
            request, _("Rule %(rule)s is a copy. It is switched off until you switch it on.") % {"rule": made.rule_id}
        )
        return redirect("book_rule", agency, number, made.pk)
    if wanted == "remove":
        drafting.remove_rule(actor, rulebook_id=book.pk, rule=found)
        messages.success(request, _("Rule %(rule)s is taken out of the draft.") % {"rule": found.rule_id})
    elif wanted in words.STATUSES:
        drafting.switch_rule(actor, rulebook_id=book.pk, rule=found, status=wanted)
        said = {"rule": found.rule_id, "state": words.STATUSES[wanted]}
        messages.success(request, _("Rule %(rule)s: %(state)s.") % said)
    return redirect("book_version", agency, number)


def _written(
    request: HttpRequest, actor: Actor, book: Rulebook, row: Mapping[str, Any], known: Rule | None
) -> HttpResponse:
    """The form of a rule, with its lines added and taken away, its preview, and what is wrong with it."""
    profiles = list(DeadlineProfile.objects.filter(agency=book.agency))
    act, data = request.POST.get("act", SAVE), None
    if request.method == "POST":
        data = request.POST.copy()
    form = RuleForm(data, agency=book.agency, row=row, profiles=profiles)
    if data is not None and act != SAVE:
        for part in (form.when, form.auto, form.papers):
            part.act(data, act)
        form = RuleForm(data, agency=book.agency, row=row, profiles=profiles).quiet()
    elif data is not None and form.is_valid() and _keep(actor, book, form, known):
        messages.success(request, _("The rule is kept in the draft."))
        return redirect("book_version", book.agency, book.number)
    if data is not None and not hasattr(form, "cleaned_data"):
        form.is_valid()
    context = {
        "book": book,
        "form": form,
        "rule": known,
        "when": list(form.when.drawn(form)),
        "auto": list(form.auto.drawn(form)),
        "papers": list(form.papers.drawn(form)),
        "sentence": saying.sentence_of(form.row(), book.agency),
        "statuses": list(words.STATUSES.items()),
    }
    return page(request, "agencies/rulebooks/rule_form.html", agency=book.agency, here="rulebook", **context)


def _keep(actor: Actor, book: Rulebook, form: RuleForm, known: Rule | None) -> bool:
    """Keep the rule; its faults go to the fields they are about."""
    row = form.row()
    if known is None or row.get("requirement") != form.before.get("requirement"):
        row["agency"] = _right_holder(book, row)
    try:
        drafting.put_rule(actor, rulebook_id=book.pk, row=row, instead_of=known.rule_id if known else "")
    except RulebookErrors as wrong:
        form.blame(wrong.errors)
    except Refused as refused:
        if refused.code != "rule_id_taken":
            raise
        form.add_error("rule_id", str(refused))
    return form.is_valid()


def _blank(book: Rulebook) -> dict[str, Any]:
    """A new rule: what most say, under the next free number."""
    names = list(book.rules.values_list("rule_id", flat=True))
    stem = Counter(name.rpartition("-")[0] for name in names).most_common(1)
    last = max((name for name in names if stem and name.rpartition("-")[0] == stem[0][0]), default="R-000")
    name = drafting.free_name(set(names) | {last}, last)
    owner = GENERAL if book.agency == GENERAL else book.agency
    kind = {"kind": "waiver", "signoff_type": ""} if book.agency == GENERAL else {}
    return {**USUAL, **kind, "rule_id": name, "executed_by": owner, "agency": _common_holder(publishing.rows_of(book))}


def _right_holder(book: Rulebook, row: Mapping[str, Any]) -> str:
    """In whose name a rule asks: as other rules for the same requirement, as it is declared, as most rules of the book."""
    rows = publishing.rows_of(book)
    same = [str(one.get("agency") or "") for one in rows if one.get("requirement") == row.get("requirement")]
    declared = registry.requirement(str(row.get("requirement") or ""))
    return (same[0] if same else "") or (declared.in_the_name_of if declared else "") or _common_holder(rows)


def _common_holder(rows: Sequence[Mapping[str, Any]]) -> str:
    found = Counter(str(row.get("agency") or "") for row in rows).most_common(1)
    return found[0][0] if found else ""
