"""Values that stand in a family of WCO elements: a document type in two, a procedure in several, charges in a list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from typing_extensions import override

from .comparing import OWN_STATEMENT
from .elements import child, text_of
from .kinds import declaration_type_of
from .values import Reading, Spot, Way

CODE_OF_FOUR = re.compile(r"[0-9A-Z]{4}")

OWN_CLASSIFICATION = "HS"
"""IdentificationTypeCode of a commodity code in our messages (UN/EDIFACT 7143: Harmonised System)."""


class Family(Way):
    """All elements of the name that are claimed belong together."""

    is_family = True


class DocumentType(Way):
    """A type of document: a code of four signs stands as CategoryCode (one) and TypeCode (three), others whole."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        parts = {element.tag.rpartition("}")[2]: element for element in reversed(elements)}
        said = [(name, text_of(parts.get(name))) for name in ("CategoryCode", "TypeCode")]
        whole = "".join(text or "" for _name, text in said)
        if whole:
            reading.take(spot.fields[0], whole, parts.get("TypeCode", parts.get("CategoryCode", elements[0])))
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        whole = values.get(spot.fields[0])
        if not whole:
            return []
        if CODE_OF_FOUR.fullmatch(whole):
            return [spot.make("CategoryCode", whole[0]), spot.make("TypeCode", whole[1:])]
        return [spot.make("TypeCode", whole)]


class CommodityCode(Family):
    """A commodity code: one classification of type HS, or (another country's way) the parts TSP and TRC together."""

    @override
    def claims(self, element: etree._Element) -> bool:
        """Take the classifications that make up the commodity code."""
        return (text_of(child(element, "IdentificationTypeCode")) or OWN_CLASSIFICATION) in (
            OWN_CLASSIFICATION,
            "TSP",
            "TRC",
        )

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        by_type: dict[str, str] = {}
        for element in elements:
            code, kind = text_of(child(element, "ID")), text_of(child(element, "IdentificationTypeCode"))
            by_type.setdefault(kind or OWN_CLASSIFICATION, code or "")
        whole = by_type.get(OWN_CLASSIFICATION) or by_type.get("TSP", "") + by_type.get("TRC", "")
        if whole:
            place = child(elements[0], "ID")
            reading.take(spot.fields[0], whole, elements[0] if place is None else place)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        code = values.get(spot.fields[0])
        if not code:
            return []
        outer = spot.make(spot.names[0])
        outer.append(spot.make("ID", code))
        outer.append(spot.make("IdentificationTypeCode", OWN_CLASSIFICATION))
        return [outer]


class Procedures(Family):
    """Box 37: the first element holds current and previous procedure, each further one a feature."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        features = []
        for place, element in enumerate(elements):
            current, previous = child(element, "CurrentCode"), child(element, "PreviousCode")
            if place == 0:
                reading.take(spot.fields[0], text_of(current), element if current is None else current)
                reading.take(spot.fields[1], text_of(previous), element if previous is None else previous)
            elif text := text_of(current):
                features.append(text)
                reading.take(spot.fields[2], " ".join(features), element)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        current, previous, feature = (values.get(name) for name in spot.fields)
        if not (current or previous or feature):
            return []
        first = spot.make(spot.names[0])
        if current:
            first.append(spot.make("CurrentCode", current))
        if previous:
            first.append(spot.make("PreviousCode", previous))
        out = [first]
        for code in (feature or "").split():
            more = spot.make(spot.names[0])
            more.append(spot.make("CurrentCode", code))
            out.append(more)
        return out


class Charges(Family):
    """Box 47 with preference and quota: one DutyTaxFee for each charge; the first also names regime and quota."""

    parts = (
        ("type", "TypeCode", ""),
        ("base", "AdValoremTaxBaseAmount", ""),
        ("rate", "TaxRateNumeric", ""),
        ("method", "MethodCode", "Payment"),
        ("amount", "TaxAssessedAmount", "Payment"),
    )
    order = ("AdValoremTaxBaseAmount", "DutyRegimeCode", "TaxRateNumeric", "TypeCode", "QuotaOrderID", "Payment")

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        charges: list[dict[str, str]] = []
        for element in elements:
            for place, name in ((1, "DutyRegimeCode"), (2, "QuotaOrderID")):
                code = child(element, name)
                if code is not None and spot.fields[place] not in reading.values:
                    reading.take(spot.fields[place], text_of(code), code)
            charge: dict[str, str] = {}
            for key, name, holder in self.parts:
                outer = child(element, holder) if holder else element
                found = child(outer, name) if outer is not None else None
                text = text_of(found)
                if text and found is not None and found.get("currencyID", "KZT") == "KZT":
                    charge[key] = text
            says_only_regime = {part.tag.rpartition("}")[2] for part in element} <= {"DutyRegimeCode", "QuotaOrderID"}
            if charge or not (says_only_regime and len(element)):
                charges.append(charge)
                reading.sources[f"{spot.fields[0]}/{len(charges) - 1}"] = element
        if charges:
            reading.take(spot.fields[0], charges, elements[0])
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        charges = list(values.get(spot.fields[0]) or ())
        regime, quota = values.get(spot.fields[1]), values.get(spot.fields[2])
        if (regime or quota) and not charges:
            charges = [None]
        out = []
        for place, charge in enumerate(charges):
            outer = spot.make(spot.names[0])
            said: dict[str, etree._Element] = {}
            if place == 0 and regime:
                said["DutyRegimeCode"] = spot.make("DutyRegimeCode", regime)
            if place == 0 and quota:
                said["QuotaOrderID"] = spot.make("QuotaOrderID", quota)
            for key, name, holder in self.parts:
                value = (charge or {}).get(key)
                if not value:
                    continue
                attributes = {"currencyID": "KZT"} if name.endswith("Amount") else {}
                part = spot.make(name, value, **attributes)
                if holder:
                    said.setdefault(holder, spot.make(holder)).append(part)
                else:
                    said[name] = part
            outer.extend(said[name] for name in self.order if name in said)
            out.append(outer)
        return out


class Seals(Family):
    """The seals of a container: numbered, one text each."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        seals = [text_of(child(element, "ID")) or "" for element in elements]
        if seals:
            reading.take(spot.fields[0], seals, elements[0])
            for place, element in enumerate(elements):
                reading.sources[f"{spot.fields[0]}/{place}"] = element
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        out = []
        for place, seal in enumerate(values.get(spot.fields[0]) or (), start=1):
            outer = spot.make(spot.names[0])
            outer.append(spot.make("SequenceNumeric", str(place)))
            if seal:
                outer.append(spot.make("ID", seal))
            out.append(outer)
        return out


class PhoneAndEmail(Family):
    """Telephone (TE) and electronic mail (EM) of a party."""

    kinds = ("TE", "EM")

    @override
    def claims(self, element: etree._Element) -> bool:
        """Take communications of the two kinds we have fields for."""
        return text_of(child(element, "TypeCode")) in self.kinds

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            name = spot.fields[self.kinds.index(text_of(child(element, "TypeCode")) or "TE")]
            if name not in reading.values:
                reading.take(name, text_of(child(element, "ID")), element)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        out = []
        for name, kind in zip(spot.fields, self.kinds, strict=True):
            if value := values.get(name):
                outer = spot.make(spot.names[0])
                outer.append(spot.make("ID", value))
                outer.append(spot.make("TypeCode", kind))
                out.append(outer)
        return out


class DeclarationType(Way):
    """TypeCode: DT, TT, PD or VD in our messages; another country's code is kept and read by what it implies."""

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        for element in elements:
            reading.take(spot.fields[0], declaration_type_of(text_of(element)), element)
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        value = values.get(spot.fields[0])
        return [spot.make(spot.names[0], value)] if value else []


class Statements(Family):
    """Our fields without a place in the WCO model: one statement each, `pointer=value as JSON`."""

    code = "FIELD"

    @override
    def claims(self, element: etree._Element) -> bool:
        """Take the additional information that this portal wrote."""
        return text_of(child(element, "StatementTypeCode")) == OWN_STATEMENT and self._said(element) is not None

    def _said(self, element: etree._Element) -> tuple[str, Any] | None:
        pointer, sign, value = (text_of(child(element, "StatementDescription")) or "").partition("=")
        if not sign or not pointer.startswith("/") or text_of(child(element, "StatementCode")) != self.code:
            return None
        try:
            return pointer, json.loads(value)
        except (ValueError, RecursionError):
            return None

    @override
    def read(self, elements: Sequence[etree._Element], spot: Spot) -> Reading:
        reading = Reading()
        said = [(self._said(element), element) for element in elements]
        statements = [pair for pair, _element in said if pair is not None]
        if statements:
            reading.values[spot.fields[0]] = statements
            for pair, element in said:
                if pair is not None:
                    reading.sources[pair[0]] = element
        return reading

    @override
    def write(self, values: Mapping[str, Any], spot: Spot) -> list[etree._Element]:
        out = []
        for pointer, value in sorted(values.get(spot.fields[0]) or ()):
            outer = spot.make(spot.names[0])
            outer.append(spot.make("StatementCode", self.code))
            outer.append(spot.make("StatementDescription", f"{pointer}={json.dumps(value, ensure_ascii=False)}"))
            outer.append(spot.make("StatementTypeCode", OWN_STATEMENT))
            out.append(outer)
        return out
