"""A stopped movement does not arrive, and its goods are not declared further: who stopped it, and why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement, Stop
from clearance.acts import Refused, Sentence, figures


def what_keeps(movement: Movement) -> Sentence | None:
    """The sentence of the oldest stop that is not lifted; None where nothing keeps the goods."""
    stop = Stop.objects.filter(movement=movement, lifted_at=None).select_related("office").order_by("placed_at").first()
    if stop is None:
        return None
    where = stop.office or movement.destination
    return _("Stopped by customs, %(office)s: %(reason)s (%(law)s). It is looked at again by %(review)s.") % {
        "office": where,
        "reason": stop.told,
        "law": stop.legal_basis,
        "review": figures.moment(stop.review_at),
    }


def must_be_free(movement: Movement) -> None:
    """Refused where the movement is stopped."""
    if (sentence := what_keeps(movement)) is not None:
        raise Refused("movement_stopped", sentence)


def object_for(declaration: Any) -> Sentence | None:
    """What customs says when the goods of a transit shall arrive, or be declared further."""
    if declaration.kind != "transit":
        return None
    movement = Movement.objects.select_related("destination").filter(declaration=declaration).first()
    return what_keeps(movement) if movement else None
