"""Whose work a person looks at: one of the companies they act for, or all of them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from clearance.acting import Actor, Member

KEY = "client"


@dataclass(frozen=True)
class Choice:
    """The companies a person acts for, and the one chosen; None while all are looked at."""

    members: tuple[Member, ...]
    chosen: Member | None

    @property
    def company(self) -> int | None:
        return self.chosen.company if self.chosen else None


def choice_of(request: HttpRequest) -> Choice:
    """What was chosen, as long as the person still acts for it: a right that ended is no longer offered."""
    actor: Actor = getattr(request, "actor", None) or Actor()
    members = tuple(sorted({member.company: member for member in (*actor.clients, *actor.own)}.values(), key=_by_name))
    wanted = request.session.get(KEY) if len(members) > 1 else None
    return Choice(members, next((member for member in members if member.company == wanted), None))


def choose(request: HttpRequest) -> HttpResponse:
    """Look at one client's work, or at everybody's, from here on."""
    wanted = request.POST.get("company", "")
    known = {str(member.company) for member in choice_of(request).members}
    if wanted in known:
        request.session[KEY] = int(wanted)
    else:
        request.session.pop(KEY, None)
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if ours else "company_home")


def _by_name(member: Member) -> str:
    return member.name.casefold()
