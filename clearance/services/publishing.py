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
    """Offer a new version of an agency's book, compiled once so that it can be published; raises RulebookErrors."""
    must_administer(actor, agency)
    compile_book(agency, list(rows), book_id=0, known=registry.facts())
    book = new_draft(actor, agency=agency, rows=rows, note=note)
    book.offered_at = clock.now()
    book.save(update_fields=["offered_at"])
    return book


def new_draft(
    actor: Actor, *, agency: str, rows: Sequence[Mapping[str, Any]], note: str = "", based_on: int | None = None
) -> Rulebook:
    """Keep rows as the next version of a book: a draft that its author goes on writing."""
    highest = Rulebook.objects.filter(agency=agency).aggregate(highest=Max("number"))["highest"] or 0
    book = Rulebook.objects.create(
        agency=agency,
        number=highest + 1,
        note=note,
        author_id=actor.person,
        digest=digest_of(rows),
        based_on=based_on,
        created_at=clock.now(),
    )
    Rule.objects.bulk_create(Rule(rulebook=book, rule_id=row["rule_id"], row=dict(row)) for row in rows)
    return book


def publish(actor: Actor, *, rulebook_id: int, starts_at: datetime | None = None, seen: str | None = None) -> Rulebook:
    """Approve a colleague's draft; it is in force from `starts_at` (now, if none), for what is lodged from then on.

    `seen` is the digest of the rows the person has read: nobody signs what was changed behind their back.
    """
    book = Rulebook.objects.select_for_update(no_key=True).get(pk=rulebook_id)
    must_administer(actor, book.agency)
    if book.published_at is not None:
        raise Refused("already_published", _("This rulebook is published already. Draft a new one to change it."))
    if book.author_id == actor.user_id:
        raise NotAllowed(_("Nobody approves an own rulebook. Another administrator of the agency must."))
    if book.offered_at is None:
        raise Refused("not_offered", _("The author is still writing this draft. It can be signed once it is offered."))
    rows = rows_of(book)
    if seen is not None and seen != digest_of(rows):
        raise Refused("changed_meanwhile", _("The draft was changed since you read it. Read it again before signing."))
    compile_book(book.agency, rows, book_id=0, known=registry.facts())
    now = clock.now()
    starts_at = starts_at or now
    if starts_at < now:
        raise Refused("starts_in_the_past", _("A rulebook cannot start in the past. Choose a later moment."))
    book.approved_by_id, book.published_at, book.starts_at = actor.person, now, starts_at
    book.digest = digest_of(rows)
    book.save(update_fields=["approved_by", "published_at", "starts_at", "digest"])
    return book


def differences(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Rules that were added, removed or changed, in the order of their ids."""
    old = {row["rule_id"]: row for row in before}
    new = {row["rule_id"]: row for row in after}
    changes = [Change(rule, old.get(rule), new.get(rule)) for rule in sorted({*old, *new})]
    return [change for change in changes if change.before is None or change.after is None or change.columns]


def rows_of(book: Rulebook) -> list[dict[str, Any]]:
    """The rules of a book in the order of their ids."""
    return list(Rule.objects.filter(rulebook=book).order_by("rule_id").values_list("row", flat=True))


def book_in_force(agency: str, at: datetime) -> Rulebook | None:
    """An agency's book in force at a moment; none before its first."""
    return (
        Rulebook.objects.filter(agency=agency, published_at__isnull=False, starts_at__lte=at)
        .order_by("-starts_at", "-number")
        .first()
    )


def rows_in_force(agency: str, at: datetime) -> list[dict[str, Any]]:
    """The rules of an agency's book in force at a moment; none before its first book."""
    book = book_in_force(agency, at)
    return rows_of(book) if book else []


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of the rules in the order of their ids, so that equal books are known as equal."""
    ordered = sorted((dict(row) for row in rows), key=lambda row: row["rule_id"])
    return hashlib.sha256(json.dumps(ordered, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def must_administer(actor: Actor, agency: str) -> None:
    """Stop whoever does not administer the whole of the agency that owns this book."""
    owner = DESK if agency == GENERAL else agency
    if not any(grant.agency == owner and grant.role == "admin" and grant.office is None for grant in actor.grants):
        raise NotAllowed(_("Only an administrator of this agency can do this."))
