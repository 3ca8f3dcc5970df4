"""Rulebooks, rows and facts for the routing tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from clearance import registry
from clearance.facts import Facts, facts_of
from clearance.plans import Need, Plan
from clearance.routing import plan
from clearance.rules import CompiledBook, compile_book


@cache
def every_book() -> tuple[CompiledBook, ...]:
    """The default rulebooks of all folders."""
    known = registry.facts()
    return tuple(
        compile_book(code, registry.rules_of(code), book_id=code, known=known) for code in registry.rulebook_codes()
    )


def row(rule_id: str = "T-001", **changed: str) -> dict[str, str]:
    """A rule that asks every import for a look at the papers."""
    return {
        "rule_id": rule_id,
        "agency": "TST",
        "kind": "sign_off",
        "requirement": "tested.papers",
        "title_en": "Papers",
        "title_ru": "Документы",
        "title_kk": "Құжаттар",
        "channel": "both",
        "direction": "import",
        "mode": "any",
        "procedures": "*",
        "hs_include": "*",
        "signoff_type": "documentary",
        "stage": "declaration",
        "place": "declaration",
        "blocks": "release",
        "opens_on": "filed",
        "clock_start": "registered",
        "sla_value": "4",
        "sla_unit": "hour",
        "sla_source": "default",
        "legal_basis": "a law",
        "confidence": "V",
        **changed,
    }


def book(*rows: Mapping[str, str], agency: str = "tested") -> CompiledBook:
    """A compiled book of these rows."""
    return compile_book(agency, rows, book_id=1)


def content(*codes: str, **changed: Any) -> dict[str, Any]:
    """An ordinary import by road of goods with these codes, every common paper given."""
    return {
        "kind": "import",
        "procedure": "40",
        "border_mode": "30",
        "dispatch_country": "CN",
        "destination_country": "KZ",
        "currency": "EUR",
        "invoice_total": "1000",
        "documents": [{"type": "INVOICE", "number": "I1"}, {"type": "CMR", "number": "T1"}],
        "items": [
            {"number": n, "commodity_code": code, "origin": "CN", "gross_mass_kg": "10", "price": "100"}
            for n, code in enumerate(codes, start=1)
        ],
        **changed,
    }


def facts(*codes: str, derived: Mapping[str, Any] | None = None, **changed: Any) -> Facts:
    """Facts of `content`."""
    return facts_of(content(*codes, **changed), derived=derived)


def need_of(answer: Plan, requirement: str) -> Need:
    """The one sign-off for a requirement."""
    (found,) = [need for need in answer.needs if need.requirement == requirement]
    return found


def ask(given: Facts, *rows: Mapping[str, str]) -> Plan:
    """The plan of a book of these rows."""
    return plan(given, [book(*rows)])


def public(needs: Iterable[Need]) -> list[Any]:
    """What a trader may see of the sign-offs."""
    return [need.as_json() for need in needs if need.visibility == "public"]
