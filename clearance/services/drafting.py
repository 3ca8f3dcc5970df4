"""Writing a draft of a rulebook: begun from an earlier version, its rows put, doubled, switched and taken out; offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance import clock, registry
from clearance.acting import Actor
from clearance.models import Rule, Rulebook
from clearance.permissions import NotAllowed
from clearance.rule_words import Status
from clearance.rules import RulebookErrors, compile_book
from clearance.services.publishing import digest_of, must_administer, new_draft, rows_of
from clearance.workflow import Refused

NAME_AT_MOST = 40


def begin(actor: Actor, *, agency: str, source: Rulebook | None, note: str = "") -> Rulebook:
    """Begin a draft from the rows of an earlier version (or from none)."""
    must_administer(actor, agency)
    rows = rows_of(source) if source else []
    return new_draft(actor, agency=agency, rows=rows, note=note, based_on=source.number if source else None)


def restore(actor: Actor, *, source: Rulebook, note: str = "") -> Rulebook:
    """Roll back: offer the rows of an earlier published version as a new one; the versions between stay as they were."""
    if source.published_at is None:
        raise Refused("not_published", _("Only a version that was published can be restored."))
    book = begin(actor, agency=source.agency, source=source, note=note)
    return offer(actor, rulebook_id=book.pk)


def put_rule(actor: Actor, *, rulebook_id: int, row: Mapping[str, Any], instead_of: str = "") -> Rule:
    """Put a rule into a draft, or write it anew `instead_of` the one of that id; raises RulebookErrors for its faults."""
    book = _own_draft(actor, rulebook_id)
    _compiles_alone(book.agency, row)
    known = Rule.objects.filter(rulebook=book, rule_id=instead_of).first() if instead_of else None
    taken = Rule.objects.filter(rulebook=book, rule_id=row["rule_id"])
    if (taken.exclude(pk=known.pk) if known else taken).exists():
        raise Refused("rule_id_taken", _("Another rule of this draft has this number. Choose another."))
    if known is None:
        return Rule.objects.create(rulebook=book, rule_id=row["rule_id"], row=dict(row))
    known.rule_id, known.row = row["rule_id"], dict(row)
    known.save(update_fields=["rule_id", "row"])
    return known


def double_rule(actor: Actor, *, rulebook_id: int, rule: Rule) -> Rule:
    """Put a copy of a rule into the draft, switched off until its author has changed it."""
    book = _own_draft(actor, rulebook_id)
    name = free_name(set(book.rules.values_list("rule_id", flat=True)), rule.rule_id)
    return Rule.objects.create(
        rulebook=book, rule_id=name, row={**rule.row, "rule_id": name, "status": Status.OFF.value}
    )


def switch_rule(actor: Actor, *, rulebook_id: int, rule: Rule, status: str) -> Rule:
    """Switch a rule on, off, or to being watched only."""
    _own_draft(actor, rulebook_id)
    rule.row = {**rule.row, "status": Status(status).value}
    rule.save(update_fields=["row"])
    return rule


def remove_rule(actor: Actor, *, rulebook_id: int, rule: Rule) -> None:
    """Take a rule out of a draft; removing it twice is removing it once."""
    _own_draft(actor, rulebook_id)
    Rule.objects.filter(pk=rule.pk).delete()


def replace_rules(actor: Actor, *, rulebook_id: int, rows: Sequence[Mapping[str, Any]]) -> Rulebook:
    """Put the rows of a sheet in place of all rows of the draft; raises RulebookErrors and then changes nothing."""
    book = _own_draft(actor, rulebook_id)
    compile_book(book.agency, list(rows), book_id=0, known=registry.facts())
    Rule.objects.filter(rulebook=book).delete()
    Rule.objects.bulk_create(Rule(rulebook=book, rule_id=row["rule_id"], row=dict(row)) for row in rows)
    return book


def offer(actor: Actor, *, rulebook_id: int) -> Rulebook:
    """Ask for the second signature; from now on nobody writes the draft. Raises RulebookErrors."""
    book = _own_draft(actor, rulebook_id)
    rows = rows_of(book)
    compile_book(book.agency, rows, book_id=0, known=registry.facts())
    book.digest, book.offered_at = digest_of(rows), clock.now()
    book.save(update_fields=["digest", "offered_at"])
    return book


def take_back(actor: Actor, *, rulebook_id: int) -> Rulebook:
    """Go on writing what was offered; whoever has it open must read it again."""
    book = _own_draft(actor, rulebook_id, offered=True)
    book.offered_at = None
    book.save(update_fields=["offered_at"])
    return book


def discard(actor: Actor, *, rulebook_id: int) -> None:
    """Throw an own draft away."""
    book = _own_draft(actor, rulebook_id)
    Rule.objects.filter(rulebook=book).delete()
    book.delete()


def free_name(taken: set[str], wanted: str) -> str:
    """The next free number after a rule's own: PHY-012 after PHY-011."""
    head, _dash, tail = wanted.rpartition("-")
    digits = tail if tail.isdecimal() else ""
    stem, number, width = (head, int(digits), len(digits)) if digits and head else (wanted[: NAME_AT_MOST - 4], 1, 3)
    name = wanted
    while name in taken:
        number += 1
        name = f"{stem}-{number:0{width}}"
    return name


def _own_draft(actor: Actor, rulebook_id: int, *, offered: bool = False) -> Rulebook:
    """The locked draft of the person who acts; another's draft is begun anew from, never written into."""
    book = Rulebook.objects.select_for_update(no_key=True).get(pk=rulebook_id)
    must_administer(actor, book.agency)
    if book.published_at is not None:
        raise Refused("already_published", _("This rulebook is published already. Draft a new one to change it."))
    if book.author_id != actor.user_id:
        raise NotAllowed(_("Only its author writes a draft. Begin a draft of your own from it."))
    if book.offered_at is not None and not offered:
        raise Refused("offered", _("The draft waits for the second signature. Take it back to go on writing."))
    return book


def _compiles_alone(agency: str, row: Mapping[str, Any]) -> None:
    """Refuse a row with faults of its own; what it makes of the others is the check's matter."""
    whole = {**row, "status": Status.LIVE.value} if row.get("status") == Status.OFF else row
    compile_book(agency, [whole], book_id=0, known=registry.facts())


__all__ = [
    "RulebookErrors",
    "begin",
    "discard",
    "double_rule",
    "free_name",
    "offer",
    "put_rule",
    "remove_rule",
    "replace_rules",
    "restore",
    "switch_rule",
    "take_back",
]
