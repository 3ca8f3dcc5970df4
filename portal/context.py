"""What every page is framed with: navigation for this kind of person, account, theme, languages, help line."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from clearance import sentences
from clearance.views import clients
from portal import theme
from portal.notices import selectors

# Each language by its own name, never translated: a reader looks for the word they know.
LANGUAGES = (("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"))

THEME_STEPS: tuple[dict[str, Any], ...] = (
    {"now": theme.AUTO, "next": theme.DARK, "icon": "circle-half", "label": _("Theme follows your device. Use dark")},
    {"now": theme.DARK, "next": theme.LIGHT, "icon": "moon-stars-fill", "label": _("Dark theme. Use light")},
    {"now": theme.LIGHT, "next": theme.AUTO, "icon": "sun-fill", "label": _("Light theme. Follow your device")},
)


@dataclass(frozen=True)
class Entry:
    """One link of the main navigation; `needs` and `of` name the roles and the agency that see it, empty for everyone."""

    label: str | Promise
    url_name: str
    needs: frozenset[str] = frozenset()
    of: str = ""
    count: str = ""  # the attribute of `request.nav_counts` to show beside the label
    also: str = ""  # pages of the same matter whose addresses begin otherwise
    under: str | Promise = ""  # the name of the entry that holds it with others


TRADER = (
    Entry(_("Home"), "company_home"),
    Entry(_("Declarations"), "declarations", count="declarations", also="/cases/"),
    Entry(_("Electronic queue"), "slots"),
    Entry(_("Dispatches"), "dispatches", needs=frozenset({"postal_operator"})),
    Entry(_("Scan parcels"), "scan_items", needs=frozenset({"postal_operator"})),
    Entry(_("Upload a message"), "upload"),
    Entry(_("Company"), "company"),
    Entry(_("What will I need?"), "explain"),
)
CORRIDOR = _("The corridor")
WATCHING = frozenset({"dispatcher", "image_reader", "risk_officer", "shift_head"})
OFFICER = (
    Entry(_("My desk"), "desk"),
    Entry(_("Queue"), "queue", count="queue", also="/desk/signoffs/"),
    Entry(_("Control centre"), "control", needs=WATCHING | {"officer", "head"}, of="customs"),
    Entry(_("Gate"), "gate", needs=frozenset({"officer", "head"}), of="customs"),
    Entry(_("Trains"), "trains", needs=frozenset({"officer", "head"}), of="customs", under=CORRIDOR),
    Entry(_("Pre-arrival notices"), "neighbour_notices", of="customs", under=CORRIDOR),
    Entry(
        _("Devices"),
        "devices",
        needs=frozenset({"officer", "head", "dispatcher", "shift_head"}),
        of="customs",
        under=CORRIDOR,
    ),
    Entry(_("Corridors"), "corridors", needs=frozenset({"head", "shift_head"}), of="customs", under=CORRIDOR),
    Entry(_("Guarantees"), "guarantees", needs=frozenset({"cashier", "head"}), of="customs", under=CORRIDOR),
    Entry(_("Routing desk"), "routing_desk", needs=frozenset({"routing_desk"}), count="routing_desk"),
    Entry(_("Payments"), "payments", needs=frozenset({"cashier"})),
    Entry(_("Appeals"), "appeals", needs=frozenset({"head"})),
    Entry(_("Find a declaration"), "find"),
    Entry(_("Questions of visitors"), "enquiries", needs=frozenset({"routing_desk", "admin"})),
    Entry(_("Announcements"), "announcements", needs=frozenset({"admin"})),
    Entry(_("Administration"), "grants", needs=frozenset({"admin"})),
    Entry(_("Rulebooks"), "rulebooks", needs=frozenset({"admin"})),
)
NOBODY = (
    Entry(_("What will I need?"), "explain"),
    Entry(_("Customs procedures"), "procedures"),
    Entry(_("Tariff"), "tariff"),
    Entry(_("Follow a declaration"), "track"),
    Entry(_("Check a release note"), "verify"),
)
OPERATOR = (
    Entry(_("Gate"), "gate"),
    Entry(_("Yard"), "yard"),
    Entry(_("Fees"), "gate_fees"),
    Entry(_("Service levels"), "gate_service"),
)
NAV = {"trader": TRADER, "officer": OFFICER, "operator": OPERATOR, "nobody": NOBODY}

ACCOUNT_MENU = (
    (_("Settings"), "settings"),
    (_("What you are told of"), "notice_settings"),
    (_("Email addresses"), "account_email"),
    (_("Change password"), "account_change_password"),
    (_("Second factor"), "mfa_index"),
    (_("API tokens"), "tokens"),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: everything `base.html` and its header need."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    codes = {code for code, _name in settings.LANGUAGES}
    return {
        "nav": nav_of(request),
        "theme": theme.theme_of(request),
        "theme_steps": THEME_STEPS,
        "languages": [(code, name) for code, name in LANGUAGES if code in codes],
        "help_line": getattr(settings, "HELP_LINE", "1414"),
        "me": me_of(request) if signed_in else None,
        "bell": SimpleLazyObject(partial(bell_of, request)) if signed_in else None,
        "account_menu": list(_account_menu()) if signed_in else [],
        "client": clients.choice_of(request) if signed_in else None,
        "search_url": address_of("find") if getattr(getattr(request, "actor", None), "grants", ()) else None,
        "sign_in_url": address_of("account_login"),
        "sign_out_url": address_of("account_logout"),
    }


def nav_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The main navigation of this person: label, current, count (None where nothing is counted), and url or `links`."""
    actor = getattr(request, "actor", None)
    kind = str(getattr(actor, "kind", "nobody"))
    roles = frozenset(getattr(actor, "roles", ()) or ())
    if any(member.is_postal_operator for member in getattr(actor, "own", ())):
        roles |= {"postal_operator"}
    counts = getattr(request, "nav_counts", None) or {}
    links = []
    for entry in NAV.get(kind, NOBODY):
        url = address_of(entry.url_name)
        is_others = bool(entry.of) and entry.of not in getattr(actor, "agencies", ())
        if url is None or is_others or (entry.needs and not entry.needs & roles):
            continue
        is_part = bool(entry.also) and request.path.startswith(entry.also)
        link = {"label": entry.label, "url": url, "current": is_part, "count": counts.get(entry.count)}
        links.append({**link, "under": entry.under})
    if not any(link["current"] for link in links):
        _mark_current(links, request.path)
    return _folded(links)


def _folded(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links of one matter under one entry that opens; a single one stands by itself."""
    found: list[dict[str, Any]] = []
    for under, group in groupby(links, key=lambda link: link["under"]):
        together = list(group)
        if not under or len(together) == 1:
            found += together
        else:
            is_current = any(link["current"] for link in together)
            found.append({"label": under, "links": together, "current": is_current, "count": None})
    return found


def me_of(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person's name and place (agencies of their grants, else their company) for the header."""
    user: Any = request.user
    actor = getattr(request, "actor", None)
    grants, own = getattr(actor, "grants", ()), getattr(actor, "own", ())
    if grants:
        place = sentences.names_of(sorted({grant.agency for grant in grants}))
    else:
        place = str(own[0].name) if own else ""
    return {"name": user.get_full_name() or user.get_username(), "place": place, "is_officer": bool(grants)}


def bell_of(request: HttpRequest) -> dict[str, Any]:
    """Where the messages are and how many are unread; asked only by a page that shows its header.

    Outside the act of a person, on pages of refusal and of signing in, nothing is counted: nobody acts there.
    """
    actor: Any = getattr(request, "actor", None)
    acts = getattr(actor, "user_id", None) is not None and connection.in_atomic_block
    unread = selectors.unread(actor) if acts else 0
    full = unread >= selectors.MOST_COUNTED
    return {"url": reverse("messages"), "unread": unread, "text": f"{unread - 1}+" if full else str(unread)}


def address_of(url_name: str) -> str | None:
    """The address of a page, or None while no such page is installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _account_menu() -> Iterable[dict[str, Any]]:
    for label, url_name in ACCOUNT_MENU:
        if url := address_of(url_name):
            yield {"label": label, "url": url}


def _mark_current(links: list[dict[str, Any]], path: str) -> None:
    """Mark the link whose address is the longest beginning of this path."""
    holding = [link for link in links if path == link["url"] or (link["url"] != "/" and path.startswith(link["url"]))]
    if holding:
        max(holding, key=lambda link: len(link["url"]))["current"] = True
