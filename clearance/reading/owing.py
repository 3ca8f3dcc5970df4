"""What a declaration owes: the sums declared beside those reckoned from the tariff and the rates in force on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import clock, figures
from clearance.forms import choices
from clearance.forms.item_list import number
from clearance.laws import law_text
from clearance.reckoning import Charge, Goods, Line, Reckoned, Tariffed, WhyNot, reckon
from clearance.reference import rates, tariff
from clearance.validation import lists
from clearance.wording import numbers_text
from clearance.workflow import Kind

RECKONED_PROCEDURES = frozenset({"40"})
"""Under the other procedures with charges, customs sets a part of them, or none."""
FEW_ITEMS = 20
LARGEST = Decimal(10) ** 16
EXCISES = "4"
"""How the codes of every excise begin."""

NAMES: Mapping[str, str | Promise] = {
    Charge.DUTY: gettext_lazy("Import duty"),
    Charge.EXCISE: gettext_lazy("Excise"),
    Charge.FEE: gettext_lazy("Customs fee"),
    Charge.VAT: gettext_lazy("Value added tax"),
}
WHY_NOT: Mapping[WhyNot, str | Promise] = {
    WhyNot.NO_VALUE: gettext_lazy("The customs value is not given."),
    WhyNot.NO_RATE: gettext_lazy("The tariff that is loaded has no rate for this code."),
    WhyNot.RATE_UNREAD: gettext_lazy("The portal cannot reckon with a rate that is written like this."),
    WhyNot.NO_QUANTITY: gettext_lazy("The quantity that the rate counts by is not given."),
    WhyNot.NO_EURO: gettext_lazy("The rate is in euro, and the portal has no exchange rate for the day."),
    WhyNot.NO_EXCISE_RATE: gettext_lazy("These goods may bear excise, and no rate of it is loaded."),
    WhyNot.NOT_ALL_VALUES: gettext_lazy("The fee is shared by customs value, and one is not given."),
    WhyNot.RESTS_ON_ANOTHER: gettext_lazy("It is taken of a sum that cannot be reckoned."),
}


@dataclass(frozen=True)
class Sum:
    """One charge: declared, reckoned, and in words how they differ or why it cannot be reckoned."""

    name: str
    declared: Decimal | None
    reckoned: Decimal | None
    said: str = ""
    is_other: bool = False
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfItem:
    """The charges of one item."""

    number: int
    code: str
    sums: Sequence[Sum]

    @property
    def is_other(self) -> bool:
        """Whether something is declared otherwise than reckoned."""
        return any(one.is_other for one in self.sums)

    @property
    def is_untold(self) -> bool:
        """Whether a sum cannot be reckoned."""
        return any(one.reckoned is None for one in self.sums)


@dataclass(frozen=True)
class Owed:
    """Every charge in all and item by item; `is_declared` says whether the declaration names any."""

    on: date
    sums: Sequence[Sum]
    total: Sum
    items: Sequence[OfItem]
    more_items: int
    is_declared: bool


def day_of(lodged_at: datetime | None) -> date:
    """The day whose rates count: that on which a declaration was submitted, today for one that is not."""
    return clock.day_of(lodged_at or clock.now())


def reckoned(content: Mapping[str, Any], on: date) -> Reckoned | None:
    """The charges of a content at the rates of a day; None where nothing is reckoned. Two statements."""
    items = [item for item in content.get("items") or () if isinstance(item, Mapping)]
    if content.get("kind") != Kind.IMPORT or content.get("procedure") not in RECKONED_PROCEDURES or not items:
        return None
    if not rates.are_known(on):
        return None
    known = tariff.editions(on)
    codes = tariff.whole(known, (str(item.get("commodity_code") or "") for item in items))
    return reckon([_goods(at, item, known, codes) for at, item in _numbered(items)], on)


def owed(content: Mapping[str, Any], on: date) -> Owed | None:
    """What a page shows beside the declared sums; None where nothing is declared and nothing can be reckoned."""
    found = reckoned(content, on)
    items = content.get("items") or []
    together: dict[str, Decimal] = {}
    for item in items:
        for kind, amount in declared_of(item).items():
            together[kind] = together.get(kind, Decimal(0)) + amount
    if found is None and not together:
        return None
    others = sorted(set(together) - set(Charge))
    return Owed(
        on=on,
        sums=[
            *(_in_all(charge, together.get(charge), found) for charge in Charge if _is_shown(charge, together, found)),
            *(_other(kind, together[kind]) for kind in others),
        ],
        total=_total(together, found, on),
        items=[
            OfItem(at, str(item.get("commodity_code") or ""), _of_item(declared_of(item), found.lines[at]))
            for at, item in _numbered(items)[:FEW_ITEMS]
        ]
        if found
        else [],
        more_items=max(0, len(items) - FEW_ITEMS) if found else 0,
        is_declared=bool(together),
    )


def declared_of(item: Mapping[str, Any]) -> dict[str, Decimal]:
    """The charges an item declares, by kind, every excise as one."""
    sums: dict[str, Decimal] = {}
    for charge in item.get("charges") or ():
        amount, kind = _amount(charge.get("amount")), str(charge.get("type") or "")
        kind = Charge.EXCISE.value if kind.startswith(EXCISES) else kind
        if amount is not None:
            sums[kind] = sums.get(kind, Decimal(0)) + amount
    return sums


def _amount(text: Any) -> Decimal | None:
    """An amount as a declaration may give it; a draft may hold anything, and what no declaration may is not reckoned with."""
    found = number(text)
    return found if found is not None and 0 <= found < LARGEST else None


def _numbered(items: Sequence[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    """The items by the numbers they are known by; by their places while the numbers do not tell them apart."""
    numbers = [item.get("number") for item in items]
    known = [one for one in numbers if isinstance(one, int)]
    return list(zip(known if len(set(known)) == len(items) else range(1, len(items) + 1), items, strict=True))


def _goods(at: int, item: Mapping[str, Any], known: tariff.Editions, codes: Mapping[str, tariff.Code]) -> Goods:
    code = str(item.get("commodity_code") or "")
    told = codes.get(code)
    edition = known.edition(told.rate_from) if told else None
    quantities = {rates.KILOGRAM: _amount(item.get("net_mass_kg"))}
    if item.get("supplementary_unit"):
        quantities.setdefault(rates.unit_of(item["supplementary_unit"]), _amount(item.get("supplementary_quantity")))
    return Goods(
        number=at,
        code=code,
        value=_amount(item.get("customs_value")),
        quantities={unit: amount for unit, amount in quantities.items() if amount is not None},
        tariff=Tariffed(told.rate, edition.source, edition.valid_from) if told and edition else Tariffed(),
        more_duties=sum((amount for kind, amount in declared_of(item).items() if kind not in set(Charge)), Decimal(0)),
    )


def _is_shown(charge: Charge, together: Mapping[str, Decimal], found: Reckoned | None) -> bool:
    """Excise is told only where it is declared or may be due."""
    return charge in together or (found is not None and (charge != Charge.EXCISE or found.sum_of(charge) != 0))


def _in_all(charge: Charge, declared: Decimal | None, found: Reckoned | None) -> Sum:
    name = str(NAMES[charge])
    if found is None:
        return Sum(name, declared, None, _("Under this procedure customs works it out."))
    amount = found.sum_of(charge)
    if amount is None:
        items = numbers_text(found.untold(charge))
        return Sum(
            name,
            declared,
            None,
            _("Cannot be reckoned for item %(items)s.") % {"items": items},
        )
    return _compared(name, declared, amount)


def _of_item(declared: Mapping[str, Decimal], lines: Iterable[Line]) -> list[Sum]:
    shown = [line for line in lines if line.amount != 0 or line.charge != Charge.EXCISE or line.charge in declared]
    return [
        *(_of_line(line, declared.get(line.charge)) for line in shown),
        *(_other(kind, amount) for kind, amount in sorted(declared.items()) if kind not in set(Charge)),
    ]


def _of_line(line: Line, declared: Decimal | None) -> Sum:
    name = str(NAMES[line.charge])
    if line.amount is None:
        said = str(WHY_NOT[line.why_not]) if line.why_not else ""
        return Sum(name, declared, None, said, made_of=_made_of(line))
    if line.charge == Charge.FEE:
        # Declared at one item or parted among all: only the whole of it can be compared.
        return Sum(name, declared, line.amount, _("There is one fee for the declaration."), made_of=_made_of(line))
    compared = _compared(name, declared, line.amount)
    return Sum(name, declared, line.amount, compared.said, compared.is_other, _made_of(line))


def _made_of(line: Line) -> tuple[str, ...]:
    """What a sum was reckoned from, part by part: the rate, what it is taken of, and where the rate stands."""
    parts = [_("rate %(rate)s") % {"rate": line.rate}] if line.rate else []
    if line.of is not None:
        words = {
            Charge.VAT: _("of %(amount)s: customs value, duty, excise and fee"),
            Charge.FEE: _("the item's share by its customs value of %(amount)s"),
        }.get(line.charge, _("of the customs value of %(amount)s"))
        parts.append(words % {"amount": figures.money(line.of)})
    if line.quantity is not None:
        unit = {"quantity": figures.number(line.quantity), "unit": choices.unit_name(line.unit)}
        parts.append(_("for %(quantity)s (%(unit)s)") % unit)
    if line.euro is not None:
        euro = {"rate": figures.money(line.euro.amount), "source": law_text(line.euro.source)}
        parts.append(_("1 EUR = %(rate)s (%(source)s)") % euro)
    if line.source and line.since:
        parts.append(
            _("%(source)s, since %(day)s")
            % {"source": law_text(line.source), "day": figures.moment(line.since, "short_date")}
        )
    return tuple(parts)


def _other(kind: str, declared: Decimal) -> Sum:
    name = str(dict(choices.CHARGE_TYPES).get(kind, kind))
    return Sum(name, declared, None, _("The portal has no rates of this charge."))


def _total(together: Mapping[str, Decimal], found: Reckoned | None, on: date) -> Sum:
    name = _("Total")
    declared = sum(together.values(), Decimal(0)) if together else None
    amount = found.total if found else None
    if amount is None:
        return Sum(name, declared, None, _("One of the sums above cannot be reckoned.") if found else "")
    amount += sum((sums for kind, sums in together.items() if kind not in set(Charge)), Decimal(0))
    euro = rates.kzt_per_eur(on)
    claim = lists.limit("no_claim_eur", on)
    if declared is not None and euro and 0 < amount - declared <= claim * euro.amount:
        limit = figures.money(claim, "EUR")
        return Sum(
            name,
            declared,
            amount,
            _("Less is declared by %(limit)s at most: customs claims nothing.") % {"limit": limit},
        )
    return _compared(name, declared, amount)


def _compared(name: str, declared: Decimal | None, amount: Decimal) -> Sum:
    if declared is None:
        return Sum(name, None, amount, _("Not declared.") if amount else "", bool(amount))
    if declared == amount:
        return Sum(name, declared, amount, _("As reckoned."))
    more = figures.money(abs(declared - amount))
    words = (
        _("Declared %(amount)s more than reckoned.")
        if declared > amount
        else _("Declared %(amount)s less than reckoned.")
    )
    return Sum(name, declared, amount, words % {"amount": more}, is_other=True)
