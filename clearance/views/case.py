"""The trader's case page, live, and the trader's acts on it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clearance import clock, signing
from clearance.content import Problems
from clearance.forms.acts import AnswerForm, ArrivalForm, AttachForm, OptionalAnswerForm, WhyForm
from clearance.forms.filing import SignForm
from clearance.headline import refused_items
from clearance.messages import write
from clearance.models import Office, Question
from clearance.reading import trader
from clearance.sentences import agency_name
from clearance.services import arriving, files, trading
from clearance.views.case_page import may_give_notice, page_of
from clearance.workflow import Refused, State


def declaration(request: HttpRequest, reference: str) -> HttpResponse:
    """The case: who has the ball, what the trader must do, who must agree and why, what happened."""
    actor = request.actor  # type: ignore[attr-defined]
    found = trader.seen(actor, reference)
    if found.company_id not in actor.companies:
        return redirect("desk_declaration", found.reference)
    if found.state == State.DRAFT:
        return redirect("draft", found.reference)
    page = page_of(trader.whole_for_trader(found), actor, now=clock.now())
    page |= {"live_url": live_url(found.reference), "attach": AttachForm(prefix="file")}
    template = "trader/case_live.html" if request.GET.get("fragment") == "case" else "trader/case.html"
    return render(request, template, page)


def question(request: HttpRequest, reference: str, uuid: UUID) -> HttpResponse:
    """An officer's question and its answer."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    asked = Question.objects.select_related("sign_off").filter(declaration=found, uuid=uuid).first()
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            trading.answer(request.actor, question=str(uuid), text=form.cleaned_data["text"])  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("Your answer is sent. The agency's clock runs on."))
            return redirect("declaration", found.reference)
    page = {
        "declaration": found,
        "question": asked,
        "agency": agency_name(asked.agency),
        "item": _item_of(trader.content_of(found), asked),
        "form": form,
    }
    return render(request, "trader/question.html", page, status=422 if form.is_bound else 200)


def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions of every agency on one page; what is answered is sent, what is left empty stays open."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    asked = list(Question.objects.select_related("sign_off").filter(declaration=found).order_by("answer_due_at", "pk"))
    content = trader.content_of(found)
    cards = [_question_card(one, content, request) for one in asked if one.is_open]
    if request.method == "POST":
        given = [card for card in cards if card["form"].is_valid() and card["form"].cleaned_data["text"]]
        for card in given:
            trading.answer(
                request.actor,  # type: ignore[attr-defined]
                question=str(card["question"].uuid),
                text=card["form"].cleaned_data["text"],
            )
        if given:
            text = ngettext("%(count)s answer is sent.", "%(count)s answers are sent.", len(given))
            messages.success(request, text % {"count": len(given)})
            return redirect("questions" if len(given) < len(cards) else "declaration", found.reference)
        messages.warning(request, _("Nothing was answered yet. Type an answer under a question."))
    page = {"declaration": found, "cards": cards, "answered": [one for one in asked if one.answered_at]}
    return render(request, "trader/questions.html", page)


def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Attach a file."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    form = AttachForm(request.POST or None, request.FILES or None, prefix="file")
    if request.method == "POST" and form.is_valid():
        try:
            files.attach(request.actor, reference=reference, **form.as_arguments())  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The file is attached."))
            return redirect("declaration", found.reference)
    status = 422 if form.is_bound else 200
    return render(request, "trader/attach.html", {"declaration": found, "form": form}, status=status)


def document(request: HttpRequest, reference: str, uuid: UUID) -> HttpResponse:
    """An attached file, always as a download: nothing of it runs in the page."""
    found = trader.document(trader.seen(request.actor, reference), uuid)  # type: ignore[attr-defined]
    return download(bytes(found.body), found.name, found.media_type)


def message(request: HttpRequest, reference: str) -> HttpResponse:
    """The declaration in WCO form."""
    found = trader.seen(request.actor, reference)  # type: ignore[attr-defined]
    return download(write(trader.content_of(found)), f"{found.reference}.xml", "application/xml")


def arrival(request: HttpRequest, reference: str) -> HttpResponse:
    """The trader's notice that the goods are there."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    whole = trader.whole_for_trader(found)
    if not may_give_notice(whole):
        raise Refused("illegal_move", _("The arrival of these goods is recorded already, or no longer asked for."))
    offices = offices_of(whole.content)
    form = ArrivalForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            after = arriving.present(request.actor, reference=reference, at=given["at"], office=given["office"])  # type: ignore[attr-defined]
        except Problems as faults:
            form.put(faults.problems)
        else:
            counts = after.presented_at is not None
            done = (
                _("The goods are presented.")
                if counts
                else _("Your notice is recorded. An officer confirms the arrival.")
            )
            messages.success(request, done)
            return redirect("declaration", found.reference)
    page = {"declaration": found, "form": form, "authorised": found.company.authorised_offices}
    return render(request, "trader/arrival.html", page, status=422 if form.is_bound else 200)


def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the declaration back before release."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        trading.withdraw(request.actor, reference=reference, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        messages.success(request, _("The declaration is withdrawn."))
        return redirect("declaration", found.reference)
    status = 422 if form.is_bound else 200
    return render(request, "trader/withdraw.html", {"declaration": found, "form": form}, status=status)


def split(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the allowed items go on without the refused ones."""
    found = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    whole = trader.whole_for_trader(found)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signature = {"password": form.cleaned_data["password"]}
            _rest, child = trading.split(request.actor, reference=reference, signature=signature)  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.code != "wrong_signature":
                raise
            form.add_error("password", str(refused.sentence))
        else:
            text = _("The allowed items go on. The refused ones are under %(reference)s.") % {
                "reference": child.reference
            }
            messages.success(request, text)
            return redirect("declaration", found.reference)
    refused_numbers = {number for row in whole.signoffs for number in refused_items(row) or ()}
    items = whole.content.get("items") or []
    page = {
        "declaration": found,
        "form": form,
        "refused": [item for item in items if item.get("number") in refused_numbers],
        "allowed": [item for item in items if item.get("number") not in refused_numbers],
        "is_demo": signing.plug_in().name == "demo",
    }
    return render(request, "trader/split.html", page, status=422 if form.is_bound else 200)


def offices_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The offices a content names, with their names: where its goods can arrive."""
    codes = [content.get(name) for name in ("office", "border_office", "destination_office")]
    wanted = list(dict.fromkeys(str(code) for code in codes if code))
    known = Office.objects.in_bulk(wanted)
    return [(code, str(known[code])) for code in wanted if code in known]


def download(body: bytes, name: str, media_type: str) -> HttpResponse:
    """Bytes as a file to save."""
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _question_card(asked: Question, content: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """One open question with the item it is about and a place for the answer."""
    form = OptionalAnswerForm(request.POST if request.method == "POST" else None, prefix=f"q-{asked.uuid}")
    return {"question": asked, "agency": agency_name(asked.agency), "item": _item_of(content, asked), "form": form}


def _item_of(content: dict[str, Any], asked: Question) -> dict[str, Any] | None:
    """The item a question is about, to stand beside it."""
    steps = asked.pointer.split("/")
    items = content.get("items") or []
    if len(steps) > 2 and steps[1] == "items" and steps[2].isdigit() and int(steps[2]) < len(items):
        return dict(items[int(steps[2])])
    numbers = asked.sign_off.items
    if len(numbers) == 1:
        return next((item for item in items if item.get("number") == numbers[0]), None)
    return None


def live_url(reference: str) -> str:
    """Where changes of the case are announced; empty where live updates are switched off: the page then polls."""
    if not settings.LIVE_UPDATES:
        return ""
    try:
        return reverse("live_declaration", args=[reference])
    except NoReverseMatch:
        return ""
