"""Rehearsal of a rulebook: what it would have asked of declarations that were routed, beside what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clearance import rulebooks
from clearance.facts import Facts
from clearance.models import RoutingRun
from clearance.plans import Need, Plan
from clearance.routing import plan
from clearance.rules import CompiledBook


@dataclass(frozen=True)
class Difference:
    """How the sign-offs of one declaration would differ: requirement codes that are new, gone, or asked otherwise."""

    reference: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    unplaced: int

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.unplaced)


def last_runs(limit: int) -> list[RoutingRun]:
    """The last routing run of each of the declarations routed last."""
    return list(_last(limit).select_related("declaration"))


def last_run_ids(limit: int) -> list[int]:
    """The ids of the same."""
    return list(_last(limit).values_list("pk", flat=True))


def _last(limit: int) -> QuerySet[RoutingRun]:
    runs = RoutingRun.objects.order_by("declaration_id", "-number").distinct("declaration_id").values("pk")
    return RoutingRun.objects.filter(pk__in=runs).order_by("-ran_at", "-pk")[:limit]


def rehearse(book: CompiledBook, runs: Sequence[RoutingRun]) -> Iterator[Difference]:
    """Plan each run's facts once with its own books and once with `book` in place of its agency's; nothing is drawn."""
    for run in runs:
        facts = Facts.from_json(run.facts)
        before = {agency: rulebooks.compiled(agency, pk) for agency, pk in run.rulebooks.items()}
        after = {**before, book.agency: book}
        yield _difference(run.declaration.reference, *(_planned(facts, books) for books in (before, after)))


def _planned(facts: Facts, books: Mapping[str, CompiledBook]) -> Plan:
    return plan(facts, [books[agency] for agency in sorted(books)])


def _difference(reference: str, before: Plan, after: Plan) -> Difference:
    old, new = ({need.identity: need for need in planned.needs} for planned in (before, after))
    return Difference(
        reference,
        new=tuple(sorted(new[one].requirement for one in new.keys() - old.keys())),
        gone=tuple(sorted(old[one].requirement for one in old.keys() - new.keys())),
        changed=tuple(
            sorted(new[one].requirement for one in new.keys() & old.keys() if _asks(new[one]) != _asks(old[one]))
        ),
        unplaced=len(after.unplaced) - len(before.unplaced),
    )


def _asks(need: Need) -> tuple[Any, ...]:
    """What an officer and a trader would notice; which rule asks is not part of it."""
    papers = tuple(sorted(str(sorted(paper.items())) for paper in need.documents))
    return need.items, need.control, need.blocks, need.deadline_value, need.deadline_unit, need.auto, papers
