"""What two administrators do with a draft, in one line each, and what the check finds in its rows."""

from __future__ import annotations

from typing import Any

from django.test import Client

from clearance import clock, rulebooks
from clearance.linting import findings
from clearance.models import Rule, Rulebook
from clearance.services import drafting, publishing
from tests.administration.conftest import AGENCY, FIRST, address
from tests.cast import Cast


def changed(cast: Cast, book: Rulebook, rule_id: str = "PHY-002", **more: str) -> None:
    """The author writes something else into a rule of the draft."""
    with cast.acting(FIRST) as actor:
        known = Rule.objects.get(rulebook=book, rule_id=rule_id)
        drafting.put_rule(actor, rulebook_id=book.pk, row={**known.row, **more}, instead_of=rule_id)


def offered(cast: Cast, book: Rulebook) -> Rulebook:
    with cast.acting(FIRST) as actor:
        return drafting.offer(actor, rulebook_id=book.pk)


def act(client: Client, book: Rulebook, what: str) -> Any:
    return client.post(address(book, "act/"), {"act": what})


def sign(client: Client, book: Rulebook, **more: str) -> Any:
    seen = publishing.digest_of(publishing.rows_of(book))
    return client.post(address(book, "sign/"), {"seen": seen, "starts_at": "", **more})


def codes(rows: list[dict[str, Any]], agency: str = AGENCY) -> set[tuple[str, str]]:
    """What the check finds: code and rule."""
    now = clock.now()
    _ids, others = rulebooks.in_force(now)
    return {(one.code, one.rule) for one in findings(agency, rows, others, now.date())}


def with_row(draft: Rulebook, rule_id: str, **more: str) -> list[dict[str, Any]]:
    return [{**one, **(more if one["rule_id"] == rule_id else {})} for one in publishing.rows_of(draft)]
