"""Who may see, act and decide; the same questions for the button and for the view."""

from django.utils.translation import gettext_lazy as _

from clearance.acting import Actor, Member
from clearance.models import Declaration, SignOff
from clearance.workflow import Sentence

DECIDING = frozenset({"officer", "head"})
NO_RISK = frozenset({"dispatcher", "image_reader", "operator"})
"""Roles that move goods and look at pictures; profiles and lanes are not meant for them."""


class NotAllowed(Exception):
    """The person may see this but not do that; `sentence` says who could."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def may_act_for(actor: Actor, company_id: int, *, signing: bool = False) -> Member:
    """The membership through which `actor` files for `company_id`; raises NotAllowed with the way out."""
    member = actor.member_of(company_id)
    if member is None or member.role == "viewer":
        raise NotAllowed(_("You cannot file for this company. Ask its administrator to add you or to delegate to you."))
    if actor.scopes is not None and "file" not in actor.scopes:
        raise NotAllowed(_("This token may not file. Use a token with the scope “file”."))
    if signing:
        if member.status != "approved":
            raise NotAllowed(_("Customs has not approved this company yet. You can keep drafts until then."))
        if not member.may_sign:
            raise NotAllowed(_("You may prepare but not sign for this company. Ask a colleague who may sign."))
        if actor.scopes is not None and "sign" not in actor.scopes:
            raise NotAllowed(_("This token may not sign. Use a token with the scope “sign”."))
    return member


def may_decide(actor: Actor, sign_off: SignOff, declaration: Declaration) -> Sentence | None:
    """Why `actor` may not work on `sign_off` of `declaration`, or None when they may."""
    if actor.scopes is not None and "desk" not in actor.scopes:
        return _("This token may not act for an agency. Use a token with the scope “desk”.")
    if actor.is_barred_from(declaration.company_id, declaration.parties):
        return _("This is a declaration of your own company. A colleague must deal with it.")
    wanted = {sign_off.agency, sign_off.executed_by}
    roles = DECIDING | {"routing_desk"} if sign_off.agency == "routing_desk" else DECIDING
    for grant in actor.grants:
        if grant.agency in wanted and grant.role in roles and grant.office in (None, sign_off.office_id):
            return None
    return _("You have no role for this agency at this office. Ask your agency's administrator.")


def agency_of(actor: Actor, sign_off: SignOff) -> str:
    """The agency in whose name `actor` works on a sign-off: the one asked, or the one that carries it out for it."""
    asked = any(grant.agency == sign_off.agency for grant in actor.grants)
    return sign_off.agency if asked else sign_off.executed_by


def has_role_for(actor: Actor, declaration: Declaration, *, role: str, agency: str) -> bool:
    """Whether `actor` holds `role` in `agency` and the declaration is not of an own company."""
    if actor.is_barred_from(declaration.company_id, declaration.parties):
        return False
    return any(grant.role == role and grant.agency == agency for grant in actor.grants)


def may_see_risk(actor: Actor) -> bool:
    """Whether an officer is one of those for whom lanes and the reasons behind them are meant."""
    return bool(actor.roles - NO_RISK)
