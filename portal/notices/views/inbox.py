"""The inbox of a person, and what they want to be told of."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clearance.acting import Actor
from portal.accounts.acting_views import with_actor
from portal.notices import selectors, services
from portal.notices.forms import ChoicesForm
from portal.notices.lines import line_of
from portal.notices.topics import TOPICS, for_audiences


@require_GET
@with_actor
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What happened, the newest first; unread first to be seen."""
    asked = {name: request.GET.get(name, "").strip() for name in ("show", "topic", "q")}
    only_unread = asked["show"] == "unread"
    topic = asked["topic"] if asked["topic"] in TOPICS else ""
    found = selectors.page_of_inbox(
        actor, only_unread=only_unread, topic=topic, words=asked["q"], after=request.GET.get("after", "")
    )
    unread = selectors.unread(actor)
    keep = {name: value for name, value in asked.items() if value}
    without_show = {name: value for name, value in keep.items() if name != "show"}
    page = {
        "rows": [(notice, line_of(notice)) for notice in found.rows],
        "tabs": [
            {"title": _("All"), "url": "?" + urlencode(without_show), "is_current": not only_unread},
            {
                "title": _("Unread"),
                "url": "?" + urlencode({"show": "unread", **without_show}),
                "is_current": only_unread,
                "count": unread,
            },
        ],
        "unread": unread,
        "topics": for_audiences(trader=actor.is_trader, officer=actor.is_officer),
        "asked": asked | {"topic": topic},
        "is_officer": actor.is_officer,
        "is_filtered": bool(topic or asked["q"]),
        "is_first": not request.GET.get("after"),
        "first_url": "?" + urlencode(keep),
        "next_url": "?" + urlencode({**keep, "after": found.next}) if found.next else "",
        "here": request.get_full_path(),
    }
    return render(request, "notices/inbox.html", page)


@require_GET
@with_actor
def open_notice(request: HttpRequest, actor: Actor, uuid: UUID) -> HttpResponse:
    """Go where a notice leads; from now on it counts as read."""
    notice = services.open_notice(actor, uuid)
    if notice is None:
        raise Http404
    return redirect(line_of(notice).url)


@require_POST
@with_actor
def mark(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark notices as read or unread: those ticked, or all."""
    act = request.POST.get("act", "")
    keys = [key for text in request.POST.getlist("notice")[:200] if (key := _key(text)) is not None]
    if act == "all":
        count = services.mark_all_read(actor)
    else:
        count = services.mark(actor, keys, read=act != "unread")
    if act == "unread":
        said = ngettext("%(count)s message is unread again.", "%(count)s messages are unread again.", count)
    else:
        said = ngettext("%(count)s message is marked as read.", "%(count)s messages are marked as read.", count)
    if keys or act == "all":
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Tick the messages first."))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return redirect(back if is_ours else "messages")


def _key(text: str) -> UUID | None:
    """The key of a notice that was ticked; nothing for what no page of ours sends."""
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@with_actor
def notice_settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a person is told of, and by which way."""
    form = ChoicesForm(request.POST or None, choices=selectors.choices_of(actor))
    if request.method == "POST" and form.is_valid():
        services.choose(actor, form.chosen())
        messages.success(request, _("Your choice is saved."))
        return redirect("notice_settings")
    return render(request, "notices/settings.html", {"form": form, "person": request.user})
