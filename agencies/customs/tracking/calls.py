"""Where devices report: one address for each form; the token in the call says who it is."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from agencies.customs.tracking import intake
from agencies.customs.tracking.forms import osmand


@csrf_exempt  # a device brings its token in the call and has no session that another site could use
def device_calls(request: HttpRequest, form: str) -> JsonResponse:
    """Take in what one device reports."""
    query, body = request.META.get("QUERY_STRING", ""), request.body
    token = _token_of(request, form, query, body)
    answer = intake.take(token, form, query, body, count=request.count_calls)  # type: ignore[attr-defined]
    if answer is None:
        return JsonResponse({"errors": [_unknown()]}, status=401)
    return JsonResponse(answer.as_dict(), status=answer.status)


def _token_of(request: HttpRequest, form: str, query: str, body: bytes) -> str:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    return osmand.token_of(query, body if form == "osmand" else b"")


def _unknown() -> dict[str, str]:
    message = _("No device has this token. Send it as id, token or “Authorization: Bearer TOKEN”.")
    return {"code": "unknown_device", "pointer": "", "message": message, "hint": ""}
