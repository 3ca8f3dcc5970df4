"""The papers of a declaration: which are needed, which are declared, their files. The same pages edit a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from clearance.forms.paper_list import OWN, Declared, found_by, papers_of, without_paper
from clearance.forms.papers import PaperForm
from clearance.models import Document
from clearance.reading.needed import can_tell, papers_needed
from clearance.services import files, filing
from clearance.views.filling import page_of
from clearance.views.keeping import Draft, Kept
from clearance.workflow import Refused

EARLIER_SHOWN = 20
ITEMS_SHOWN = 20
TYPED_NAMES = ("type", "item", "number", "date")


@dataclass
class Paper:
    """A paper that is declared, and the files that go with it."""

    declared: Declared
    files: list[Document] = field(default_factory=list)


@dataclass(frozen=True)
class Holder:
    """An item that has papers of its own, by the number it is known by."""

    number: int
    item: Mapping[str, Any]
    papers: list[Paper]


def documents(request: HttpRequest, reference: str, kept: type[Kept] = Draft) -> HttpResponse:
    """What is needed and in which state; the papers of the declaration and of its items; one form for a paper and its file."""
    mine = kept(request, reference)
    act = request.POST.get("act", "")
    if act == "remove":
        return _take_out(request, mine)
    form = _form(request, mine)
    is_gone = act == "paper" and _is_gone(request, form)
    if act == "paper" and not is_gone and (answer := _add(request, mine, form)):
        return answer
    kept_files = filing.documents_of(mine.declaration)
    papers, loose = _together(mine.content, kept_files)
    holders = Paginator(_holders(mine, papers), ITEMS_SHOWN).get_page(request.GET.get("page"))
    page = page_of(
        mine,
        "documents",
        form=form,
        needed=papers_needed(mine.content, kept_files) if can_tell(mine.content) else None,
        declared=[one for one in papers if one.declared.item == OWN],
        holders=holders,
        loose=loose,
        may_remove=kept is Draft,
    )
    return render(request, "trader/documents.html", page, status=409 if is_gone else 422 if act else 200)


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
    """What was sent; else an empty form, one for the kind asked for, one for a paper to correct, or what was typed before."""
    if request.method == "POST":
        before = found_by(mine.content, request.POST.get("was", ""))
        return PaperForm(request.POST, files=request.FILES, content=mine.content, instead_of=before)
    typed = {name: request.GET[name] for name in TYPED_NAMES if name in request.GET}
    before = found_by(mine.content, request.GET.get("was", ""))
    if "kept" in request.GET:
        return PaperForm(typed, content=mine.content, instead_of=before)
    form = PaperForm(content=mine.content, instead_of=before)
    stored = (
        {"type": before.type, "number": before.number, "date": before.date, "item": str(before.item or "")}
        if before
        else {}
    )
    form.initial = {**stored, **typed}
    return form


def _is_gone(request: HttpRequest, form: PaperForm) -> bool:
    """Whether the paper to correct is not there any more; the form says so and keeps what was typed."""
    if not request.POST.get("was") or form.instead_of is not None:
        return False
    said = _(
        "A colleague has changed this paper or taken it out. What you typed is still here: look at the list, "
        "then add it as a paper of its own or leave it."
    )
    form.add_error(None, said)
    return True


def _take_out(request: HttpRequest, mine: Kept) -> HttpResponse:
    """Take a paper out; from a draft its files go with it, where no other paper has them."""
    paper = found_by(mine.content, request.POST.get("was", ""))
    if paper is None:
        raise Refused("paper_changed", _("A colleague has changed this paper or taken it out. Look at the list again."))
    if isinstance(mine, Draft):
        for file in _files_of_only(mine, paper):
            files.take_away(mine.actor, reference=mine.reference, uuid=file.uuid)
    mine.save(without_paper(mine.content, paper), mine.revision)
    messages.success(request, _("The paper is taken out."))
    return redirect(mine.url("documents"))


def _files_of_only(mine: Kept, paper: Declared) -> list[Document]:
    """The files that go with this paper and with no other."""
    papers, _loose = _together(mine.content, filing.documents_of(mine.declaration))
    others = {file.pk for one in papers if one.declared != paper for file in one.files}
    own = next(one.files for one in papers if one.declared == paper)
    return [file for file in own if file.pk not in others]


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
        _declare(mine, form)
    if is_good:
        said = _("The file is kept.") if is_kept else _("The paper is added.")
        said = _("The paper is changed.") if form.instead_of else said
        messages.success(request, said)
        return redirect(mine.url("documents"))
    if is_kept:
        messages.success(request, _("The file is kept. Put right what else is said of the paper."))
        typed = {name: request.POST.get(name, "") for name in (*TYPED_NAMES, "was")}
        return redirect(f"{mine.url('documents')}?{urlencode({**typed, 'kept': '1'})}")
    return None


def _declare(mine: Kept, form: PaperForm) -> None:
    """Put a paper into the content as it is now, so that nothing of a colleague is lost; its files keep to it."""
    before, given = form.instead_of, form.cleaned_data
    if before is not None and (before.type, before.number) != (given["type"], given["number"]):
        for file in _files_of_only(mine, before):
            files.call_anew(
                mine.actor, reference=mine.reference, uuid=file.uuid, type=given["type"], number=given["number"]
            )
    mine.save(form.new_content(), mine.revision)


def _holders(mine: Kept, papers: Sequence[Paper]) -> list[Holder]:
    """The items that have papers of their own."""
    by_item: dict[int, list[Paper]] = {}
    for paper in papers:
        if paper.declared.item != OWN:
            by_item.setdefault(paper.declared.item, []).append(paper)
    items = mine.content.get("items") or []
    return [Holder(mine.number_at(at) or at, items[at - 1], own) for at, own in by_item.items()]


def _together(content: Mapping[str, Any], kept: Sequence[Document]) -> tuple[list[Paper], list[Document]]:
    """The declared papers with their files, and the files that go with none of them."""
    papers = [Paper(one) for one in papers_of(content)]
    loose = []
    for document in kept:
        same = [one for one in papers if slug_of(one.declared.type) == slug_of(document.type)]
        exact = [one for one in same if one.declared.number == document.number]
        alone = same if len(same) == 1 and not document.number else []
        for one in exact or alone:
            one.files.append(document)
        if not exact and not alone:
            loose.append(document)
    return papers, loose


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
