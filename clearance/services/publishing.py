"""Rulebooks by people: drafted by one, approved by another, frozen when published, effective from their start."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from clearance import clock, registry
from clearance.acting import Actor
from clearance.models import Rule, Rulebook
from clearance.permissions import NotAllowed
from clearance.rules import compile_book
from clearance.workflow import Refused

GENERAL = "general"
DESK = "routing_desk"
"""The general book (waivers, downgrades) belongs to no agency: the routing desk's administrators publish it."""


@dataclass(frozen=True)
class Change:
    """How one rule differs between two books: `before` or `after` is None where the rule is not in that book."""

    rule_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that differ."""
        before, after = self.before or {}, self.after or {}
        return tuple(sorted(name for name in {*before, *after} if before.get(name, "") != after.get(name, "")))


def draft(actor: Actor, *, agency: str, rows: Sequence[Mapping[str, Any]], note: str = "") -> Rulebook:
    """Keep a new draft of an agency's book, compiled once so that it can be published; raises RulebookErrors."""
    _administers(actor, agency)
    compile_book(agency, list(rows), book_id=0, known=registry.facts())
    highest = Rulebook.objects.filter(agency=agency).aggregate(highest=Max("number"))["highest"] or 0
    book = Rulebook.objects.create(
        agency=agency,
        number=highest + 1,
        note=note,
        author_id=actor.person,
        digest=digest_of(rows),
        created_at=clock.now(),
    )
    Rule.objects.bulk_create(Rule(rulebook=book, rule_id=row["rule_id"], row=dict(row)) for row in rows)
    return book


def publish(actor: Actor, *, rulebook_id: int, starts_at: datetime | None = None) -> Rulebook:
    """Approve a colleague's draft; it is in force from `starts_at` (now, if none), for what is lodged from then on."""
    book = Rulebook.objects.select_for_update(no_key=True).get(pk=rulebook_id)
    _administers(actor, book.agency)
    if book.published_at is not None:
        raise Refused("already_published", _("This rulebook is published already. Draft a new one to change it."))
    if book.author_id == actor.user_id:
        raise NotAllowed(_("Nobody approves an own rulebook. Another administrator of the agency must."))
    now = clock.now()
    starts_at = starts_at or now
    if starts_at < now:
        raise Refused("starts_in_the_past", _("A rulebook cannot start in the past. Choose a later moment."))
    book.approved_by_id, book.published_at, book.starts_at = actor.person, now, starts_at
    book.save(update_fields=["approved_by", "published_at", "starts_at"])
    return book


def differences(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Rules that were added, removed or changed, in the order of their ids."""
    old = {row["rule_id"]: row for row in before}
    new = {row["rule_id"]: row for row in after}
    changes = [Change(rule, old.get(rule), new.get(rule)) for rule in sorted({*old, *new})]
    return [change for change in changes if change.before is None or change.after is None or change.columns]


def rows_in_force(agency: str, at: datetime) -> list[dict[str, Any]]:
    """The rules of an agency's book in force at a moment; none before its first book."""
    book = (
        Rulebook.objects.filter(agency=agency, published_at__isnull=False, starts_at__lte=at)
        .order_by("-starts_at", "-number")
        .first()
    )
    return list(Rule.objects.filter(rulebook=book).order_by("rule_id").values_list("row", flat=True)) if book else []


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of the rules in the order of their ids, so that equal books are known as equal."""
    ordered = sorted((dict(row) for row in rows), key=lambda row: row["rule_id"])
    return hashlib.sha256(json.dumps(ordered, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _administers(actor: Actor, agency: str) -> None:
    owner = DESK if agency == GENERAL else agency
    if not any(grant.agency == owner and grant.role == "admin" and grant.office is None for grant in actor.grants):
        raise NotAllowed(_("Only an administrator of this agency can do this."))
