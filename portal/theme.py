"""The colour theme: a choice kept in a cookie, changed by a form post that works without JavaScript."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "sw_theme"
AUTO, LIGHT, DARK = "auto", "light", "dark"
THEMES = (AUTO, LIGHT, DARK)
ONE_YEAR = 365 * 24 * 3600  # seconds


def theme_of(request: HttpRequest) -> str:
    """One of THEMES; `auto` follows the device."""
    chosen = request.COOKIES.get(COOKIE, AUTO)
    return chosen if chosen in THEMES else AUTO


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back; a script that asks for no page gets 204."""
    chosen = request.POST.get("theme", AUTO)
    if request.headers.get("X-Requested-With") == "fetch":
        response = HttpResponse(status=204)
    else:
        response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        COOKIE,
        chosen if chosen in THEMES else AUTO,
        max_age=ONE_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """The page the person came from, or the first page; never another site."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return "/"
