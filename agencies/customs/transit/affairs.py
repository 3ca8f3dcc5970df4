"""What can be done with goods on the way, by whom and when: one list for the buttons and for what they press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Movement, Seal
from agencies.customs.transit import enquiries, escorts, incidents, leaves, on_the_way_forms, rights, seals
from agencies.customs.transit.life import UNDER_WAY, WHOLE, State, codes
from clearance.acts import Actor, NotFound, Sentence

Act = Callable[..., Any]
When = Callable[[Movement], bool]


@dataclass(frozen=True)
class Affair:
    """One thing that can be done: its form, the act, for whom, and when it is offered."""

    name: str
    label: Sentence
    form: on_the_way_forms.FormOf
    act: Act
    for_customs: bool
    for_company: bool
    when: When


def is_under_way(movement: Movement) -> bool:
    """Whether the goods have not arrived."""
    return State(movement.state) in UNDER_WAY


def _affix(actor: Actor, *, reference: str, **given: Any) -> Any:
    movement = rights.movement_for(actor, reference)
    rights.must_be_customs(actor, movement)
    return seals.affix(actor, movement, **given)


def _end_seal(actor: Actor, *, reference: str, seal: str, **given: Any) -> Any:
    movement = rights.movement_for(actor, reference)
    rights.must_be_customs(actor, movement)
    found = Seal.objects.filter(movement=movement, uuid=seal).first()
    if found is None:
        raise NotFound(seal)
    return seals.end(actor, movement, found, **given)


def _has(rows: str, **filters: Any) -> When:
    return lambda movement: bool(getattr(movement, rows).filter(**filters).exists())


AFFAIRS: tuple[Affair, ...] = (
    Affair("resolve", _("Resolve an incident"), on_the_way_forms.ResolveForm, incidents.resolve, True, False,
           _has("incidents", resolved_at=None)),
    Affair("decide", _("Decide on what was asked"), on_the_way_forms.LeaveForm, leaves.decide, True, False,
           _has("leaves", state="asked")),
    Affair("answer", _("Answer the enquiry"), on_the_way_forms.AnswerForm, enquiries.answer, True, False,
           _has("enquiries", answered_at=None)),
    Affair("report", _("Report an incident"), on_the_way_forms.ReportForm, incidents.report_as, True, True, is_under_way),
    Affair("tranship", _("Load into another vehicle"), on_the_way_forms.TranshipForm, leaves.tranship_as, False, True,
           is_under_way),
    Affair("destination", _("Ask for another destination"), on_the_way_forms.DestinationForm, leaves.ask_destination, False,
           True, is_under_way),
    Affair("affix", _("Put on a seal"), on_the_way_forms.SealForm, _affix, True, False, is_under_way),
    Affair("end_seal", _("Say what became of a seal"), on_the_way_forms.EndSealForm, _end_seal, True, False,
           _has("seal_rows", state__in=codes(WHOLE))),
    Affair("escort", _("Order an escort"), on_the_way_forms.EscortForm, escorts.order, True, False,
           lambda movement: is_under_way(movement) and escorts.of(movement) is None),
    Affair("arrange", _("Arrange the escort"), on_the_way_forms.ArrangeForm, escorts.arrange, True, False,
           _has("escorts", ended_at=None, arranged_at=None)),
    Affair("end_escort", _("End the escort"), on_the_way_forms.ReasonForm, escorts.end, True, False,
           _has("escorts", ended_at=None)),
)  # fmt: skip


def offered(actor: Actor, movement: Movement) -> list[Affair]:
    """What the person can do with a movement now, in the order in which it matters."""
    of_company = rights.is_of_the_company(actor, movement)
    of_customs = not of_company and (
        rights.what_keeps_customs(actor, movement) is None
        or (
            any(grant.agency == "customs" and grant.role in rights.WORKING for grant in actor.grants)
            and movement.enquiries.exists()
        )
    )
    if not (of_company or of_customs):
        return []
    return [
        one
        for one in AFFAIRS
        if ((one.for_company and of_company) or (one.for_customs and of_customs)) and one.when(movement)
    ]


def named(name: str) -> Affair:
    """The affair of that name; NotFound."""
    found = next((one for one in AFFAIRS if one.name == name), None)
    if found is None:
        raise NotFound(name)
    return found
