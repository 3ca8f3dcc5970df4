"""Where a provider of payments tells what happened, and the page of the provider that only tests."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from clearance.acting import as_system
from portal.post.models import Attempt, AttemptState, ParcelCode
from portal.post.payments import attempts, providers


@csrf_exempt
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider's word on an attempt: believed where it is signed, and once."""
    try:
        attempt = attempts.receive(provider, request.body, request.headers)
    except providers.Forged:
        return JsonResponse({"error": "not signed by this provider"}, status=403)
    return JsonResponse({"attempt": str(attempt.uuid), "state": attempt.state})


def payment_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The test provider's own page: pay or decline; it tells the portal as a real one does, by a signed message."""
    taker = providers.provider()
    if taker is None or taker.name != providers.DemoProvider.name:
        raise Http404
    with as_system():
        attempt = Attempt.objects.select_related("declaration").filter(uuid=uuid, provider=taker.name).first()
        opener = ParcelCode.objects.filter(declaration=attempt.declaration_id).first() if attempt else None
    if attempt is None or opener is None:
        raise Http404
    if request.method == "POST":
        body = providers.message(attempt, is_paid=request.POST.get("act") == "pay")
        ended = attempts.receive(taker.name, body, {providers.SIGNATURE: providers.signature_of(body)})
        _say(request, ended)
        return redirect("parcel_page", opener.number, opener.code)
    response = render(request, "post/test_payment.html", {"attempt": attempt, "opener": opener})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _say(request: HttpRequest, attempt: Attempt) -> None:
    if attempt.state == AttemptState.PAID:
        messages.success(request, _("The payment is recorded."))
    elif attempt.state == AttemptState.TOO_MUCH:
        messages.warning(request, _("Nothing was due any more. The postal operator gives the money back."))
    else:
        messages.warning(request, _("The payment was declined. Nothing was taken."))
