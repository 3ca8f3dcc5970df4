"""Signing a version: who signs, by what authority, over which canonical bytes, having seen which text."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import Actor, Member
from clearance.workflow import Refused

DECLARED = _("I declare that this is complete and true, and I answer for it by law.")


class SigningPlugIn(Protocol):
    """How a signature is made and checked; one class for each kind of signature a country accepts."""

    name: str

    def proof(self, actor: Actor, digest: str, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """The stored proof that this person signed `digest` (hex SHA-256); raises Refused when it is not enough."""


class DemoSignature:
    """The password once more, or a token with the right to sign; marked as a demo signature wherever it is shown."""

    name = "demo"

    def proof(self, actor: Actor, digest: str, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """Check the password (browser) or the token's scope (API)."""
        if actor.scopes is not None and "sign" in actor.scopes:
            return {"by": "token"}
        person = get_user_model().objects.get(pk=actor.person)
        if given and person.check_password(str(given.get("password", ""))):
            return {"by": "password"}
        raise Refused("wrong_signature", _("Type your password to sign. Nothing was filed and nothing is lost."))


def plug_in() -> SigningPlugIn:
    """The plug-in of this installation (setting SIGNING)."""
    found: SigningPlugIn = import_string(settings.SIGNING)()
    return found


def sign(actor: Actor, member: Member, digest: str, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The signature to keep with a version; raises Refused with what is missing."""
    made_by = plug_in()
    return {
        "plug_in": made_by.name,
        "digest": digest,
        "at": clock.now().isoformat(),
        "authority": f"delegation:{member.broker}" if member.broker else f"{member.role}:{member.company}",
        "text": str(DECLARED),
        "proof": made_by.proof(actor, digest, given),
    }
