"""One item at the postal desk: why it is not released, its questions, pictures, scans, its notice and its return."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clearance import clock
from clearance.content import Problems
from clearance.forms.acts import AnswerForm
from clearance.models import Declaration, Document, Question
from clearance.reading import trader
from clearance.sentences import agency_name
from clearance.services import addressing, files, posting, trading
from clearance.services.found import must_find
from clearance.views.case_page import page_of
from clearance.workflow import AT_WORK, MOVES, State
from portal.post import addressee, reading
from portal.post.forms import PicturesForm, ReasonForm
from portal.post.views.answers import printed, shown


def item(request: HttpRequest, dispatch_id: str, reference: str) -> HttpResponse:
    """The item with everything that can be done about it."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "post/item.html", _page(actor, reading.item(actor, dispatch_id, reference)))


def answer(request: HttpRequest, dispatch_id: str, reference: str, uuid: UUID) -> HttpResponse:
    """Answer an officer's question for the addressee."""
    actor = request.actor  # type: ignore[attr-defined]
    found = reading.item(actor, dispatch_id, reference)
    if not Question.objects.filter(declaration=found, uuid=uuid).exists():
        raise Http404
    form = AnswerForm(request.POST, prefix=f"q-{uuid}")
    if form.is_valid():
        try:
            trading.answer(actor, question=str(uuid), text=form.cleaned_data["text"])
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Your answer is sent. The agency's clock runs on."))
            return redirect("dispatch_item", dispatch_id, found.reference)
    return render(request, "post/item.html", _page(actor, found, answer=(str(uuid), form)), status=422)


def add_pictures(request: HttpRequest, dispatch_id: str, reference: str) -> HttpResponse:
    """Attach pictures taken at the desk; the officers see them among the files."""
    actor = request.actor  # type: ignore[attr-defined]
    found = reading.item(actor, dispatch_id, reference)
    form = PicturesForm(request.POST, request.FILES, prefix="photo")
    if form.is_valid():
        pictures = form.cleaned_data["pictures"]
        if wrong := addressing.check_pictures(pictures):
            form.put(wrong)
        else:
            for picture in pictures:
                files.attach(
                    actor,
                    reference=found.reference,
                    name=picture.name,
                    data=picture.data,
                    type=addressing.PHOTO,
                )
            messages.success(request, _("The pictures are attached."))
            return redirect("dispatch_item", dispatch_id, found.reference)
    return render(request, "post/item.html", _page(actor, found, pictures=form), status=422)


def send_back(request: HttpRequest, dispatch_id: str, reference: str) -> HttpResponse:
    """Return the item to its sender."""
    actor = request.actor  # type: ignore[attr-defined]
    found = reading.item(actor, dispatch_id, reference)
    form = ReasonForm(request.POST, prefix="back")
    if form.is_valid():
        posting.send_back(actor, reference=found.reference, reason=form.cleaned_data["reason"])
        messages.success(request, _("The item goes back to its sender."))
        return redirect("dispatch_item", dispatch_id, found.reference)
    return render(request, "post/item.html", _page(actor, found, back=form), status=422)


def notice(request: HttpRequest, dispatch_id: str, reference: str) -> HttpResponse:
    """The notice to the addressee of one item."""
    actor = request.actor  # type: ignore[attr-defined]
    found = reading.item(actor, dispatch_id, reference)
    return printed(request, actor, [found], found.local_ref)


def picture(request: HttpRequest, reference: str, uuid: UUID) -> HttpResponse:
    """A picture in its place on a page, for whoever may see the declaration; nothing but a picture is shown so."""
    found = trader.seen(request.actor, reference)  # type: ignore[attr-defined]
    kept = must_find(
        Document.objects.filter(declaration=found, uuid=uuid, media_type__in=addressing.PICTURES), str(uuid)
    )
    return shown(bytes(kept.body), kept.media_type)


def _page(
    actor: Any,
    declaration: Declaration,
    *,
    answer: tuple[str, AnswerForm] | None = None,
    pictures: PicturesForm | None = None,
    back: ReasonForm | None = None,
) -> dict[str, Any]:
    """Everything the page shows; a form that was sent wrongly stands where it was."""
    now = clock.now()
    whole = trader.whole_for_trader(declaration)
    about = addressee.parcel(declaration)
    said = "\n\n".join(str(one["text"]) for one in about.objections)
    questions = [
        {
            "question": asked,
            "agency": agency_name(asked.agency),
            "form": answer[1]
            if answer and answer[0] == str(asked.uuid)
            else AnswerForm(prefix=f"q-{asked.uuid}", initial={"text": said}),
        }
        for asked in whole.open_questions
    ]
    page = page_of(whole, actor, now=now)
    return page | {
        "about": about,
        "looked": reading.looked_at([declaration])[0],
        "neighbours": reading.neighbours(actor, declaration),
        "questions": questions,
        "is_from_addressee": bool(said),
        "photos": [one for one in whole.documents if one.media_type in addressing.PICTURES],
        "files": [one for one in whole.documents if one.media_type not in addressing.PICTURES],
        "pictures": pictures or PicturesForm(prefix="photo"),
        "back": back or ReasonForm(prefix="back", initial=_why_back(about)),
        "forms": [form for form in (answer and answer[1], pictures, back) if form],
        "may_attach": page["may_act"] and declaration.state in AT_WORK | {State.RELEASED_WITH_CONDITIONS},
        "may_send_back": page["may_act"] and declaration.state in MOVES["withdraw"].sources,
        "scan_url": reverse("scan_items"),
    }


def _why_back(about: addressee.Parcel) -> dict[str, str]:
    return {"reason": _("The addressee does not want it.")} if about.asked_return_at else {}
