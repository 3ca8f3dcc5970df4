"""What a person types on a page of the filing form: kept as it is typed, put together with what a colleague saved."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clearance.forms.content import ContentForm
from clearance.forms.meeting import Met, base_of, meet
from clearance.views import returning
from clearance.views.filling import page_of
from clearance.views.keeping import Kept

TYPED = "typed"
"""The act of a page that keeps itself while somebody types."""

Make = Callable[..., ContentForm]


@dataclass(frozen=True)
class Typed:
    """What a page was sent with, after a colleague's changes are taken in."""

    request: HttpRequest
    mine: Kept
    make: Make
    met: Met | None
    is_back: bool = False

    @property
    def page(self) -> str:
        """The opened page it was typed on."""
        return str(self.request.POST.get("page", ""))[:40]

    @property
    def is_clash(self) -> bool:
        return self.met is not None and bool(self.met.clashes)

    @property
    def is_by_itself(self) -> bool:
        """Whether the page keeps itself while somebody types."""
        return self.request.POST.get("act") == TYPED

    def form(self, *, later: bool = False) -> ContentForm:
        """The form with what was typed; on a page opened anew without a word about it."""
        form = self.make(self.met.data if self.met else None, later=later)
        if self.is_back:
            form.hush()
        return form

    def save(self, content: Mapping[str, Any]) -> None:
        """Keep a content made of it."""
        self.mine.save(content, self.mine.revision, self.page)
        returning.forget(self.request)


def read(request: HttpRequest, mine: Kept, make: Make, *, names_it: Iterable[str] = ()) -> Typed:
    """What was typed: sent now, or before signing in again."""
    if request.method != "POST":
        back = returning.kept(request)
        return Typed(request, mine, make, Met(back) if back is not None else None, back is not None)
    prepared = mine.preparation
    met = meet(
        make(None),
        request.POST,
        is_fresh=request.POST.get("revision") == mine.revision,
        is_own=prepared is not None and bool(prepared.page) and prepared.page == request.POST.get("page"),
        names_it=names_it,
    )
    return Typed(request, mine, make, met)


def keep_so_far(typed: Typed, whole: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> HttpResponse:
    """Keep what is typed so far without checking it, and say so; `whole` puts a part into the whole content."""
    mine = typed.mine
    if typed.is_clash:
        return render(typed.request, "trader/saved.html", {"kept": mine, "is_clash": True}, status=409)
    assert typed.met is not None
    form = typed.make(typed.met.data, later=True)
    shown = form.typed_texts(typed.request.POST)
    revision = typed.request.POST.get("revision", "")
    if shown != base_of(typed.request.POST):
        content = whole(form.content_so_far())
        if content != mine.content:
            typed.save(content)
        if not typed.met.took:
            revision = mine.revision  # else the page lacks what a colleague saved, and goes on being compared with it
    page = {"kept": mine, "base": json.dumps(shown), "revision": revision, "is_fresh": True}
    return render(typed.request, "trader/saved.html", page)


def clash(typed: Typed, current: str, **more: Any) -> HttpResponse:
    """Both values of every field that two people changed; nothing is saved and nothing lost before one is chosen."""
    assert typed.met is not None
    form = typed.make(None)
    fields = {name: typed.met.data.getlist(form.add_prefix(name)) for name in form.fields}
    page = {
        **page_of(typed.mine, current, **more),
        "clashes": typed.met.clashes,
        "fields": [(form.add_prefix(name), value) for name, values in fields.items() for value in values],
        "base": json.dumps(form.stored_texts()),
        "page": typed.page,
        "act": typed.request.POST.get("act", "on"),
        "was_asked": bool(typed.request.POST.getlist("clash")),
    }
    return render(typed.request, "trader/clash.html", page, status=409)


def hidden(form: ContentForm, typed: Typed) -> dict[str, Any]:
    """What a page says of itself when it is sent: what it was made from, what it showed, and which page it is."""
    if typed.is_back and typed.met is not None:
        data = typed.met.data
        return {"revision": data.get("revision", ""), "base": data.get("base", ""), "page": data.get("page", "")}
    return {
        "revision": typed.mine.revision,
        "base": json.dumps(form.stored_texts()),
        "page": typed.page or secrets.token_urlsafe(9),
    }
