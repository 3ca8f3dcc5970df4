"""Facts of a declaration for a routing run: its content, what the registries know, what agencies derive in code.

Derived facts are fixed at the first run and worked out again only when what they look at has changed.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from clearance import clock, fact_tables, facts, registry
from clearance.facts import Fact, Facts, Scope
from clearance.models import Declaration, RegisteredDocument, RoutingRun


def draw(declaration: Declaration, purpose: str) -> Decimal:
    """A share in [0, 1) by HMAC: random to anybody without the key, the same however often it is asked."""
    digest = hmac.new(settings.DRAW_KEY.encode(), f"{purpose}:{declaration.uuid}".encode(), hashlib.sha256).digest()
    return Decimal(int.from_bytes(digest[:8], "big")) / Decimal(2**64)


def facts_of(
    declaration: Declaration, content: Mapping[str, Any], *, last: RoutingRun | None
) -> tuple[Facts, dict[str, Any]]:
    """Facts for routing and the record of how derived ones came about: {name: {value, inputs, version, log}}."""
    company = {"aeo_type": declaration.company.aeo_type or ""}
    found = documents_in_registry(content)
    known = registry.facts()
    plain = facts.facts_of(content, company=company, derived={"documents_in_registry": found}, known=known)
    kept = last.derived if last else {}
    derived: dict[str, Any] = {"documents_in_registry": {"value": found, "inputs": "", "version": "1"}}
    for name, fact in sorted(known.items()):
        if not fact.provider:
            continue
        inputs = _digest_of(plain, fact.inputs)
        before = kept.get(name)
        if before and before["inputs"] == inputs and before["version"] == fact.version:
            derived[name] = before
            continue
        value, log = import_string(fact.provider)(plain, partial(draw, declaration))
        derived[name] = {"value": value, "inputs": inputs, "version": fact.version, "log": dict(log)}
    values = {name: entry["value"] for name, entry in derived.items()}
    return facts.facts_of(content, company=company, derived=_by_scope(values, known), known=known), derived


def facts_to_explain(content: Mapping[str, Any]) -> Facts:
    """Facts for "what would happen if I filed this?": nothing is drawn, nothing restricted is derived."""
    known = registry.facts()
    values: dict[str, Any] = {"documents_in_registry": documents_in_registry(content)}
    plain = facts.facts_of(content, company={}, derived=values, known=known)
    for name, fact in known.items():
        if fact.provider and not fact.restricted:
            values[name], _log = import_string(fact.provider)(plain, _draw_nothing)
    return facts.facts_of(content, company={}, derived=_by_scope(values, known), known=known)


def _draw_nothing(purpose: str) -> Decimal:
    raise LookupError(f"{purpose}: what is drawn for a declaration is restricted")


def _by_scope(values: Mapping[str, Any], known: Mapping[str, Fact]) -> dict[str, Any]:
    """Derived values as `facts_of` takes them: those of items by item number, under `items`."""
    whole: dict[str, Any] = {}
    items: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if known[name].scope is not Scope.ITEM:
            whole[name] = value
            continue
        for number, one in (value or {}).items():
            items.setdefault(number, {})[name] = one
    return {**whole, "items": items}


def documents_in_registry(content: Mapping[str, Any]) -> list[str]:
    """The papers of the content ("TYPE:NUMBER") that a loaded registry knows and that are valid today; one statement."""
    named = papers_of(content)
    if not named:
        return []
    today = clock.today()
    rows = RegisteredDocument.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        valid_from__lte=today,
        number__in={number for _, number in named},
    ).values_list("type", "number")
    return sorted(f"{type_}:{number}" for type_, number in rows if (type_, number) in named)


def papers_of(content: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(slug, number) of every paper named in the header or at an item."""
    documents = [*content.get("documents", ())]
    for item in content.get("items", ()):
        documents.extend(item.get("documents", ()))
    return {
        (fact_tables.slug_of(str(document["type"])), str(document["number"]))
        for document in documents
        if document.get("type") and document.get("number")
    }


def _digest_of(plain: Facts, inputs: tuple[str, ...]) -> str:
    """The values of `inputs` (all facts when empty), so that a derived fact is kept while they stay the same."""
    held = plain.as_json()
    if inputs:
        held = {
            "declaration": {name: held["declaration"].get(name) for name in inputs},
            "items": [{name: item.get(name) for name in ("number", *inputs)} for item in held["items"]],
        }
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=str).encode()).hexdigest()
