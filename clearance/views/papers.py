"""The papers of a declaration: which are needed, which are declared, their files. The same pages edit a change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clearance.content import Problems
from clearance.fact_tables import slug_of
from clearance.forms.papers import PaperForm
from clearance.models import Document
from clearance.reading.needed import can_tell, papers_needed
from clearance.services import files, filing
from clearance.views.filling import page_of
from clearance.views.keeping import Draft, Kept

EARLIER_SHOWN = 20


@dataclass
class Paper:
    """A paper that is declared, its place in the content, and the files that go with it."""

    place: int
    type: str
    number: str
    date: str
    files: list[Document] = field(default_factory=list)

    @property
    def day(self) -> datetime.date | None:
        """The date, where it is one."""
        try:
            return datetime.date.fromisoformat(self.date)
        except ValueError:
            return None


def documents(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """What is needed and in which state; one form for a paper's number and its file."""
    mine = kept(request, reference)
    act = request.POST.get("act", "")
    if act.startswith("remove-") and act[7:].isdigit():
        papers = [one for place, one in enumerate(mine.content.get("documents") or ()) if place != int(act[7:])]
        mine.save({**mine.content, "documents": papers}, request.POST.get("revision", ""))
        return redirect(mine.url("documents"))
    form = _form(request, mine)
    if act == "paper":
        form = PaperForm(request.POST, files=request.FILES, content=mine.content)
        if answer := _add(request, mine, form):
            return answer
    kept_files = filing.documents_of(mine.declaration)
    declared, loose = _together(mine.content.get("documents") or (), kept_files)
    page = page_of(
        mine,
        "documents",
        form=form,
        needed=papers_needed(mine.content, kept_files) if can_tell(mine.content) else None,
        declared=declared,
        loose=loose,
        may_remove=kept is Draft,
    )
    return render(request, "trader/documents.html", page, status=422 if act else 200)


def earlier(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """Files the company attached to other declarations, to be used again."""
    mine = kept(request, reference)
    uuid = request.POST.get("use", "")
    if request.method == "POST":
        again = files.use_again(mine.actor, reference=mine.reference, uuid=_uuid(uuid))
        messages.success(request, _("%(name)s is kept here too.") % {"name": again.name})
        return redirect(mine.url("documents"))
    words = request.GET.get("q", "").strip()[:100]
    found = Paginator(files.earlier_files(mine.declaration, words), EARLIER_SHOWN).get_page(request.GET.get("page"))
    keep = f"{urlencode({'q': words})}&" if words else ""
    return render(request, "trader/earlier_files.html", page_of(mine, "documents", found=found, words=words, keep=keep))


def remove_file(request: HttpRequest, reference: str, uuid: UUID, kept: type[Kept] = Draft) -> HttpResponse:
    """Take a wrong file out of the draft."""
    mine = kept(request, reference)
    files.take_away(mine.actor, reference=mine.reference, uuid=uuid)
    messages.success(request, _("The file is removed."))
    return redirect(mine.url("documents"))


def _form(request: HttpRequest, mine: Kept) -> PaperForm:
    """An empty form, one for the kind asked for, or what was typed beside a file that is kept by now."""
    typed = {name: request.GET[name] for name in ("type", "number", "date") if name in request.GET}
    if "kept" in request.GET:
        return PaperForm(typed, content=mine.content)
    form = PaperForm(content=mine.content)
    form.initial = typed
    return form


def _add(request: HttpRequest, mine: Kept, form: PaperForm) -> HttpResponse | None:
    """Keep the file at once, whatever else is wrong; declare the paper when its number and date are right."""
    is_good = form.is_valid()
    file, kind = form.cleaned_data.get("file"), form.cleaned_data.get("type")
    is_kept = False
    if file and kind:
        number = form.cleaned_data.get("number") or ""
        try:
            with transaction.atomic():
                files.attach(
                    mine.actor, reference=mine.reference, name=file.name, data=file.read(), type=kind, number=number
                )
            is_kept = True
        except Problems as faults:
            form.put(faults.problems)
            return None
    if is_good and form.is_declared:
        mine.save(form.new_content(), request.POST.get("revision", ""))
    if is_good:
        said = _("The file is kept.") if is_kept else _("The paper is added.")
        messages.success(request, said)
        return redirect(mine.url("documents"))
    if is_kept:
        messages.success(request, _("The file is kept. Put right what else is said of the paper."))
        typed = {name: request.POST.get(name, "") for name in ("type", "number", "date")}
        return redirect(f"{mine.url('documents')}?{urlencode({**typed, 'kept': '1'})}")
    return None


def _together(declared: Iterable[dict[str, Any]], kept: Sequence[Document]) -> tuple[list[Paper], list[Document]]:
    """The declared papers with their files, and the files that go with none of them."""
    papers = [
        Paper(place, str(one.get("type") or ""), str(one.get("number") or ""), str(one.get("date") or ""))
        for place, one in enumerate(declared)
    ]
    loose = []
    for document in kept:
        same = [one for one in papers if slug_of(one.type) == slug_of(document.type)]
        exact = next((one for one in same if one.number == document.number), None)
        alone = same[0] if len(same) == 1 and not document.number else None
        if one := exact or alone:
            one.files.append(document)
        else:
            loose.append(document)
    return papers, loose


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
