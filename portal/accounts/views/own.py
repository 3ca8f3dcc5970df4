"""A person's own pages: settings and tokens."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clearance import clock
from clearance.acting import Actor
from portal import theme
from portal.accounts.acting_views import end_of, with_actor
from portal.accounts.forms import SettingsForm, TokenForm
from portal.accounts.models import User
from portal.accounts.selectors import tokens_of
from portal.accounts.services.access import end_session as end_one
from portal.accounts.services.access import in_person
from portal.accounts.services.people import save_settings
from portal.accounts.services.tokens import issue_token, revoke_token


@require_http_methods(["GET", "POST"])
@with_actor
def own_settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Name, language, colours and time zone."""
    person = User.objects.get(pk=in_person(actor))
    names = ("full_name", "language", "theme", "time_zone")
    form = SettingsForm(request.POST or None, initial={name: getattr(person, name) for name in names})
    if request.method == "POST" and form.is_valid():
        person = save_settings(actor, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your settings are saved."))
        response = redirect("settings")
        keep_choices(response, person, secure=request.is_secure())
        return response
    return render(request, "account/settings.html", {"form": form})


def keep_choices(response: HttpResponse, person: User, *, secure: bool) -> None:
    """Put a person's language and colours into the cookies that every page reads."""
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, person.language), (theme.COOKIE, person.theme)):
        response.set_cookie(name, value, max_age=theme.ONE_YEAR, secure=secure, httponly=True, samesite="Lax")


@require_http_methods(["GET", "POST"])
@with_actor
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The person's tokens, and a new one; its secret is shown on the answer to the form and never again."""
    form = TokenForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        expires_at = end_of(asked["ends_on"])
        assert expires_at is not None
        issued = issue_token(actor, name=asked["name"], scopes=asked["scopes"], expires_at=expires_at)
        form = TokenForm()
    found = tokens_of(in_person(actor), now=clock.now())
    response = render(request, "account/tokens.html", {"form": form, "issued": issued, "tokens": found})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@with_actor
def end_token(request: HttpRequest, actor: Actor, token_id: int) -> HttpResponse:
    """End one of the person's tokens."""
    token = revoke_token(actor, token_id=token_id)
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("tokens")


@require_POST
@with_actor
def end_session(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponse:
    """End one of the person's other sessions."""
    end_one(actor, session_id=session_id, present=request.session.session_key or "")
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")
