"""Pages of a gate: the one field, a visit, the yard, fees and service levels."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.customs.gate import acts, charging, gathering, service, staff
from agencies.customs.gate.forms import VehicleForm
from agencies.customs.models import Carried, Visit
from clearance.acts import Actor, NotAllowed, NotFound, Problems, clock, office_of


def gate(request: HttpRequest) -> HttpResponse:
    """One field, one big answer."""
    page = _of_a_site(request)
    text = request.GET.get("q", "").strip()[:2_000]
    page["text"] = text
    if text:
        found = gathering.look_up(text, office=page["office"].pk)
        page |= _answered(request, found.visit, found.answer) | {"found": found}
        page["may_register"] = found.visit is None and _stands(request, page["office"].pk)
        page["form"] = VehicleForm(initial={"plate": text[:40]})
    template = "customs/gate_answer.html" if request.headers.get("HX-Request") else "customs/gate.html"
    return render(request, template, page)


def register_visit(request: HttpRequest) -> HttpResponse:
    """A vehicle without a slot is in the waiting zone now."""
    page = _of_a_site(request, request.POST.get("office", ""))
    form = VehicleForm(request.POST)
    if form.is_valid():
        try:
            made = acts.register(_actor(request), office=page["office"].pk, **form.cleaned_data)
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, _("The vehicle is in the waiting zone."))
            return redirect("visit", made.uuid)
    page |= {"form": form, "may_register": True, "text": form.data.get("plate", "")}
    return render(request, "customs/gate.html", page, status=422)


def visit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One visit: where it stands, the answer, what it carries, checks, steps and fees."""
    found = _visit(uuid)
    if not staff.may_look(_actor(request), found.office_id):
        raise NotFound(str(uuid))
    steps = list(found.steps.all())
    page = {
        "office": found.office,
        "aboard": list(Carried.objects.filter(visit=found).select_related("declaration").order_by("pk")),
        "steps": steps,
        "fees": charging.fees_of(found, steps),
    }
    return render(request, "customs/visit.html", page | _answered(request, found, gathering.answer_for(found)))


def visit_act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One act at the gate; back to where it was made."""
    made = _done(request, lambda: acts.act(_actor(request), uuid=uuid, name=request.POST.get("act", "")))
    if made and request.POST.get("back") == "gate":
        return redirect(f"{reverse('gate')}?{_query(made)}")
    return redirect("visit", uuid)


def visit_weigh(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the scale says."""
    text = request.POST.get("kg", "").replace(" ", "").replace("\u00a0", "")
    kg = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    _done(request, lambda: acts.weigh(_actor(request), uuid=uuid, kg=kg))
    return redirect("visit", uuid)


def visit_unload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The goods of one declaration stay here."""
    reference, reason = request.POST.get("reference", ""), request.POST.get("reason", "")
    _done(request, lambda: acts.take_off(_actor(request), uuid=uuid, reference=reference, reason=reason))
    return redirect("visit", uuid)


def visit_check(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """An agency's officer says what was found."""
    passed, note = request.POST.get("result") == "passed", request.POST.get("note", "")
    _done(request, lambda: acts.check(_actor(request), uuid=uuid, number=number, passed=passed, note=note))
    return redirect("visit", uuid)


def yard(request: HttpRequest) -> HttpResponse:
    """Who is here, where in the chain, how long, and who may go."""
    page = _of_a_site(request)
    now, visits = clock.now(), service.here(page["office"].pk)
    answers = gathering.answers_for(visits)
    page["rows"] = [{"visit": one, "answer": answers[one.pk], "time": now - one.since} for one in visits]
    return render(request, "customs/yard.html", page)


def gate_fees(request: HttpRequest) -> HttpResponse:
    """What the visits of the last days owe, by the tariff."""
    page = _of_a_site(request)
    return render(request, "customs/gate_fees.html", page | charging.of_site(page["office"].pk))


def gate_service(request: HttpRequest) -> HttpResponse:
    """How long vehicles stay: median and ninth decile."""
    page = _of_a_site(request)
    return render(request, "customs/gate_service.html", page | {"levels": service.levels(page["office"].pk)})


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _of_a_site(request: HttpRequest, asked: str = "") -> dict[str, Any]:
    """The site the person stands at, of those they may: the one asked for, else the first."""
    offices = staff.offices(_actor(request))
    asked = asked or request.GET.get("office", "")
    if not offices:
        raise NotAllowed(_("A gate is seen by customs, border guard, transport control and who runs its site."))
    if asked and asked not in offices:
        raise NotFound(asked)
    office = office_of(asked or offices[0])
    return {"office": office, "offices": [office_of(code) for code in offices] if len(offices) > 1 else []}


def _stands(request: HttpRequest, office: str) -> bool:
    actor = _actor(request)
    return actor.runs_site(office) or staff.is_customs(actor, office)


def _visit(uuid: UUID) -> Visit:
    found = Visit.objects.select_related("office", "slot").filter(uuid=uuid).first()
    if found is None:
        raise NotFound(str(uuid))
    return found


def _answered(request: HttpRequest, visit: Visit | None, answer: Any) -> dict[str, Any]:
    """The answer, and what the person can do about it; an operator reads neither titles nor what officers wrote."""
    actor = _actor(request)
    page: dict[str, Any] = {"visit": visit, "answer": answer, "is_officer": actor.is_officer}
    if visit is not None:
        checks = list(visit.checks.all())
        page |= {
            "acts": acts.possible(actor, visit),
            "checks": [(one, acts.may_check(actor, one, visit.office_id)) for one in checks],
            "may_weigh": visit.gate_in_at and not visit.gate_out_at and _stands(request, visit.office_id),
            "may_unload": visit.gate_in_at and not visit.gate_out_at and staff.is_customs(actor, visit.office_id),
        }
    return page


def _done(request: HttpRequest, act: Any) -> Any:
    """Do it and say so; what is wrong is said on the page that follows."""
    try:
        made = act()
    except Problems as faults:
        for problem in faults.problems:
            messages.error(request, str(problem.message))
        return None
    messages.success(request, _("Recorded."))
    return made


def _query(made: Visit) -> str:
    return f"office={made.office_id}&q={made.plate}"
