"""How values of the canonical content stand in WCO elements: each way of writing with its way of reading.

Reading never guesses: a value that cannot be taken with the meaning of our field (a mass in tonnes, an amount in
another currency) is not taken; its element is kept as it came, with a remark.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lxml import etree
from typing_extensions import override

from clearance.content import Sentence

from .comparing import say
from .elements import child, text_of

Make = Callable[..., etree._Element]
"""`make(name, text=None, **attributes)`: an element in the namespace of the message."""


@dataclass(slots=True)
class Reading:
    """What elements said: values by field, the element each value came from, and remarks on what was not taken."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, etree._Element] = field(default_factory=dict)
    remarks: list[tuple[etree._Element, str, Sentence]] = field(default_factory=list)

    def take(self, name: str, value: Any, source: etree._Element) -> None:
        """Note one value, unless it says nothing."""
        if value is not None and value != "":
            self.values[name] = value
            self.sources[name] = source


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a way is at work: the fields, the names of the elements, the place of the entry in its list (from 1)."""

    fields: tuple[str, ...]
    names: tuple[str, ...]
    position: int
    make: Make


class Way(ABC):
    """One way of writing values as elements; the first element of a name carries the value, if not a family."""

    is_family = False
    is_constant = False
    """Whether elements are written even where no field has a value."""

    def claims(self, element: etree._Element) -> bool:
        """Tell whether this element is written in this way."""
        return True

    @abstractmethod
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        """Return what the elements say of the fields."""

    @abstractmethod
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        """Return the elements that say these values."""

    def gives_back(self, elements: Sequence[etree._Element], reading: Reading, spot: Spot) -> bool:
        """Tell whether writing what was read from the elements says the same as they do."""
        if not elements and not self.is_constant:
            return True
        return [say(one) for one in self.write(reading.values, spot)] == [say(one) for one in elements]


class AsText(Way):
    """The text itself."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            reading.take(spot.fields[0], text_of(element), element)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        value = values.get(spot.fields[0])
        return [spot.make(spot.names[0], value)] if isinstance(value, str) and value else []

    @override
    def gives_back(self, elements: Sequence[etree._Element], reading: Reading, spot: Spot) -> bool:
        if len(elements) == 1 and reading.values and not elements[0].attrib:
            return True  # a bare element whose text was taken is written as it was
        return super().gives_back(elements, reading, spot)


class AsNumber(Way):
    """A whole number."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            text = text_of(element)
            if text and re.fullmatch(r"[0-9]{1,9}", text):
                reading.take(spot.fields[0], int(text), element)
            elif text:
                reading.remarks.append((element, "number", _("Write a whole number here.")))
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        value = values.get(spot.fields[0])
        return [spot.make(spot.names[0], str(value))] if isinstance(value, int) and 0 <= value < 10**9 else []


class AsPosition(Way):
    """The place of the entry in its list, counted from 1; no field of the content."""

    is_constant = True

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        return Reading()

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        return [spot.make(spot.names[0], str(spot.position))]


@dataclass(frozen=True)
class Always(Way):
    """A constant of our profile; another value in a message is kept as it came."""

    value: str
    is_constant = True

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        return Reading()

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        return [spot.make(spot.names[0], self.value)]


@dataclass(frozen=True)
class Measured(Way):
    """A quantity in one fixed unit or currency, named by an attribute; anything else is kept, not converted."""

    attribute: str
    unit: str

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            if element.get(self.attribute, self.unit) == self.unit:
                reading.take(spot.fields[0], text_of(element), element)
            else:
                reading.remarks.append(
                    (element, "unit", format_lazy(_("Give this value in {unit}: it was not taken."), unit=self.unit))
                )
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        value = values.get(spot.fields[0])
        return [spot.make(spot.names[0], value, **{self.attribute: self.unit})] if value else []


@dataclass(frozen=True)
class WithAttribute(Way):
    """A quantity whose unit or currency is a field of its own, the attribute; optionally inside one more element."""

    attribute: str
    inner: str = ""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            holder = child(element, self.inner) if self.inner else element
            if holder is not None:
                reading.take(spot.fields[0], text_of(holder), holder)
                reading.take(spot.fields[1], holder.get(self.attribute), holder)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        value, unit = values.get(spot.fields[0]), values.get(spot.fields[1])
        if not value:
            return []
        attributes = {self.attribute: unit} if unit else {}
        holder = spot.make(self.inner or spot.names[0], value, **attributes)
        if not self.inner:
            return [holder]
        outer = spot.make(spot.names[0])
        outer.append(holder)
        return [outer]


def _date_time(spot: Spot, text: str, code: str) -> etree._Element:
    """The element of a spot around a DateTimeString of a format."""
    outer = spot.make(spot.names[0])
    outer.append(spot.make("DateTimeString", text, formatCode=code))
    return outer


class AsDate(Way):
    """An ISO date as DateTimeString of format 102 (CCYYMMDD)."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            moment = child(element, "DateTimeString")
            text = text_of(moment if moment is not None else element)
            try:
                day = datetime.strptime(text or "", "%Y%m%d").replace(tzinfo=UTC).date() if text else None
            except ValueError:
                reading.remarks.append((element, "date", _("Write the date as eight digits: year, month, day.")))
                continue
            if day:
                reading.take(spot.fields[0], day.isoformat(), moment if moment is not None else element)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        try:
            day = date.fromisoformat(values.get(spot.fields[0]) or "")
        except ValueError:
            return []
        return [_date_time(spot, f"{day:%Y%m%d}".rjust(8, "0"), "102")]


class AsMoment(Way):
    """An ISO moment with its zone as DateTimeString of format 304 (CCYYMMDDhhmmss and zone)."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            holder = child(element, "DateTimeString")
            text = text_of(holder) or ""
            found = re.fullmatch(r"(\d{14})(?:Z|([+-])(\d{2}):?(\d{2})?)", text, re.ASCII)
            try:
                moment = datetime.strptime(found.group(1), "%Y%m%d%H%M%S") if found else None  # noqa: DTZ007 the zone follows
            except ValueError:
                moment = None
            if moment is None or found is None:
                reading.remarks.append(
                    (element, "moment", _("Write the moment as 14 digits and the zone, such as +05."))
                )
                continue
            zone = f"{found.group(2)}{found.group(3)}:{found.group(4) or '00'}" if found.group(2) else "+00:00"
            reading.take(spot.fields[0], moment.isoformat() + zone, holder if holder is not None else element)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        try:
            moment = datetime.fromisoformat(values.get(spot.fields[0]) or "")
        except ValueError:
            return []
        offset = f"{moment:%z}"
        if not offset or moment.microsecond or len(offset) != len("+0000"):
            return []
        zone = offset[:3] if offset.endswith("00") else offset
        return [_date_time(spot, f"{moment:%Y%m%d%H%M%S}".rjust(14, "0") + zone, "304")]
