"""Versions of a rulebook: the list, one version with its rules, and what becomes of it: offered, signed, restored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.pages import page
from agencies.rulebooks import saying, words
from agencies.rulebooks.comparing import Compared, compared
from agencies.rulebooks.reach import base_of, is_writing, own_books, version_of
from agencies.rulebooks.trying import lint_of
from clearance import clock
from clearance.acting import Actor
from clearance.forms.content import PlainForm
from clearance.forms.fields import LocalDateTimeField, TextField
from clearance.models import Rule, Rulebook
from clearance.rules import RulebookErrors
from clearance.services import drafting, publishing
from clearance.workflow import Refused
from portal.accounts.acting_views import with_actor

STATES: Mapping[str, tuple[str | Promise, str]] = {
    "draft": (pgettext_lazy("rulebook", "Draft"), "neutral"),
    "offered": (pgettext_lazy("rulebook", "Waits for a second signature"), "warn"),
    "to_come": (pgettext_lazy("rulebook", "Signed, not yet in force"), "info"),
    "in_force": (pgettext_lazy("rulebook", "In force"), "good"),
    "past": (pgettext_lazy("rulebook", "No longer in force"), "wait"),
}


class NoteForm(PlainForm):
    """What a version is for."""

    note = TextField(
        label=gettext_lazy("What is this version for?"),
        help_text=gettext_lazy("Your colleague reads it before signing."),
        max_length=500,
        ask=gettext_lazy("Enter what this version is for"),
    )


class SignForm(PlainForm):
    """The second signature: from when on, for exactly the rows that were read."""

    starts_at = LocalDateTimeField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy(
            "For what is filed from then on. Leave empty for at once; for example, 27.03.2027 09:00"
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_starts_at(self) -> datetime | None:
        """A version never begins in the past."""
        starts: datetime | None = self.cleaned_data["starts_at"]
        if starts is not None and starts < clock.now():
            raise forms.ValidationError(gettext_lazy("In force from: choose a moment that is still to come"))
        return starts


def state_of(book: Rulebook, in_force: int | None, now: datetime) -> str:
    """Where a version stands, as a code of STATES."""
    if book.published_at is None:
        return "offered" if book.offered_at else "draft"
    if book.pk == in_force:
        return "in_force"
    return "to_come" if book.starts_at and book.starts_at > now else "past"


def shown(book: Rulebook, in_force: int | None) -> dict[str, Any]:
    """A version as pages show it."""
    state = state_of(book, in_force, clock.now())
    word, tone = STATES[state]
    return {"book": book, "state": state, "word": word, "tone": tone}


@require_http_methods(["GET", "POST"])
@with_actor
def versions(request: HttpRequest, actor: Actor, agency: str) -> HttpResponse:
    """Every version, the newest first; a new draft is begun here from the one in force."""
    own_books(actor, agency)
    live = publishing.book_in_force(agency, clock.now())
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        book = drafting.begin(actor, agency=agency, source=live, note=form.cleaned_data["note"])
        messages.success(request, _("A draft is begun. Nothing changes for anybody until a colleague has signed it."))
        return redirect("book_version", agency, book.number)
    found = Rulebook.objects.filter(agency=agency).select_related("author", "approved_by").order_by("-number")
    rows = [shown(book, live.pk if live else None) for book in found]
    return page(request, "agencies/rulebooks/versions.html", agency=agency, here="rulebook", rows=rows, form=form)


@require_GET
@with_actor
def version(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """The rules of a version, each in a sentence, with what is different from the version it was begun from."""
    book = version_of(actor, agency, number)
    live = publishing.book_in_force(agency, clock.now())
    base, rules = base_of(book), list(book.rules.order_by("rule_id"))
    changes = {
        one.rule_id: one for one in compared(publishing.rows_of(base) if base else [], [one.row for one in rules])
    }
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "changed")}
    rows = [row for rule in rules if _fits(row := _row(rule, agency, changes), asked)]
    context = {
        **shown(book, live.pk if live else None),
        "rows": rows,
        "count": len(rules),
        "asked": asked,
        "statuses": list(words.STATUSES.items()),
        "gone": [one for one in changes.values() if one.what == "removed"],
        "base": base,
        "live": live,
        "writing": is_writing(actor, book),
        "mine": book.author_id == actor.user_id,
        "changes": len(changes),
    }
    return page(request, "agencies/rulebooks/version.html", agency=agency, here="rulebook", **context)


@require_POST
@with_actor
def act(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """What an author or a colleague does with a version as a whole."""
    book, wanted = version_of(actor, agency, number), request.POST.get("act", "")
    if wanted == "draft":
        note = _("Begun from version %(number)s") % {"number": book.number}
        made = drafting.begin(actor, agency=agency, source=book, note=note)
        messages.success(request, _("A draft is begun. Nothing changes for anybody until a colleague has signed it."))
        return redirect("book_version", agency, made.number)
    if wanted == "restore":
        made = drafting.restore(actor, source=book, note=_("Version %(number)s again") % {"number": book.number})
        messages.success(
            request, _("Version %(number)s is offered again. A colleague must sign it.") % {"number": number}
        )
        return redirect("book_version", agency, made.number)
    if wanted == "discard":
        drafting.discard(actor, rulebook_id=book.pk)
        messages.success(request, _("The draft is thrown away."))
        return redirect("book_versions", agency)
    if wanted == "take_back":
        drafting.take_back(actor, rulebook_id=book.pk)
        messages.success(request, _("You can write the draft again."))
    elif wanted == "offer":
        try:
            drafting.offer(actor, rulebook_id=book.pk)
        except RulebookErrors:
            messages.error(request, _("The draft has errors. Mend them first."))
            return redirect("book_check", agency, number)
        messages.success(request, _("The draft is offered. Another administrator reads and signs it."))
    return redirect("book_version", agency, number)


@require_http_methods(["GET", "POST"])
@with_actor
def sign(request: HttpRequest, actor: Actor, agency: str, number: int) -> HttpResponse:
    """Read every change and what the check found, then sign; the version is published at the moment chosen."""
    book = version_of(actor, agency, number)
    rows = publishing.rows_of(book)
    form = SignForm(request.POST or None, initial={"seen": publishing.digest_of(rows)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        publishing.publish(actor, rulebook_id=book.pk, starts_at=given["starts_at"], seen=given["seen"] or "nothing")
        messages.success(request, _("Version %(number)s is signed and published.") % {"number": book.number})
        return redirect("book_version", agency, number)
    if book.published_at is not None:
        raise Refused("already_published", _("This rulebook is published already. Draft a new one to change it."))
    live = publishing.book_in_force(agency, clock.now())
    changes = compared(publishing.rows_of(live) if live else [], rows)
    context = {
        **shown(book, live.pk if live else None),
        "form": form,
        "changes": changes,
        "live": live,
        "findings": lint_of(agency, rows),
        "mine": book.author_id == actor.user_id,
    }
    return page(request, "agencies/rulebooks/sign.html", agency=agency, here="rulebook", **context)


def _row(rule: Rule, agency: str, changes: Mapping[str, Compared]) -> dict[str, Any]:
    change = changes.get(rule.rule_id)
    status = str(rule.row.get("status") or "live")
    return {
        "rule": rule,
        "row": rule.row,
        "sentence": saying.sentence_of(rule.row, agency),
        "status": status,
        "status_word": words.STATUSES.get(status, status),
        "change": change.what if change else "",
    }


def _fits(row: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
    text = " ".join(str(value) for value in [*row["row"].values(), row["sentence"]]).casefold()
    return (
        asked["q"].casefold() in text
        and asked["state"] in ("", row["status"])
        and (not asked["changed"] or bool(row["change"]))
    )
