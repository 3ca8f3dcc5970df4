"""What was typed when the session had ended: kept through the sign-in, and shown again on the same page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

KEY = "typed_before_sign_in"
LARGEST = 100_000
NEVER = ("csrfmiddlewaretoken", "password")


def keep(request: HttpRequest) -> bool:
    """Keep what a page of the filing form sent; only those say which revision they were made from."""
    if request.method != "POST" or "revision" not in request.POST or request.FILES:
        return False
    typed = request.POST.copy()
    for name in NEVER:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > LARGEST:
        return False
    request.session[KEY] = {request.path: text}
    return True


def kept(request: HttpRequest) -> Any | None:
    """What was typed on this page before signing in."""
    text = request.session.get(KEY, {}).get(request.path)
    return QueryDict(text) if text else None


def forget(request: HttpRequest) -> None:
    """It is saved now."""
    if KEY in request.session:
        del request.session[KEY]
