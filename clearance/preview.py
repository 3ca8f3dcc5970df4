"""Before something is sent: who would be asked, or asked again, who keeps the answer given. Writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearance import clock, deriving, rulebooks
from clearance.explaining import explain
from clearance.models import Declaration
from clearance.plans import Need, Plan
from clearance.routing import plan
from clearance.wording import worded
from clearance.workflow import Visibility

STAYS, AGAIN, NEW, GONE = "stays", "again", "new", "gone"


@dataclass(frozen=True)
class Change:
    """What a change of the content means for one sign-off: it stays, is asked again, is new, or is gone."""

    what: str
    agency: str
    requirement: str
    titles: Mapping[str, str]
    items: tuple[int, ...]


def who_is_asked_again(declaration: Declaration, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The difference between the public sign-offs of two contents under the rulebooks in force for the declaration."""
    _ids, books = rulebooks.in_force(declaration.accepted_at or declaration.lodged_at or clock.now())
    plans = [plan(deriving.facts_to_explain(content), books) for content in (before, after)]
    return compare(*plans)


def who_is_asked(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every agency with what it would be asked and how long it may take, in the reader's language; public rules only."""
    _ids, books = rulebooks.in_force(clock.now())
    agencies: list[dict[str, Any]] = worded(explain(plan(deriving.facts_to_explain(content), books)))["agencies"]
    return agencies


def compare(before: Plan, after: Plan) -> list[Change]:
    """What becomes of each public sign-off; the changed ones first."""
    old, new = _public(before), _public(after)
    changes = [
        _change(AGAIN if need.fingerprint != old[identity].fingerprint else STAYS, need) if identity in old
        else _change(NEW, need)
        for identity, need in new.items()
    ]  # fmt: skip
    changes += [_change(GONE, need) for identity, need in old.items() if identity not in new]
    order: Sequence[str] = (AGAIN, NEW, GONE, STAYS)
    return sorted(changes, key=lambda change: (order.index(change.what), change.agency, change.requirement))


def _public(planned: Plan) -> dict[tuple[str, ...], Need]:
    return {need.identity: need for need in planned.needs if need.visibility != Visibility.RESTRICTED}


def _change(what: str, need: Need) -> Change:
    return Change(what, need.agency, need.requirement, need.titles, need.items)
