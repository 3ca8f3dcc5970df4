"""Where the demo's webhook leads: a receiver that takes everything and keeps nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take a message."""
    return HttpResponse("taken", content_type="text/plain")
