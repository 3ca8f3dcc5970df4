"""Release notes: the trader's download, and anybody's check of one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from clearance.reading import trader
from portal.public.forms import VerifyForm
from portal.public.notes import checking, issuing, keys, sealing

LARGEST = 10 * 1024 * 1024
LANGUAGES = ("en", "ru", "kk")


def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code or the file of a note, and say what it is."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        if file := form.cleaned_data["file"]:
            found = checking.by_bytes(file.read(LARGEST))
            return render(request, "public/verify.html", {"form": VerifyForm(), "found": found, "by_file": True})
        found = checking.by_text(form.cleaned_data["code"])
        if found.code and found.standing != checking.ALTERED:
            return redirect("verified", found.code)
        return render(request, "public/verify.html", {"form": VerifyForm(), "found": found})
    return render(request, "public/verify.html", {"form": form}, status=422 if form.is_bound else 200)


def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What the note of this code is; scanned, the signed payload comes with it."""
    found = checking.by_code(code, request.GET.get("n", ""))
    status = 404 if found.standing == checking.UNKNOWN else 200
    return render(request, "public/verify.html", {"form": VerifyForm(), "found": found}, status=status)


def published_keys(request: HttpRequest) -> HttpResponse:
    """The public keys, for those who check without a connection."""
    answer = JsonResponse(sealing.published(keys.public()))
    answer.headers["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename="release-note-keys.json")
    )
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def release_note(request: HttpRequest, reference: str) -> HttpResponse:
    """The note of a release as PDF, in the reader's language or the one asked for."""
    declaration = trader.seen(request.actor, reference)  # type: ignore[attr-defined]
    language = request.GET.get("language") or (get_language() or "en")[:2]
    paper = issuing.paper_of(
        declaration,
        language if language in LANGUAGES else "en",
        address=lambda code: settings.SITE_URL.rstrip("/") + reverse("verified", args=[code]),
    )
    answer = HttpResponse(bytes(paper.body), content_type="application/pdf")
    name = f"release-note-{declaration.reference}-{paper.language}.pdf"
    answer.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=False, filename=name))
    answer.headers["ETag"] = f'"{paper.digest}"'
    return answer
