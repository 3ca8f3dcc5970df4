"""Check digits and shapes of the numbers in a declaration: who, in what box, on what wheels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from clearance.content import PARTIES
from clearance.identifiers import (
    NO_NUMBER,
    is_bin_or_iin,
    is_container,
    is_kz_plate,
    is_kz_trailer_plate,
    is_wagon_1520,
    is_wagon_uic,
)

from .findings import Findings

RAIL = "20"
ROAD = ("30", "31")
ALWAYS_NATIONAL = ("declarant", "representative")
"""Parties whose number is a BIN or IIN wherever they live."""


def check(findings: Findings, content: Mapping[str, Any]) -> None:
    """Check the numbers of parties, containers and vehicles."""
    for role in PARTIES:
        check_party(findings, content.get(role), role, always=role in ALWAYS_NATIONAL)
    for place, container in enumerate(content.get("containers") or ()):
        box = container.get("number")
        if box and not is_container(box):
            findings.warning(
                "container_number",
                f"containers/{place}/number",
                _("Check container {number}: its check digit does not fit."),
                _("Old and railway containers may have other numbers."),
                number=box,
            )
    _vehicles(findings, content)


def check_party(findings: Findings, party: Any, at: str, *, always: bool = False) -> None:
    """Check the BIN or IIN of a party of Kazakhstan, or of one whose number looks like one; zeros count as blank."""
    number = (party or {}).get("id")
    if not number or number == NO_NUMBER:
        return
    home = (party or {}).get("country")
    is_national = always or home == "KZ" or (not home and re.fullmatch(r"[0-9]{12}", number))
    if is_national and not is_bin_or_iin(number):
        findings.error(
            "bin_iin",
            f"{at}/id",
            _("Check the BIN or IIN {number}: its check digit does not fit."),
            _("Twelve digits, as on the certificate of registration or the identity card."),
            number=number[:40],
        )


def _vehicles(findings: Findings, content: Mapping[str, Any]) -> None:
    transport = content.get("transport") or {}
    for stretch in ("arrival", "border", "departure"):
        means = transport.get(stretch) or {}
        mode = means.get("mode") or (content.get("inland_mode") if stretch == "departure" else None)
        mode = mode or content.get("border_mode")
        at = f"transport/{stretch}/id"
        for sign in re.split(r"[\s,;]+", means.get("id") or ""):
            if not sign:
                continue
            if mode == RAIL and re.fullmatch(r"[0-9]{8}|[0-9]{12}", sign):
                if not (is_wagon_1520(sign) or is_wagon_uic(sign)):
                    findings.error(
                        "wagon_number", at, _("Check wagon {number}: its check digit does not fit."), number=sign
                    )
            elif mode in ROAD and means.get("nationality") == "KZ" and not _is_kz(sign):
                findings.warning(
                    "plate", at, _("Check plate {number}: it does not look like one of Kazakhstan."), number=sign
                )


def _is_kz(sign: str) -> bool:
    return all(is_kz_plate(part) or is_kz_trailer_plate(part) for part in sign.split("/"))
