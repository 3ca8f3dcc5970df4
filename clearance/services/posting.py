"""Post: an operator files a whole dispatch in one act, the clean items are released in one, only exceptions queue.

The operator files for the addressee, by law and not as a party. Both acts cost the same number of statements for two
hundred items as for two, and every wall stands: each item has its own version, signature, events and chain.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clearance import clock, moves, record, tasks
from clearance import content as contents
from clearance.acting import Actor, Member
from clearance.content import Problem, Problems
from clearance.dispatch_lists import Listed, column_of
from clearance.models import Declaration, Version
from clearance.permissions import NotAllowed, may_act_for
from clearance.record import Happened
from clearance.selectors import visible_to
from clearance.services import arriving, filing, found, lists, trading
from clearance.services.dispatch_arrival import DispatchReleased, release_clean
from clearance.workflow import ENDED, MOVES, Kind, Refused, State

__all__ = [
    "ITEM_EVENTS",
    "DispatchReleased",
    "ItemFiled",
    "file_dispatch",
    "located",
    "operator_of",
    "problems_of",
    "record_item_event",
    "release_clean",
    "send_back",
]


@dataclass(frozen=True)
class ItemFiled:
    """What became of one item of a list: a reference, or everything that is wrong with it."""

    place: int
    item_id: str
    reference: str | None
    created: bool
    problems: tuple[Problem, ...]


def file_dispatch(
    actor: Actor, *, company_id: int, rows: Sequence[Listed], signature: dict[str, Any] | None = None
) -> list[ItemFiled]:
    """File every item of a list that can be filed; each answer is a reference or located problems, in the list's order.

    The list is signed once, over the digests of its items. The same list again gives the same references.
    """
    member = may_act_for(actor, company_id, signing=True)
    if not member.is_postal_operator:
        raise NotAllowed(_("Only a postal operator files dispatch lists."))
    wrong = problems_of(rows)
    before = _filed_before(company_id, rows)
    answers: dict[int, ItemFiled] = {}
    fresh: list[tuple[Listed, str]] = []
    for row in rows:
        if wrong[row.place]:
            answers[row.place] = ItemFiled(row.place, row.item_id, None, False, tuple(wrong[row.place]))
            continue
        digest = contents.digest(row.content)
        reference, before_digest = before.get(_reference_of(row), (None, digest))
        if before_digest != digest:
            answers[row.place] = ItemFiled(row.place, row.item_id, None, False, (_known_item(row),))
        elif reference is not None:
            answers[row.place] = ItemFiled(row.place, row.item_id, reference, False, ())
        else:
            fresh.append((row, digest))
    if fresh:
        busy = Refused(
            "dispatch_being_filed",
            _("This list is being filed at this moment. Send it again to see its references."),
        )
        digested = [(row.content, digest) for row, digest in fresh]
        declarations = lists.file_all(actor, member, digested, signature, busy=busy)
        for (row, _digest), filed in zip(fresh, declarations, strict=True):
            answers[row.place] = ItemFiled(row.place, row.item_id, filed.reference, True, ())
    return [answers[row.place] for row in rows]


def operator_of(actor: Actor) -> Member:
    """The postal operator whose people work at its desk; NotAllowed for people of other companies."""
    member = next((member for member in actor.own if member.is_postal_operator), None)
    if member is None:
        raise NotAllowed(_("Only a postal operator files dispatch lists."))
    return member


ITEM_EVENTS = {
    "EMC": "item.left_origin",
    "EMD": "item.arrived",
    "EDB": "item.given_to_customs",
    "EDC": "item.back_from_customs",
    "EMG": "item.at_delivery_office",
    "EMH": "item.not_delivered",
    "EMI": "item.delivered",
    "STORED": "item.stored",
    "RETURNED": "item.returned",
}
"""Events of an item by their EMSEVT code (handbook 6.4), and storage and return, which have none."""

AFTER_RELEASE = frozenset({"EDC", "EMG", "EMH", "EMI"})
NEEDS_REASON = frozenset({"EMH", "RETURNED"})


def record_item_event(
    actor: Actor, *, reference: str, code: str, at: datetime | None = None, office: str = "", reason: str = ""
) -> bool:
    """Record a scan, storage or delivery of a postal item; the same one twice is one. Returns whether it was new.

    Delivery comes after release (Art. 285); with it nothing is left to do and the file is closed.
    """
    declaration = visible_to(actor).select_for_update(no_key=True, of=("self",)).get(reference=reference)
    may_act_for(actor, declaration.company_id)
    now = clock.now()
    problems = []
    if declaration.kind != Kind.POSTAL:
        problems.append(
            Problem("not_postal", "/reference", _("Only postal items are scanned. Enter another reference."))
        )
    if code not in ITEM_EVENTS:
        problems.append(Problem("item_event", "/code", _("Choose an event of the list.")))
    if code in NEEDS_REASON and not reason.strip():
        problems.append(Problem("reason_missing", "/reason", _("Enter the reason.")))
    if at is not None and (at.tzinfo is None or at > now + arriving.TOLERANCE):
        problems.append(Problem("time", "/at", _("Enter a time with its zone that is not in the future.")))
    if problems:
        raise Problems(problems)
    if code in AFTER_RELEASE and declaration.state not in {State.RELEASED, State.RELEASED_WITH_CONDITIONS, *ENDED}:
        raise Refused("not_released", _("The item is not released yet. It stays where it is until it is."))
    if code == "EMI" and declaration.open_follow_up:
        raise Refused("delivery_blocked", _("A check that comes before delivery is still open."))
    payload = {"code": code, "at": (at or now).isoformat(), **({"reason": reason.strip()} if reason.strip() else {})}
    kind = ITEM_EVENTS[code]
    if at is not None and declaration.events.filter(kind=kind, payload__at=payload["at"], office=office).exists():
        return False
    record.write(declaration, actor, [Happened(kind, payload, office=office, at=at or now)])
    if code == "EMI" and declaration.state == State.RELEASED:
        moves.save(declaration, next_timer_at=now)  # the system's next look closes it
        tasks.wake(declaration.pk)
    return True


def send_back(actor: Actor, *, reference: str, reason: str) -> Declaration:
    """Return an item to its sender: the scan says so, and what is not released yet is withdrawn."""
    record_item_event(actor, reference=reference, code="RETURNED", reason=reason)
    declaration = found.declaration(actor, reference)
    if declaration.state in MOVES["withdraw"].sources:
        return trading.withdraw(actor, reference=reference, reason=reason)
    return declaration


def located(item: ItemFiled, row: Listed) -> list[dict[str, Any]]:
    """The problems of an item as the API shows them: the pointer begins with the item's place, a CSV tells line and column."""
    told = []
    for problem in item.problems:
        shown = problem.as_dict()
        if row.lines:
            shown["line"] = problem.line or row.lines[0]
            shown["column"] = column_of(problem.pointer)
        shown["pointer"] = f"/{row.place}{problem.pointer}"
        told.append(shown)
    return told


def problems_of(rows: Sequence[Listed]) -> dict[int, list[Problem]]:
    """Everything that is wrong with each item of a list, by its place; two statements for the whole list."""
    offices = filing.known_offices(*(row.content for row in rows))
    times = Counter(_reference_of(row) for row in rows)
    wrong: dict[int, list[Problem]] = {}
    for row in rows:
        faults = list(row.problems)
        if not faults:
            faults = filing.problems_of(row.content, offices=offices)
        if row.content.get("kind") not in (None, Kind.POSTAL):
            faults.append(Problem("kind", "/kind", _("Only postal items belong in a dispatch list.")))
        if _reference_of(row) and times[_reference_of(row)] > 1:
            message = format_lazy(_("Remove one of the two: {item} is listed twice."), item=_reference_of(row))
            faults.append(Problem("listed_twice", "/postal/item_id", message))
        wrong[row.place] = faults
    return wrong


def _filed_before(company_id: int, rows: Sequence[Listed]) -> dict[str, tuple[str, str]]:
    """Reference and digest of the items of the list that were filed before, by item number; one statement."""
    filed = (
        Version.objects.filter(
            number=1,
            declaration__company_id=company_id,
            declaration__local_ref__in=[_reference_of(row) for row in rows],
        )
        .exclude(declaration__state__in=[State.DRAFT, State.CANCELLED])
        .values_list("declaration__local_ref", "declaration__reference", "digest")
    )
    return {local_ref: (reference, digest) for local_ref, reference, digest in filed}


def _reference_of(row: Listed) -> str:
    """The operator's own reference of an item: its S10 number, unless the list gives another."""
    return str(row.content.get("local_ref") or "")


def _known_item(row: Listed) -> Problem:
    message = format_lazy(_("Check the number {item}: it was filed before with other contents."), item=row.item_id)
    return Problem(
        "local_ref_used", "/postal/item_id", message, _("Amend the declaration that was filed, or withdraw it.")
    )
