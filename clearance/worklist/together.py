"""Whole cards: all rows of one agency on one declaration are claimed, given back and given to a colleague together."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from clearance import clock, queues, record
from clearance.acting import Actor
from clearance.models import Grant, SignOff
from clearance.permissions import NotAllowed
from clearance.record import Happened
from clearance.services import deciding, found
from clearance.workflow import Refused, SignOffState
from clearance.worklist import looks, undoing
from clearance.worklist.cards import rows_of_card
from clearance.worklist.models import Look


def claim(actor: Actor, *, sign_off: str) -> SignOff:
    """Take a sign-off and with it the open rows of its card; a colleague's row stays with the colleague."""
    row = deciding.claim(actor, sign_off=sign_off)
    _with_the_others(actor, row)
    return row


def take_next(actor: Actor, *, agency: str | None = None, office: str | None = None) -> SignOff | None:
    """Take the next sign-off of the queues and its whole card."""
    row = deciding.take_next(actor, agency=agency, office=office)
    if row is not None:
        _with_the_others(actor, row)
    return row


def give_back(actor: Actor, *, sign_off: str) -> SignOff:
    """Give the whole card back; a decision that waits must be taken back first."""
    row = SignOff.objects.filter(uuid=sign_off).first()
    if row is None:
        raise found.NotFound(sign_off)
    undoing.must_not_wait(rows_of_card(row))
    for one in rows_of_card(row).filter(state=SignOffState.CLAIMED, claimed_by_id=row.claimed_by_id):
        deciding.release_claim(actor, sign_off=str(one.uuid))
    return row


def assign(actor: Actor, *, sign_off: str, to: int) -> SignOff:
    """A head of office gives a card to a colleague, also one that another colleague has."""
    declaration, row = found.sign_off(actor, sign_off)
    if not is_head_for(actor, row):
        raise NotAllowed(_("Only the head of the office gives work to a colleague."))
    undoing.must_not_wait(rows_of_card(row))
    deciding.may_be_worked_on(declaration, row)
    if row.state not in {SignOffState.OPEN, SignOffState.CLAIMED}:
        raise Refused("not_open", _("This sign-off is not open. Reload the page to see where it stands."))
    if to not in dict(colleagues(actor, row.executed_by, row.office_id)):
        raise NotAllowed(_("This person has no role for this agency at this office."))
    now = clock.now()
    given = list(rows_of_card(row))
    for one in given:
        one.state, one.claimed_by_id, one.claimed_at = SignOffState.CLAIMED, to, now
        one.save(update_fields=["state", "claimed_by", "claimed_at"])
    events = [
        Happened(
            "signoff.assigned",
            {"signoff": str(one.uuid), "requirement": one.requirement, "to": to},
            public=False,
            agency=one.agency,
            office=one.office_id,
        )
        for one in given
    ]
    record.write(declaration, actor, events)
    return row


def is_head_for(actor: Actor, row: SignOff) -> bool:
    """Whether the person leads the office at which a sign-off stands."""
    return any(
        grant.role == "head" and grant.agency in (row.agency, row.executed_by) and grant.office in (None, row.office_id)
        for grant in actor.grants
    )


def led_by(actor: Actor) -> list[tuple[str, str | None]]:
    """Agency and office of each queue whose work the person gives out."""
    return sorted({(grant.agency, grant.office) for grant in actor.grants if grant.role == "head"}, key=str)


def colleagues(actor: Actor, agency: str, office: str | None) -> list[tuple[int, str]]:
    """Who works the queue of an agency at an office (None: at any), by name."""
    grants = Grant.objects.in_force(clock.now()).filter(agency=agency, role__in=sorted(queues.WORKING))
    if office:
        grants = grants.filter(office_id__in=[office]) | grants.filter(office_id=None)
    people = {grant.user_id: str(grant.user) for grant in grants.select_related("user")}
    return sorted(people.items(), key=lambda one: one[1])


def each(actor: Actor, chosen: Iterable[str], act: str, *, to: int | None = None) -> tuple[int, list[str]]:
    """Claim or assign several cards; each by itself. Returns how many went well and the sentences of the others."""
    done, refused = 0, []
    for sign_off in chosen:
        try:
            if act == "assign" and to is not None:
                assign(actor, sign_off=sign_off, to=to)
            else:
                claim(actor, sign_off=sign_off)
            done += 1
        except (Refused, NotAllowed) as refusal:
            refused.append(str(refusal))
        except found.NotFound:
            refused.append(str(_("This sign-off is not open. Reload the page to see where it stands.")))
    return done, refused


def _with_the_others(actor: Actor, row: SignOff) -> None:
    for other in rows_of_card(row).filter(state=SignOffState.OPEN).exclude(pk=row.pk):
        deciding.claim(actor, sign_off=str(other.uuid))
    row.declaration.refresh_from_db(fields=["last_seq"])
    if Look.objects.filter(officer_id=actor.person, declaration_id=row.declaration_id).exists():
        looks.looked(actor, row.declaration)
