"""Where devices report: one address for each form; the token in the call says who it is."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from agencies.customs.tracking import intake
from agencies.customs.tracking.forms import osmand
from agencies.customs.tracking.kinds import DeviceKind


@csrf_exempt  # a device brings its token in the call and has no session that another site could use
def device_calls(request: HttpRequest, form: str) -> JsonResponse:
    """Take in what one device reports."""
    query, body = request.META.get("QUERY_STRING", ""), request.body
    device = intake.known(_token_of(request, form, query, body))
    if device is None:
        return JsonResponse({"errors": [_unknown()]}, status=401)
    is_gateway = device.kind == DeviceKind.GATEWAY
    request.count_call(device.pk, "gateway" if is_gateway else "device")  # type: ignore[attr-defined]
    answer = intake.take(device, form, query, body)
    return JsonResponse(answer.as_dict(), status=answer.status)


def _token_of(request: HttpRequest, form: str, query: str, body: bytes) -> str:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    return osmand.token_of(query, body if form == "osmand" else b"")


def _unknown() -> dict[str, str]:
    message = _("No device has this token. Send it as id, token or “Authorization: Bearer TOKEN”.")
    return {"code": "unknown_device", "pointer": "", "message": message, "hint": ""}
