"""The pages of the mail catcher: what would have been sent, readable without a mail program."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.demo.mail import catcher
from portal.demo.mail.catcher import Caught


@require_safe
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """The newest e-mails, or those to one person."""
    to = request.GET.get("to", "").strip()
    return render(request, "demo/mail.html", {"letters": catcher.caught(to=to), "to": to})


@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One e-mail as text."""
    return render(request, "demo/letter.html", {"letter": _found(name)})


@require_safe
@never_cache
@csp_replace({"default-src": ["'none'"], "sandbox": True})  # type: ignore[arg-type]  # typed for views without parts
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """One e-mail as a mail program would show it; it may load and run nothing."""
    found = _found(name)
    if not found.html:
        raise Http404
    return HttpResponse(found.html)


def _found(name: str) -> Caught:
    found = catcher.one_caught(name)
    if found is None:
        raise Http404
    return found
