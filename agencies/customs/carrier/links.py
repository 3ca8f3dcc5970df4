"""Links of carriers: made and revoked by the company or customs; the token is worked out from the key, its digest is kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
from datetime import datetime
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.customs.arrival import hours
from agencies.customs.models import CarrierLink, Movement
from agencies.customs.transit import acts, moves
from clearance.acts import (
    Actor,
    NotAllowed,
    NotFound,
    Problem,
    Problems,
    as_system,
    clock,
    declaration_for,
    may_act_for,
)

MOST = 10
"""Links of a movement that open at the same time."""
LANGUAGES = ("kk", "ru", "en")


def movement_for(actor: Actor, reference: str) -> Movement:
    """The movement of a declaration whose links the person may make; NotFound, NotAllowed."""
    declaration = declaration_for(actor, reference)
    movement = Movement.objects.select_related("destination").filter(declaration=declaration).first()
    if movement is None:
        raise NotFound(reference)
    movement.declaration = declaration
    try:
        may_act_for(actor, movement.company_id)
    except NotAllowed:
        if sentence := acts.what_keeps(actor, movement, "depart"):
            raise NotAllowed(sentence) from None
    return movement


def make(actor: Actor, *, reference: str, email: str = "", language: str = "ru") -> CarrierLink:
    """A new link; it is sent where an address is given. Problems."""
    movement = movement_for(actor, reference)
    problems = []
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            problems.append(Problem("email", "/email", _("Enter an e-mail address like name@example.kz.")))
    if language not in LANGUAGES:
        problems.append(Problem("language", "/language", _("Select the language of the letter.")))
    if CarrierLink.objects.filter(movement=movement, revoked_at=None).count() >= MOST:
        problems.append(
            Problem("too_many_links", "/email", _("Revoke a link first: %(most)s open already.") % {"most": MOST})
        )
    if problems:
        raise Problems(problems)
    now, key = clock.now(), uuid4()
    with as_system():
        link: CarrierLink = CarrierLink.objects.create(
            uuid=key,
            movement=movement,
            declaration_id=movement.declaration_id,
            company_id=movement.company_id,
            digest=digest_of(token_of(key)),
            email=email,
            language=language,
            made_by_id=actor.person,
            made_at=now,
            mail_due_at=now if email else None,
        )
        moves.tell(movement, "movement.link_made", by=actor, mailed=bool(email))
    return link


def revoke(actor: Actor, *, reference: str, uuid: UUID) -> None:
    """The link opens nothing any more; twice is once."""
    movement = movement_for(actor, reference)
    with as_system():
        ended = CarrierLink.objects.filter(movement=movement, uuid=uuid, revoked_at=None).update(
            revoked_at=clock.now(), revoked_by_id=actor.person, mail_due_at=None
        )
        if ended:
            moves.tell(movement, "movement.link_revoked", by=actor)


def of(movement: Movement) -> list[CarrierLink]:
    """The links of a movement that open something."""
    return list(CarrierLink.objects.filter(movement=movement, revoked_at=None).select_related("made_by"))


def opened(token: str) -> CarrierLink | None:
    """The link a token opens; None alike for an unknown one, a revoked one, and some days after the end."""
    with as_system():
        link = (
            CarrierLink.objects.select_related(
                "movement__declaration__company", "movement__destination", "movement__departure"
            )
            .filter(digest=digest_of(token), revoked_at=None)
            .first()
        )
        if link is None or ((until := open_until(link.movement)) is not None and until < clock.now()):
            return None
        return link


def open_until(movement: Movement) -> datetime | None:
    """Until when the links of a movement open; None while it has not ended."""
    if movement.ended_at is None:
        return None
    return hours.due("link", mode=movement.mode, office=movement.destination_id, since=movement.ended_at)


def token_of(key: UUID) -> str:
    """The token of a link: kept nowhere, worked out whenever the link is shown or sent."""
    told = hmac.new(settings.TRACK_KEY.encode(), f"carrier:{key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(told[:24]).decode()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(link: CarrierLink) -> str:
    """The whole address to hand to the driver."""
    way: str = settings.SITE_URL + reverse("carrier_page", args=[token_of(link.uuid)])
    return way


def square(text: str) -> str:
    """The address as a square code to be scanned with a phone, as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=2, scale=5, xmldecl=False, light="#fff")
    return drawn.getvalue().decode()
