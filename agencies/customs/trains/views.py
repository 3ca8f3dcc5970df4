"""Pages of trains: the railway sends a list and follows each wagon, customs decides on the whole train."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.customs.trains import columns, deciding, filing, reading, transferring
from agencies.customs.trains.forms import TrainForm, TransferForm
from clearance.acts import Actor, NotAllowed, NotFound, Problems, Refused
from clearance.pages import Unreadable, sheets

MOST_FAULTS = 200


def trains(request: HttpRequest) -> HttpResponse:
    """The trains of the person's companies, or all for customs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(request, "customs/trains.html", {"trains": reading.trains(), "may_send": bool(_companies(actor))})


def new_train(request: HttpRequest) -> HttpResponse:
    """Send a train list: what is wrong is told by row and column, what is right is filed in one act."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    companies = _companies(actor)
    if not companies:
        raise NotAllowed(_("You cannot file for any company. Ask its administrator to add you, or register yours."))
    form = TrainForm(request.POST or None, request.FILES or None, companies=companies)
    sent = _sent(actor, form) if request.method == "POST" and form.is_valid() else None
    if sent is not None and sent.train is not None and (sent.filed or not sent.faults):
        told = ngettext("%(count)s note is filed.", "%(count)s notes are filed.", sent.filed) % {"count": sent.filed}
        messages.success(request, told)
        return redirect("train", sent.train.uuid)
    faults = sorted(sent.faults, key=lambda one: one.line) if sent else ()
    page = {"form": form, "faults": faults[:MOST_FAULTS], "count": len(faults), "columns": ", ".join(columns.NEEDED),
            "more_columns": ", ".join(columns.OTHER)}  # fmt: skip
    return render(request, "customs/new_train.html", page, status=422 if request.method == "POST" else 200)


def train(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One train: the state of each wagon, and for customs everything that is decided for all of it."""
    return _page(request, reading.train(uuid))


def train_act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The train is here, is decided, or leaves; what could not be done is told note by note."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = reading.train(uuid)
    if not reading.is_for_customs(actor, found):
        raise NotAllowed(_("Only customs at the office of departure or of destination decides on a train."))
    held = {note: request.POST.get(f"why-{note}", "") for note in request.POST.getlist("hold")}
    try:
        done = _done(actor, found, request.POST.get("act", ""), request.POST.get("place", ""), held)
    except Problems as faults:
        return _page(request, found, problems=faults.problems, held=held)
    messages.success(
        request, ngettext("Done for %(count)s note.", "Done for %(count)s notes.", done.done) % {"count": done.done}
    )
    for note, why in done.left.items():
        messages.warning(request, f"{note}: {why}")
    return redirect("train", uuid)


def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down into which wagons the goods of one declaration went."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    movement, declaration = transferring.of(actor, reference)
    form = TransferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            transferring.transfer(
                actor,
                reference=reference,
                office=given["office"],
                list_number=given["list_number"],
                changes=form.changes(),
            )
        except Problems as faults:
            for problem in faults.problems:
                form.add_error(
                    "wagons" if problem.pointer.startswith("/wagons") else "list_number", str(problem.message)
                )
        else:
            messages.success(request, _("Recorded."))
            return redirect("desk_declaration", reference)
    page = {
        "form": form,
        "movement": movement,
        "declaration": declaration,
        "transfers": transferring.transfers_of(movement),
    }
    return render(request, "customs/transfer.html", page, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, found: Any, **more: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lines = reading.lines_of(found)
    page = {
        "train": found,
        "lines": lines,
        "counted": reading.counted(lines),
        "decides": reading.is_for_customs(actor, found),
        "case": "desk_declaration" if actor.is_officer else "declaration",
        **more,
    }
    return render(request, "customs/train.html", page, status=422 if more.get("problems") else 200)


def _done(actor: Actor, found: Any, act: str, place: str, held: dict[str, str]) -> deciding.Done:
    if act == "arrive":
        return deciding.arrived(actor, found)
    if act == "decide":
        return deciding.decide_all(actor, found, place=place, exceptions=held)
    if act == "set_off":
        return deciding.set_off(actor, found)
    if act == "there":
        return deciding.at_destination(actor, found)
    raise NotFound(act)


def _sent(actor: Actor, form: TrainForm) -> filing.Sent | None:
    """What became of the list; what is wrong with it as a whole is said at the form."""
    given = form.cleaned_data
    try:
        told, rows = _read(given["file"])
        head = form.head(told)
        if head is None:
            return None
        signature = {"password": given["password"]} if given["password"] else None
        return filing.file_train(
            actor, company_id=int(given["company"]), head=head, rows=rows, signature=signature, partly=given["partly"]
        )
    except Problems as faults:
        for problem in faults.problems:
            form.add_error("file", str(problem.message))
    except Unreadable as unread:
        form.add_error("file", str(unread.sentence))
    except Refused as refused:
        form.add_error("password" if refused.code == "wrong_signature" else "list_number", str(refused.sentence))
    return None


def _read(file: Any) -> tuple[dict[str, str], list[columns.Row]]:
    data = file.read()
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return columns.from_json(data)
    return {}, columns.from_rows(sheets.read(file.name, data).rows)


def _companies(actor: Actor) -> list[tuple[str, str]]:
    """For whom the person may sign: own companies and clients."""
    return [
        (str(one.company), one.name)
        for one in (*actor.own, *actor.clients)
        if one.may_sign and one.status == "approved"
    ]
