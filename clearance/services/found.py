"""Finding and locking what an act is about, as far as the actor may see it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from clearance.acting import Actor
from clearance.models import Declaration, Question, SignOff
from clearance.permissions import NotAllowed, may_decide
from clearance.selectors import visible_to

Row = TypeVar("Row", bound=Model)


class NotFound(LookupError):
    """There is no such thing, or the actor may not see it: the same answer for both."""


def must_find(rows: QuerySet[Row], sought: object) -> Row:
    """The first of these rows; NotFound, which names what was sought, where there is none."""
    row = rows.first()
    if row is None:
        raise NotFound(sought)
    return row


def declaration(actor: Actor, reference: str) -> Declaration:
    """The declaration, locked; NotFound for what may not be seen."""
    row = (
        visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .filter(reference=reference.strip().upper())
        .first()
    )
    if row is None:
        raise NotFound(reference)
    return row


def sign_off(actor: Actor, uuid: str) -> tuple[Declaration, SignOff]:
    """A sign-off the actor may work on, with its declaration locked first; NotFound, NotAllowed."""
    if not actor.grants:
        raise NotFound(uuid)
    asked = SignOff.objects.filter(uuid=uuid).values("declaration_id")
    owner = visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk__in=asked).first()
    # Read after the lock, so that it is the row as whoever held the lock before has left it.
    row = SignOff.objects.select_related("office", "claimed_by").filter(uuid=uuid).first()
    if owner is None or row is None:
        raise NotFound(uuid)
    if sentence := may_decide(actor, row, owner):
        raise NotAllowed(sentence)
    row.declaration = owner
    return owner, row


def question(actor: Actor, uuid: str) -> tuple[Declaration, Question]:
    """A question to a company the actor acts for, with its declaration locked."""
    seen = Question.objects.filter(uuid=uuid).values_list("declaration_id", flat=True).first()
    if seen is None:
        raise NotFound(uuid)
    owner = visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk=seen).first()
    row = Question.objects.filter(uuid=uuid).first()
    if owner is None or row is None:
        raise NotFound(uuid)
    if actor.member_of(owner.company_id) is None:
        raise NotAllowed(_("Only the trader can answer this question."))
    return owner, row
