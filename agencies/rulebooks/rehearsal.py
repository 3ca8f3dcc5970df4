"""A rehearsal, a hundred declarations at a time: begun, gone on with, and read by who may read which declaration."""

from __future__ import annotations

from collections import Counter
from typing import Any

from agencies.models import Rehearsal
from clearance import clock, registry
from clearance.acting import Actor, as_system
from clearance.models import Declaration, RoutingRun, Rulebook
from clearance.rehearsing import last_run_ids, rehearse
from clearance.rules import compile_book
from clearance.sentences import title_of
from clearance.services.publishing import digest_of, rows_of

AT_ONCE = 100
SHOWN = 200
PARTS = ("new", "gone", "changed")


def begin(actor: Actor, *, book: Rulebook, last: int) -> Rehearsal:
    """Begin to try a version on the declarations routed last, and try the first; raises RulebookErrors."""
    rows = rows_of(book)
    compile_book(book.agency, rows, book_id=0, known=registry.facts())
    with as_system():
        runs = last_run_ids(last)
    made = Rehearsal.objects.create(
        rulebook=book,
        digest=digest_of(rows),
        asked_by_id=actor.person,
        asked_at=clock.now(),
        runs=runs,
        total=len(runs),
    )
    return go_on(made)


def go_on(one: Rehearsal) -> Rehearsal:
    """Try the next hundred; what is finished stays as it is, and two who press at once try them once."""
    one = Rehearsal.objects.select_for_update(no_key=True).select_related("rulebook").get(pk=one.pk)
    if one.finished_at is not None:
        return one
    rows = rows_of(one.rulebook)
    if digest_of(rows) != one.digest:
        one.runs = one.runs[: one.done]  # the draft was changed: what was tried was another
        one.total = one.done
    book = compile_book(one.rulebook.agency, rows, book_id=0, known=registry.facts()) if one.done < one.total else None
    ids = one.runs[one.done : one.done + AT_ONCE]
    if book is not None:
        with as_system():
            known = RoutingRun.objects.select_related("declaration").in_bulk(ids)
            runs = [known[pk] for pk in ids if pk in known]
            for run, found in zip(runs, rehearse(book, runs), strict=True):
                if found:
                    parts = {part: list(getattr(found, part)) for part in PARTS}
                    one.found.append({"declaration": run.declaration_id, **parts, "unplaced": found.unplaced})
    one.done += len(ids)
    if one.done >= one.total:
        one.finished_at = clock.now()
    one.save(update_fields=["runs", "done", "total", "found", "finished_at"])
    return one


def shown(one: Rehearsal) -> dict[str, Any]:
    """A rehearsal as the page shows it; a declaration the person may not see is counted and not named."""
    seen = dict(
        Declaration.objects.filter(pk__in=[found["declaration"] for found in one.found]).values_list("pk", "reference")
    )
    rows = [
        {"reference": seen.get(found["declaration"], ""), "unplaced": found["unplaced"]}
        | {part: [title_of(code) for code in found[part]] for part in PARTS}
        for found in one.found[:SHOWN]
    ]
    totals = {part: Counter(title_of(code) for found in one.found for code in set(found[part])) for part in PARTS}
    return {
        "rehearsal": one,
        "percent": 100 * one.done // one.total if one.total else 100,
        "is_stale": digest_of(rows_of(one.rulebook)) != one.digest,
        "different": len(one.found),
        "rows": rows,
        "totals": {part: sorted(counted.items()) for part, counted in totals.items()},
    }
