"""The list of items in a content: add, copy, move, take out; the totals of the declaration follow. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from clearance.facts import plain_number

Content = Mapping[str, Any]
Item = dict[str, Any]

TOTALS = {
    "gross_mass_total_kg": "gross_mass_kg",
    "invoice_total": "price",
    "customs_value_total": "customs_value",
}


@dataclass(frozen=True)
class Totals:
    """Sums over items; None where a part is not known, `price` also where the currencies differ."""

    items: int
    packages: Decimal | None
    gross: Decimal | None
    net: Decimal | None
    price: Decimal | None
    currency: str
    customs_value: Decimal | None


def items_of(content: Content) -> list[Item]:
    """The items, in order."""
    return list(content.get("items") or ())


def item_at(content: Content, number: int) -> Item | None:
    """The item of that number (from 1), if there is one."""
    items = content.get("items") or []
    return items[number - 1] if 1 <= number <= len(items) else None


def with_item(content: Content, place: int, item: Mapping[str, Any], *, free: int | None = None) -> dict[str, Any]:
    """The content with this item at its place (from 1) or at the end."""
    items = items_of(content)
    own = {"number": items[place - 1].get("number")} if place <= len(items) else {}
    items[place - 1 : place] = [{**shared_with(content, item), **own}]
    return with_items(content, items, free=free)


def without_item(content: Content, place: int, *, free: int | None = None) -> dict[str, Any]:
    """The content without the item at this place; those after it move up."""
    items = items_of(content)
    del items[place - 1]
    return with_items(content, items, free=free)


def with_copy(content: Content, place: int, *, free: int | None = None) -> tuple[dict[str, Any], int]:
    """The content with a copy of that item behind it, and the copy's place: the last where numbers are kept."""
    items = items_of(content)
    copy = {name: value for name, value in items[place - 1].items() if name != "number"}
    at = place + 1 if free is None else len(items) + 1
    items.insert(at - 1, copy)
    return with_items(content, items, free=free), at


def with_moved(content: Content, place: int, to: int) -> tuple[dict[str, Any], int]:
    """The content with that item at another place; beyond the ends it stops at the end. Numbers follow the places."""
    items = items_of(content)
    at = min(max(1, to), len(items))
    items.insert(at - 1, items.pop(place - 1))
    return with_items(content, items), at


def with_inserted(
    content: Content, place: int, item: Mapping[str, Any], *, free: int | None = None
) -> tuple[dict[str, Any], int]:
    """The content with this item put in at that place, or at the end where the list is shorter by now."""
    items = items_of(content)
    at = min(place, len(items) + 1)
    items.insert(at - 1, dict(item))
    return with_items(content, items, free=free), at


def with_items(content: Content, items: Iterable[Mapping[str, Any]], *, free: int | None = None) -> dict[str, Any]:
    """The content with exactly these items and its totals made new.

    They are numbered by their places. With `free`, the first number nobody has, each keeps the number agencies know
    it by and new ones get numbers of their own.
    """
    numbered: list[Item] = []
    taken: set[int] = set()
    for place, item in enumerate(items, 1):
        number = place if free is None else item.get("number")
        if free is not None and (number is None or number in taken):
            number, free = free, free + 1
        taken.add(int(number or 0))
        numbered.append(dict(item) if item.get("number") == number else {**item, "number": number})
    return with_totals({**content, "items": numbered})


def shared_with(content: Content, item: Mapping[str, Any]) -> Item:
    """The item with the procedure and currency of the declaration where it says none of its own."""
    shared = {name: item.get(name) or content.get(name) for name in ("procedure", "currency")}
    return {**item, **{name: value for name, value in shared.items() if value}}


def with_totals(content: Content) -> dict[str, Any]:
    """The content with totals that are the sums of its items; a total with an unknown part is left out."""
    new = dict(content)
    items = new.get("items") or []
    for total, field in TOTALS.items():
        if total == "gross_mass_total_kg" and new.get("kind") == "postal":
            continue
        amount = sum_of(item.get(field) for item in items)
        if amount is None:
            new.pop(total, None)
        elif number(new.get(total)) != amount:
            new[total] = plain_number(amount)
    packages = packages_of(items)
    if packages is None:
        new.pop("packages_total", None)
    else:
        new["packages_total"] = plain_number(packages)
    if items:
        new["items_total"] = str(len(items))
    else:
        new.pop("items_total", None)
        new.pop("items", None)
    return new


def totals_of(content: Content, items: Sequence[Mapping[str, Any]] | None = None) -> Totals:
    """The sums over these items, or over those of the content."""
    lines = items_of(content) if items is None else items
    currencies = {str(item.get("currency") or content.get("currency") or "") for item in lines}
    return Totals(
        items=len(lines),
        packages=packages_of(lines),
        gross=sum_of(item.get("gross_mass_kg") for item in lines),
        net=sum_of(item.get("net_mass_kg") for item in lines),
        price=sum_of(item.get("price") for item in lines) if len(currencies) == 1 else None,
        currency=next(iter(currencies)) if len(currencies) == 1 else "",
        customs_value=sum_of(item.get("customs_value") for item in lines),
    )


def packages_of(items: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """All packages of these items; None where a count is not known."""
    return sum_of(package.get("count") for item in items for package in item.get("packages") or ())


def sum_of(texts: Iterable[Any]) -> Decimal | None:
    """The sum of numbers as texts; None where there is none, or one of them is not known."""
    amount, any_of_them = Decimal(0), False
    for text in texts:
        part = number(text)
        if part is None:
            return None
        amount, any_of_them = amount + part, True
    return amount if any_of_them else None


def number(text: Any) -> Decimal | None:
    """A decimal of the canonical form, None for what is none."""
    try:
        found = Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
