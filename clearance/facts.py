"""Facts: the frozen, plain copy of a declaration that rules may look at, read from its content. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

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
from clearance.fact_tables import slug_of, units_per_eur, with_kinds, wooden_package_types

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
HOME = "KZ"
PERSONAL_NORM_EUR = Decimal(200)
PERSONAL_NORM_KG = Decimal(31)
"""Council Decision 107 of 20 Dec 2017: up to EUR 200 and 31 kg a personal item owes nothing."""
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

    `derived` holds declaration facts by name and, under `items`, facts by item number (text or integer). Facts of source
    `derived` come from there or from `company` only, never from what a declarant answered.
    """
    known = known or core_facts()
    company, derived = company or {}, derived or {}
    contents = list(content.get("items") or ())
    flags = _typed(content.get("flags") or {}, known, Source.DERIVED)
    declaration: dict[str, Any] = _kind_facts(content)
    declaration.update(_header_facts(content, contents))
    given = {name: value for name, value in {**company, **derived}.items() if name in known and value not in (None, "")}
    declaration.update(_typed({n: v for n, v in given.items() if known[n].scope is Scope.DECLARATION}, known))
    _work_out(declaration, content, contents, flags)
    for name, value in flags.items():
        if known[name].scope is Scope.DECLARATION and known[name].source is Source.ANSWER:
            declaration.setdefault(name, value)
    by_item = {int(number): values for number, values in (derived.get("items") or {}).items()}
    item_flags = {n: v for n, v in flags.items() if known[n].scope is Scope.ITEM}
    items = tuple(
        _item_facts(item, item_flags, by_item.get(int(item["number"]), {}), given, known, declaration)
        for item in contents
    )
    if any("undg" in item for item in items):
        declaration["undg_present"] = True
    return Facts(
        declaration={n: v for n, v in declaration.items() if v not in (None, "", False, frozenset())}, items=items
    )


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
    facts: dict[str, Any] = {name: _text(content.get(name)) for name in COPIED}
    postal = content.get("postal") or {}
    parties = {name: content.get(name) for name in PARTIES}
    parties["consignor"] = parties["consignor"] or postal.get("sender")
    parties["consignee"] = parties["consignee"] or postal.get("addressee")
    facts.update({name: _party(party) for name, party in parties.items()})
    transport = content.get("transport") or {}
    facts["vehicles"] = frozenset(_text(means.get("id")) for means in transport.values() if means.get("id"))
    facts["containers"] = frozenset(
        _text(box.get("number")) for box in content.get("containers") or () if box.get("number")
    )
    facts["guarantees"] = frozenset(
        f"{g.get('type', '')}:{g.get('reference', '')}:{g.get('amount', '')}" for g in content.get("guarantees") or ()
    )
    documents = list(content.get("documents") or ())
    facts["papers"] = _papers(documents)
    forms = [postal["form"]] if postal.get("form") else []
    facts["documents"] = with_kinds([*(slug_of(_text(d.get("type"))) for d in documents), *forms])
    facts["postal_item"], facts["postal_category"] = _text(postal.get("item_id")), _text(postal.get("category"))
    facts["item_type"] = _text(postal.get("item_type")) or S10_ITEM_TYPES.get(
        _text(postal.get("item_id"))[:1].upper(), ""
    )
    facts["items_total"] = Decimal(len(contents))
    for name in ("invoice_total", "customs_value_total", "packages_total"):
        facts[name] = _number(content.get(name))
    facts["gross_kg"] = _number(content.get("gross_mass_total_kg"))
    if facts["gross_kg"] is None:
        facts["gross_kg"] = _sum(item.get("gross_mass_kg") for item in contents)
    return facts


def _work_out(
    declaration: dict[str, Any], content: Mapping[str, Any], contents: list[Mapping[str, Any]], flags: Mapping[str, Any]
) -> None:
    """Facts that follow from other facts; a declarant's answer may raise these, never lower them."""
    transport = (content.get("transport") or {}).values()
    carrier = (content.get("carrier") or {}).get("country", "")
    declaration["foreign_carrier"] = bool(
        flags.get("foreign_carrier")
        or carrier not in ("", HOME)
        or any(means.get("nationality", HOME) not in ("", HOME) for means in transport)
    )
    declaration["seals_planned"] = bool(flags.get("seals_planned")) or any(
        box.get("seals") for box in content.get("containers") or ()
    )
    declaration["undg_present"] = bool(flags.get("undg_present"))
    declaration["member_states"] = max(declaration["member_states"], flags.get("member_states", Decimal(0)))
    if declaration.get("value_eur") is None:
        declaration["value_eur"] = _value_eur(content, contents, flags)
    declaration["personal"] = _personal(content, flags)
    declaration["returned"] = bool(flags.get("returned")) or declaration["postal_category"] == "returned"
    declaration["guarantee_required"] = bool(
        flags.get("guarantee_required") or declaration.get("guarantee_required") or _guarantee_required(declaration)
    )
    declaration["duty_due"] = bool(flags.get("duty_due") or declaration.get("duty_due") or _duty_due(declaration))


def _guarantee_required(declaration: Mapping[str, Any]) -> bool:
    """Article 146: none for operators of type 1 and 3, customs carriers, and rail or air that is not part of a longer trip."""
    if declaration["direction"] != "transit" or declaration.get("customs_carrier"):
        return False
    if declaration.get("aeo_type") in ("1", "3"):
        return False
    return declaration["mode"] not in ("rail", "air") or bool(declaration["multimodal"])


def _duty_due(declaration: Mapping[str, Any]) -> bool:
    """Whether a postal import owes charges: a business item, or a personal one above the norm."""
    if declaration["channel"] != "post" or declaration["direction"] != "import" or declaration["item_type"] == "letter":
        return False
    value, mass = declaration["value_eur"], declaration["gross_kg"]
    above = (value is not None and value > PERSONAL_NORM_EUR) or (mass is not None and mass > PERSONAL_NORM_KG)
    return above or not declaration["personal"]


def _personal(content: Mapping[str, Any], flags: Mapping[str, Any]) -> bool:
    """The answer if given; else a gift, papers or other contents for a natural person are personal."""
    if "personal" in flags:
        return bool(flags["personal"])
    if content.get("kind") != "postal":
        return False
    postal = content.get("postal") or {}
    addressee = _text((postal.get("addressee") or content.get("consignee") or {}).get("id"))
    # An IIN has a day of birth at its fifth digit (0-3), a BIN a type of organisation (4-6): handbook 3.1.
    a_person = len(addressee) != 12 or addressee[4] in "0123"
    return a_person and postal.get("category") in ("gift", "documents", "other")


def _value_eur(
    content: Mapping[str, Any], contents: list[Mapping[str, Any]], flags: Mapping[str, Any]
) -> Decimal | None:
    """Value in euro at the reference rates; nothing when there is no amount or no rate, so that rules call it unknown."""
    currency = _text(content.get("currency")) or next(
        (_text(i.get("currency")) for i in contents if i.get("currency")), ""
    )
    amount = _number(content.get("invoice_total"))
    if amount is None:
        amount = _sum(item.get("price") for item in contents)
    if amount is None and content.get("customs_value_total"):
        amount, currency = _number(content["customs_value_total"]), "KZT"
    rate = units_per_eur(currency)
    if amount is None or rate is None:
        return flags.get("value_eur")
    return (amount / rate).quantize(Decimal("0.01"))


def _item_facts(
    item: Mapping[str, Any],
    header_flags: Mapping[str, Any],
    derived: Mapping[str, Any],
    given: Mapping[str, Any],
    known: Mapping[str, Fact],
    declaration: Mapping[str, Any],
) -> dict[str, Any]:
    """Facts of one item; an answer in the header stands for every item that gives none of its own."""
    facts: dict[str, Any] = {name: _text(item.get(key)) for key, name in ITEM_COPIED.items()}
    facts.update({name: _number(item.get(key)) for key, name in ITEM_NUMBERS.items()})
    packages = item.get("packages") or ()
    facts["item_packages"] = frozenset(
        f"{p.get('type', '')}:{p.get('count', '')}:{p.get('marks', '')}" for p in packages
    )
    documents = list(item.get("documents") or ())
    facts["item_documents"] = with_kinds(slug_of(_text(d.get("type"))) for d in documents)
    facts["item_papers"] = _papers(documents)
    flags = {**header_flags, **_typed(item.get("flags") or {}, known, Source.DERIVED)}
    facts.update({n: v for n, v in flags.items() if known[n].scope is Scope.ITEM and known[n].source is Source.ANSWER})
    origin = facts["origin"]
    facts["origin_unknown"] = origin == "00"
    facts["foreign_origin"] = bool(flags.get("foreign_origin")) or origin not in ("", HOME)
    facts["preference_claimed"] = bool(flags.get("preference_claimed")) or _claims(facts["preference"])
    facts["wood_packaging"] = bool(flags.get("wood_packaging")) or any(
        p.get("type") in wooden_package_types() for p in packages
    )
    facts.update(_typed({n: v for n, v in given.items() if known[n].scope is Scope.ITEM}, known))
    facts.update(_typed({n: v for n, v in derived.items() if n in known and known[n].scope is Scope.ITEM}, known))
    kept = {n: v for n, v in facts.items() if v not in (None, "", False, frozenset())}
    kept["number"] = int(item["number"])
    return kept


def _claims(preference: str) -> bool:
    """Box 36 has four parts written with the letter O where nothing is claimed; 100 is the European way to say none."""
    return preference.strip() != "100" and bool(preference.upper().strip("OО0- "))


def _papers(documents: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Papers as SLUG:NUMBER:DATE."""
    return frozenset(
        f"{slug_of(_text(d.get('type')))}:{_text(d.get('number'))}:{_text(d.get('date'))}" for d in documents
    )


def _party(party: Mapping[str, Any] | None) -> str:
    """A party in one text: its number, else its name and country."""
    if not party:
        return ""
    return _text(party.get("id")) or " ".join(filter(None, (_text(party.get("name")), _text(party.get("country")))))


def _text(value: Any) -> str:
    """A text with single spaces; nothing becomes the empty text."""
    return " ".join(str(value).split()) if value is not None else ""


def _number(value: Any) -> Decimal | None:
    """A finite number, or nothing: what is not a number is unknown here and an error in validation."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _sum(values: Iterable[Any]) -> Decimal | None:
    """The sum when every value is a number and there is at least one."""
    numbers = [_number(value) for value in values]
    if not numbers or any(number is None for number in numbers):
        return None
    return sum((number for number in numbers if number is not None), Decimal(0))


def _typed(values: Mapping[str, Any], known: Mapping[str, Fact], *leave_out: Source) -> dict[str, Any]:
    """Values of registered facts in the type each is registered with; unknown names are left to validation."""
    typed: dict[str, Any] = {}
    for name, value in values.items():
        fact = known.get(name)
        if fact is None or fact.source in leave_out:
            continue
        if fact.type is FactType.FLAG:
            typed[name] = value not in (False, None, "", "0", 0, "false", "no")
        elif fact.type is FactType.NUMBER:
            number = _number(value)
            if number is not None:
                typed[name] = number
        elif fact.type is FactType.SET:
            typed[name] = frozenset(_text(member) for member in value)
        else:
            typed[name] = _text(value)
    return typed
