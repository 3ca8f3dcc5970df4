"""Facts: the frozen, plain copy of a declaration that rules may look at, read from its content. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from clearance import transit_content
from clearance.fact_conclusions import HOME, conclude
from clearance.fact_registry import (
    Bag,
    Fact,
    Facts,
    FactType,
    RestsOn,
    Scope,
    Source,
    Value,
    core_facts,
    plain_number,
    value_as_json,
    value_from_json,
)
from clearance.fact_tables import slug_of, with_kinds, wooden_package_types
from clearance.fact_values import number, text, total

__all__ = [
    "Bag",
    "Fact",
    "FactType",
    "Facts",
    "RestsOn",
    "Scope",
    "Source",
    "Value",
    "core_facts",
    "facts_of",
    "plain_number",
    "value_as_json",
    "value_from_json",
]

MODES = {"10": "sea", "20": "rail", "30": "road", "31": "road", "40": "air", "50": "post"}
MEMBER_STATES = frozenset({"AM", "BY", "KG", "KZ", "RU"})
S10_ITEM_TYPES = {
    "C": "parcel",
    "E": "ems",
    "H": "parcel",
    "V": "insured",
    "R": "registered",
    "L": "letter",
    "U": "letter",
}
PARTIES = ("consignor", "consignee", "declarant", "carrier")
COPIED = (
    "office",
    "border_office",
    "destination_office",
    "goods_location",
    "dispatch_country",
    "destination_country",
    "trading_country",
    "procedure",
    "currency",
)
ITEM_COPIED = {
    "commodity_code": "hs",
    "description": "description",
    "origin": "origin",
    "procedure": "item_procedure",
    "previous_procedure": "previous_procedure",
    "currency": "item_currency",
    "supplementary_unit": "item_unit",
    "preference": "preference",
    "quota": "quota",
    "undg": "undg",
}
ITEM_NUMBERS = {
    "gross_mass_kg": "item_gross_kg",
    "net_mass_kg": "item_net_kg",
    "price": "item_price",
    "customs_value": "item_customs_value",
    "supplementary_quantity": "item_quantity",
}


def facts_of(
    content: Mapping[str, Any],
    *,
    company: Mapping[str, Any] | None = None,
    derived: Mapping[str, Any] | None = None,
    known: Mapping[str, Fact] | None = None,
) -> Facts:
    """Facts of the canonical content, of what is known of the company and of what the portal derived.

    `derived` holds declaration facts by name and, under `items`, facts by item number (text or integer). Facts of
    source `derived` come from there or from `company` only, never from what a declarant answered.
    """
    known = known or core_facts()
    company, derived = company or {}, derived or {}
    contents = list(content.get("items") or ())
    flags = _typed(content.get("flags") or {}, known)
    declaration: dict[str, Any] = _kind_facts(content)
    declaration.update(_header_facts(content, contents))
    given = {name: value for name, value in {**company, **derived}.items() if name in known and value not in (None, "")}
    declaration.update(_typed({n: v for n, v in given.items() if known[n].scope is Scope.DECLARATION}, known))
    conclude(declaration, content, contents, flags)
    for name, value in flags.items():
        if known[name].scope is Scope.DECLARATION and known[name].source is Source.ANSWER:
            declaration.setdefault(name, value)
    by_item = {int(number): values for number, values in (derived.get("items") or {}).items()}
    answers = {name: value for name, value in flags.items() if known[name].scope is Scope.ITEM}
    told = {name: value for name, value in given.items() if known[name].scope is Scope.ITEM}
    items = tuple(
        _item_facts(position, item, answers, {**told, **by_item.get(position, {})}, known)
        for position, item in _numbered(contents)
    )
    if any("undg" in item for item in items):
        declaration["undg_present"] = True
    return Facts(declaration=_present(declaration), items=items)


def _numbered(contents: Iterable[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    """Items with their numbers; a draft's item without one has that of its place in the list."""
    return [(int(item.get("number") or position), item) for position, item in enumerate(contents, start=1)]


def _present(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that say something; a zero does."""
    return {n: v for n, v in facts.items() if v is not None and v is not False and v not in ("", frozenset())}


def _kind_facts(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the kind of declaration says: direction, channel, mode of transport."""
    kind = content.get("kind", "")
    postal = kind == "postal"
    dispatch, destination = content.get("dispatch_country", ""), content.get("destination_country", "")
    modes = {MODES.get(str(content.get(name, "")), "") for name in ("border_mode", "inland_mode")} - {""}
    direction = kind
    if postal:
        direction = "export" if dispatch == HOME else "import"
    return {
        "kind": kind,
        "direction": direction,
        "channel": "post" if postal else "cargo",
        "mode": "post" if postal else MODES.get(str(content.get("border_mode", "")), ""),
        "multimodal": not postal and len(modes) > 1,
        "internal": dispatch in MEMBER_STATES and destination in MEMBER_STATES and dispatch != destination,
        "member_states": Decimal(len({HOME, dispatch, destination} & MEMBER_STATES)),
    }


def _header_facts(content: Mapping[str, Any], contents: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Facts copied from the header: offices, parties, countries, transport, papers, totals."""
    facts: dict[str, Any] = {name: text(content.get(name)) for name in COPIED}
    postal = content.get("postal") or {}
    parties = {name: content.get(name) for name in PARTIES}
    parties["consignor"] = parties["consignor"] or postal.get("sender")
    parties["consignee"] = parties["consignee"] or postal.get("addressee")
    facts.update({name: _party(party) for name, party in parties.items()})
    transport = content.get("transport") or {}
    facts["vehicles"] = frozenset(text(means.get("id")) for means in transport.values() if means.get("id"))
    if content.get("transit"):
        facts["vehicles"] |= frozenset(transit_content.signs_of(content))
    facts["containers"] = frozenset(
        text(box.get("number")) for box in content.get("containers") or () if box.get("number")
    )
    facts["guarantees"] = frozenset(
        f"{g.get('type', '')}:{g.get('reference', '')}:{g.get('amount', '')}" for g in content.get("guarantees") or ()
    )
    documents = [*(content.get("documents") or ()), *transit_content.papers_of(content)]
    facts["papers"] = _papers(documents)
    forms = [postal["form"]] if postal.get("form") else []
    facts["documents"] = with_kinds([*(slug_of(text(d.get("type"))) for d in documents), *forms])
    facts["postal_item"], facts["postal_category"] = text(postal.get("item_id")), text(postal.get("category"))
    facts["item_type"] = text(postal.get("item_type")) or S10_ITEM_TYPES.get(
        text(postal.get("item_id"))[:1].upper(), ""
    )
    facts["items_total"] = Decimal(len(contents))
    for name in ("invoice_total", "customs_value_total", "packages_total"):
        facts[name] = number(content.get(name))
    facts["gross_kg"] = number(content.get("gross_mass_total_kg"))
    if facts["gross_kg"] is None:
        facts["gross_kg"] = total(item.get("gross_mass_kg") for item in contents)
    return facts


def _item_facts(
    position: int,
    item: Mapping[str, Any],
    answers: Mapping[str, Any],
    told: Mapping[str, Any],
    known: Mapping[str, Fact],
) -> dict[str, Any]:
    """Facts of one item; an answer in the header stands for every item that gives none of its own."""
    facts: dict[str, Any] = {name: text(item.get(key)) for key, name in ITEM_COPIED.items()}
    facts.update({name: number(item.get(key)) for key, name in ITEM_NUMBERS.items()})
    packages = item.get("packages") or ()
    facts["item_packages"] = frozenset(
        f"{p.get('type', '')}:{p.get('count', '')}:{p.get('marks', '')}" for p in packages
    )
    documents = list(item.get("documents") or ())
    facts["item_documents"] = with_kinds(slug_of(text(d.get("type"))) for d in documents)
    facts["item_papers"] = _papers(documents)
    flags = {**answers, **_typed(item.get("flags") or {}, known)}
    facts.update({n: v for n, v in flags.items() if known[n].scope is Scope.ITEM and known[n].source is Source.ANSWER})
    origin = facts["origin"]
    facts["origin_unknown"] = origin == "00"
    facts["foreign_origin"] = bool(flags.get("foreign_origin")) or origin not in ("", HOME)
    facts["preference_claimed"] = bool(flags.get("preference_claimed")) or _claims(facts["preference"])
    facts["wood_packaging"] = bool(flags.get("wood_packaging")) or any(
        p.get("type") in wooden_package_types() for p in packages
    )
    facts.update(_typed({n: v for n, v in told.items() if n in known and known[n].scope is Scope.ITEM}, known))
    return {**_present(facts), "number": position}


def _claims(preference: str) -> bool:
    """Box 36 has four parts written with the letter O where nothing is claimed; 100 is the European way to say none."""
    return preference.strip() != "100" and bool(preference.upper().strip("OО0- "))


def _papers(documents: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Papers as SLUG:NUMBER:DATE."""
    return frozenset(f"{slug_of(text(d.get('type')))}:{text(d.get('number'))}:{text(d.get('date'))}" for d in documents)


def _party(party: Mapping[str, Any] | None) -> str:
    """A party in one text: its number, else its name and country."""
    if not party:
        return ""
    return text(party.get("id")) or " ".join(filter(None, (text(party.get("name")), text(party.get("country")))))


def _typed(values: Mapping[str, Any], known: Mapping[str, Fact]) -> dict[str, Any]:
    """Values of registered facts in the type each is registered with; unknown names are left to validation."""
    typed: dict[str, Any] = {}
    for name, value in values.items():
        fact = known.get(name)
        if fact is None:
            continue
        if fact.type is FactType.FLAG:
            typed[name] = value not in (False, None, "", "0", 0, "false", "no")
        elif fact.type is FactType.NUMBER:
            found = number(value)
            if found is not None:
                typed[name] = found
        elif fact.type is FactType.SET:
            typed[name] = frozenset(text(member) for member in value)
        else:
            typed[name] = text(value)
    return typed
