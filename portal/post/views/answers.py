"""Answers that are no pages: a PDF to print, a picture shown by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clearance.acting import Actor
from clearance.models import Declaration
from portal.post import notices


def printed(request: HttpRequest, actor: Actor, declarations: list[Declaration], name: str) -> HttpResponse:
    """The notices of these items as a PDF that the browser opens."""
    site = f"{request.scheme}://{request.get_host()}"
    body = notices.notices(actor, declarations, site=site, page=reverse("parcel"))
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def shown(body: bytes, media_type: str) -> HttpResponse:
    """A picture in its place on a page; whatever else hides in it stays asleep."""
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
