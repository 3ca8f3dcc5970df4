"""What the leading agency's officers do with a whole declaration: confirm arrival, refuse, dispose, recall; the cashier."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clearance import clock, money, registry, sentences
from clearance.content import Problems
from clearance.forms.acts import ArrivalForm, WhyForm
from clearance.forms.leading import DisposeForm, PaymentForm, ReasonsForm
from clearance.permissions import DECIDING, may_see_risk
from clearance.reading import desk as reading
from clearance.services import arriving, deciding, paying, stopping
from clearance.views.case import offices_of
from clearance.views.desk_rows import clock_of, rows_of, state_of
from clearance.wording import because_text
from clearance.words import LANE
from clearance.workflow import AT_WORK, RELEASED, State
from clearance.worklist import cards, counting
from clearance.worklist.cards import Asked


def desk_declaration(request: HttpRequest, reference: str) -> HttpResponse:
    """A declaration with its whole record, to read; its acts for those who lead clearance."""
    actor = request.actor  # type: ignore[attr-defined]
    whole = reading.case(actor, reference)
    declaration, sees_risk = whole.declaration, may_see_risk(actor)
    lane = next((run.derived.get("lane", {}).get("value", "") for run in reversed(whole.runs)), "")
    page = {
        "whole": whole,
        "declaration": declaration,
        "sentence": sentences.headline_sentence(declaration.headline, "officer"),
        "lane": lane if lane in LANE and sees_risk else "",
        "signoffs": [_signoff(row) for row in whole.signoffs if row.state != "lapsed"],
        "lapsed": [_signoff(row) for row in whole.signoffs if row.state == "lapsed"],
        "events": [(event, sentences.event_line(event)) for event in whole.events],
        "runs": whole.runs if sees_risk else [],
        "sees_risk": sees_risk,
        "panels": registry.panels(declaration, actor),
        "items": whole.content.get("items") or [],
        **may_of(actor, declaration),
    }
    return render(request, "desk/declaration.html", page)


def may_of(actor: Any, declaration: Any) -> dict[str, bool]:
    """What this officer may do with the declaration as a whole; the services ask the same again."""
    leads = any(
        grant.agency in registry.leading() and grant.role in DECIDING and grant.office in (None, declaration.office_id)
        for grant in actor.grants
    )
    heads = any(grant.agency in registry.leading() and grant.role == "head" for grant in actor.grants)
    waits = declaration.state in AT_WORK and declaration.presented_at is None
    arrives = declaration.kind == "transit" and declaration.state in RELEASED
    return {
        "may_confirm": leads and (waits or arrives),
        "may_refuse": leads and declaration.state == State.LODGED,
        "may_dispose": leads and declaration.state == State.REFUSED,
        "may_recall": heads and declaration.state == State.RELEASED_WITH_CONDITIONS,
        "may_pay": actor.has_role("cashier") and declaration.state in AT_WORK,
    }


def confirm_arrival(request: HttpRequest, reference: str) -> HttpResponse:
    """An officer confirms that the goods are there."""
    whole = reading.case(request.actor, reference)  # type: ignore[attr-defined]
    form = ArrivalForm(request.POST or None, offices=offices_of(whole.content))

    def act(given: dict[str, Any]) -> str:
        arriving.present(request.actor, reference=reference, at=given["at"], office=given["office"])  # type: ignore[attr-defined]
        return _("The arrival is confirmed.")

    words = {"title": _("Confirm the arrival"), "button": _("The goods are there")}
    return _act(request, whole.declaration, form, act, words)


def refuse_registration(request: HttpRequest, reference: str) -> HttpResponse:
    """Refuse registration, with every reason."""
    whole = reading.case(request.actor, reference)  # type: ignore[attr-defined]
    form = ReasonsForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        stopping.refuse_registration(request.actor, reference=reference, reasons=given["reasons"].splitlines())  # type: ignore[attr-defined]
        return _("Registration is refused. The trader has every reason.")

    words = {"title": _("Refuse registration"), "button": _("Refuse registration"), "danger": "yes"}
    return _act(request, whole.declaration, form, act, words)


def dispose(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what happens to refused goods."""
    whole = reading.case(request.actor, reference)  # type: ignore[attr-defined]
    form = DisposeForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        stopping.dispose(request.actor, reference=reference, disposal=given["disposal"])  # type: ignore[attr-defined]
        return _("Recorded. The declaration is closed.")

    words = {"title": _("What happens to the refused goods"), "button": _("Record and close")}
    return _act(request, whole.declaration, form, act, words)


def recall(request: HttpRequest, reference: str) -> HttpResponse:
    """Call back goods released with conditions."""
    whole = reading.case(request.actor, reference)  # type: ignore[attr-defined]
    form = WhyForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        stopping.recall(request.actor, reference=reference, reason=given["reason"])  # type: ignore[attr-defined]
        return _("The goods are recalled.")

    words = {"title": _("Recall the goods"), "button": _("Recall the goods"), "danger": "yes"}
    return _act(request, whole.declaration, form, act, words)


def payments(request: HttpRequest) -> HttpResponse:
    """Declarations whose duties are not settled, for the cashier."""
    words = request.GET.get("q", "").strip()
    found = reading.to_be_paid(request.actor, words, request.GET.get("after", ""))  # type: ignore[attr-defined]
    next_url = "?" + urlencode({"q": words, "after": found.next}) if found.next else ""
    return render(request, "desk/payments.html", {"found": found, "words": words, "next_url": next_url})


def payment(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a payment or a security for one declaration."""
    whole = reading.case(request.actor, reference)  # type: ignore[attr-defined]
    form = PaymentForm(request.POST or None, initial={"amount": whole.declaration.money_amount})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _declaration, is_new = paying.pay(
                request.actor,  # type: ignore[attr-defined]
                reference=reference,
                amount=given["amount"],
                currency=money.CURRENCY,
                payment_reference=given["reference"],
                kind=given["kind"],
            )
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(
                request, _("Recorded.") if is_new else _("This payment was recorded before. Nothing changed.")
            )
            return redirect("payments")
    page = {"declaration": whole.declaration, "whole": whole, "form": form}
    return render(request, "desk/payment.html", page, status=422 if form.is_bound else 200)


def routing_desk(request: HttpRequest) -> HttpResponse:
    """What the engine could not place: each waits for the clerk to say who is competent."""
    actor = request.actor  # type: ignore[attr-defined]
    page = cards.page(actor, Asked(agency=deciding.DESK), after=request.GET.get("after", ""))
    reading.add_others(page.rows)
    counts = counting.counts(actor, agency=deciding.DESK)
    context = {
        "rows": [
            {**row, "because": because_text(row["row"].because)} for row in rows_of(page.rows, actor, now=clock.now())
        ],
        "counts": counts,
        "next_url": "?" + urlencode({"after": page.next}) if page.next else "",
    }
    return render(request, "desk/routing_desk.html", context)


def _act(request: HttpRequest, declaration: Any, form: Any, act: Any, words: dict[str, str]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except Problems as faults:
            form.put(faults.problems)
        else:
            messages.success(request, said)
            return redirect("desk_declaration", declaration.reference)
    page = {"declaration": declaration, "form": form, **words}
    return render(request, "desk/act.html", page, status=422 if form.is_bound else 200)


def _signoff(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "agency": sentences.agency_name(row.agency),
        "title": sentences.title_of(row.requirement, row.titles),
        "state": state_of(row) if row.state != "lapsed" else "lapsed",
        "clock": clock_of(row, clock.now()),
        "items": sentences.items_text(row.items),
    }
