"""A company's webhooks: for its administrators."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clearance.acting import Actor
from portal.accounts.acting_views import with_actor
from portal.accounts.models import Company
from portal.notices import selectors, services
from portal.notices.forms import ChangeWebhookForm, WebhookForm
from portal.notices.models import Webhook
from portal.notices.topics import FOR_WEBHOOKS
from portal.notices.webhooks.bodies import body_of
from portal.notices.webhooks.signing import secret_of

STANDINGS = ("", "waiting", "delivered", "given_up")


@require_GET
@with_actor
def webhooks(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """The webhooks of a company."""
    house = selectors.administered(actor, company)
    return render(request, "notices/webhooks.html", {"company": house, "webhooks": selectors.webhooks_of(house)})


@require_http_methods(["GET", "POST"])
@with_actor
def new_webhook(request: HttpRequest, actor: Actor, company: uuid.UUID) -> HttpResponse:
    """A new webhook; its secret is on the answer to the form and never again."""
    house = selectors.administered(actor, company)
    initial = {"topics": list(FOR_WEBHOOKS)[:-1], "language": (get_language() or "en")[:2]}
    form = WebhookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _with_secret(request, house, services.make_webhook(actor, company, **form.cleaned_data))
    return render(request, "notices/new_webhook.html", {"company": house, "form": form})


@require_http_methods(["GET", "POST"])
@with_actor
def webhook(request: HttpRequest, actor: Actor, company: uuid.UUID, uuid: uuid.UUID) -> HttpResponse:
    """One webhook: what it sends, what was delivered, its secret, its end."""
    house, found = _found(actor, company, uuid)
    kept = {name: getattr(found, name) for name in ("name", "url", "language", "topics", "active")}
    form = ChangeWebhookForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        services.change_webhook(actor, found, **form.cleaned_data)
        messages.success(request, _("The webhook is saved."))
        return redirect("webhook", house.uuid, found.uuid)
    standing = request.GET.get("standing", "")
    standing = standing if standing in STANDINGS else ""
    deliveries = selectors.deliveries_of(found, standing=standing, after=request.GET.get("after", ""))
    keep = {"standing": standing} if standing else {}
    page = {
        "company": house,
        "webhook": found,
        "form": form,
        "deliveries": deliveries.rows,
        "standing": standing,
        "standings": STANDINGS,
        "is_first": not request.GET.get("after"),
        "first_url": "?" + urlencode(keep),
        "next_url": "?" + urlencode({**keep, "after": deliveries.next}) if deliveries.next else "",
    }
    return render(request, "notices/webhook.html", page)


@require_POST
@with_actor
def change_secret(request: HttpRequest, actor: Actor, company: uuid.UUID, uuid: uuid.UUID) -> HttpResponse:
    """A new secret; the old one signs too for a day."""
    house, found = _found(actor, company, uuid)
    return _with_secret(request, house, services.change_secret(actor, found))


@require_POST
@with_actor
def ping(request: HttpRequest, actor: Actor, company: uuid.UUID, uuid: uuid.UUID) -> HttpResponse:
    """A test message to the receiver."""
    house, found = _found(actor, company, uuid)
    services.ping(actor, found)
    messages.success(request, _("A test is on its way. Reload the page in a few seconds to see the answer."))
    return redirect("webhook", house.uuid, found.uuid)


@require_POST
@with_actor
def end_webhook(request: HttpRequest, actor: Actor, company: uuid.UUID, uuid: uuid.UUID) -> HttpResponse:
    """End a webhook for good."""
    house, found = _found(actor, company, uuid)
    services.end_webhook(actor, found)
    messages.success(request, _("The webhook “%(name)s” is ended.") % {"name": found.name})
    return redirect("webhooks", house.uuid)


@require_GET
@with_actor
def delivery(request: HttpRequest, actor: Actor, company: uuid.UUID, uuid: uuid.UUID, pk: int) -> HttpResponse:
    """One delivery: what is sent, and how each attempt ended."""
    house, found = _found(actor, company, uuid)
    one = selectors.delivery_of(found, pk)
    body = json.dumps(json.loads(body_of(one)), ensure_ascii=False, indent=2)
    page = {"company": house, "webhook": found, "one": one, "attempts": selectors.attempts_of(one), "body": body}
    return render(request, "notices/delivery.html", page)


@require_POST
@with_actor
def send_again(request: HttpRequest, actor: Actor, company: uuid.UUID, uuid: uuid.UUID, pk: int) -> HttpResponse:
    """Send a delivery again."""
    house, found = _found(actor, company, uuid)
    services.send_again(actor, selectors.delivery_of(found, pk))
    messages.success(request, _("It is on its way again. Reload the page in a few seconds to see the answer."))
    return redirect("delivery", house.uuid, found.uuid, pk)


def _found(actor: Actor, company: uuid.UUID, key: uuid.UUID) -> tuple[Company, Webhook]:
    house = selectors.administered(actor, company)
    return house, selectors.webhook_of(house, key)


def _with_secret(request: HttpRequest, house: Company, found: Webhook) -> HttpResponse:
    page = {"company": house, "webhook": found, "secret": secret_of(found)}
    response = render(request, "notices/secret.html", page)
    response["Cache-Control"] = "no-store"
    return response
