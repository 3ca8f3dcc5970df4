"""A change of a filed declaration while it is prepared: shared by the company, kept until it is sent or given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.acting import Actor
from clearance.models import Declaration
from clearance.permissions import may_act_for
from clearance.preparing import saving
from clearance.services import found
from clearance.workflow import AT_WORK, Refused, State


def keep(actor: Actor, *, reference: str, content: Mapping[str, Any], revision: int, page: str = "") -> Declaration:
    """Keep a change; `revision` is the one it was made from: a stale one is refused, so that nobody is overwritten."""
    declaration = found.declaration(actor, reference)
    may_act_for(actor, declaration.company_id)
    may_be_changed(declaration)
    before = saving.of(declaration)
    if revision != (before.revision if before else 0):
        raise Refused("stale_draft", _("A colleague has saved this change since you opened it. Reload it to go on."))
    saving.keep_change(declaration, actor, content=content, revision=revision + 1, page=page)
    return declaration


def drop(actor: Actor, *, reference: str) -> Declaration:
    """Give a change up."""
    declaration = found.declaration(actor, reference)
    may_act_for(actor, declaration.company_id)
    saving.forget_change(declaration)
    return declaration


def may_be_changed(declaration: Declaration) -> None:
    """Refuse a change of what is not being dealt with."""
    if State(declaration.state) not in AT_WORK:
        raise Refused("illegal_move", _("Only a declaration that is filed and not yet released can be changed."))
