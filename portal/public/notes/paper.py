"""The release note as a paper: what an inspector at the gate needs, with the square code that proves it."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from clearance import figures, sentences
from clearance.headline import is_known_to_trader
from clearance.models import Declaration, SignOff
from clearance.reading.trader import content_of
from clearance.selectors import live_rows
from clearance.workflow import ALLOWING, SignOffState, State
from portal.printing import pdf
from portal.public import codes
from portal.public.models import ReleaseNote


def printed(note: ReleaseNote, declaration: Declaration, language: str, *, address: str) -> bytes:
    """The tagged PDF of a note; `address` is the web address of its check, to which the signed payload is added."""
    with translation.override(language):
        return pdf("release_note", _data(note, declaration, address), language)


def square(text: str) -> str:
    """A square code as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _data(note: ReleaseNote, declaration: Declaration, address: str) -> dict[str, Any]:
    content = content_of(declaration)
    signoffs = [row for row in live_rows(declaration) if _is_printed(row)]
    with_conditions = declaration.state == State.RELEASED_WITH_CONDITIONS or any(row.conditions for row in signoffs)
    return {
        "title": _("Release note"),
        "reference": declaration.reference,
        "stamp": _("Goods released with conditions") if with_conditions else _("Goods released"),
        "has_conditions": with_conditions,
        "payload": note.payload,
        "code": {
            "svg": square(f"{address}?n={note.payload}"),
            "alt": _("Square code that opens the check of this note: %(code)s") % {"code": codes.grouped(note.code)},
            "scan": _("Scan to check this note"),
            "text": codes.grouped(note.code),
        },
        "facts": [row for row in _facts(declaration, content, note) if row[1]],
        "signoffs_title": _("Agency sign-offs"),
        "signoffs": {
            "head": [_("Agency"), _("Office"), _("Decision"), _("Time")],
            "rows": [_signoff(row) for row in signoffs],
            "none": _("No agency had to be asked: the rules allow these goods as declared."),
        },
        "conditions_title": _("Conditions"),
        "conditions": [f"{sentences.agency_name(row.agency)}: {text}" for row in signoffs for text in row.conditions],
        "goods_title": _("Goods items"),
        "goods": {
            "head": [_("No"), _("Commodity code"), _("Description of the goods"), _("Net weight (kg)")],
            "rows": [_item(one) for one in content.get("items") or []],
        },
        "note": _(
            "This note is signed electronically. Scan the code, type it at %(address)s, or send this file there: the "
            "portal says whether the note is genuine and still holds. How to check it without a connection is "
            "described on the same page."
        )
        % {"address": address.rpartition("/verify/")[0] + "/verify/"},
    }


def _is_printed(row: SignOff) -> bool:
    return is_known_to_trader(row) and row.state == SignOffState.DECIDED and row.verdict in ALLOWING


def _facts(declaration: Declaration, content: dict[str, Any], note: ReleaseNote) -> list[tuple[str, str]]:
    return [
        (_("Trader"), f"{declaration.company.name} · {declaration.company.bin}"),
        (_("Registration number"), declaration.registration_number),
        (_("Vehicle"), declaration.vehicle),
        (_("Office"), str(declaration.office) if declaration.office else ""),
        (_("Released"), figures.moment(note.released_at, with_zone=True)),
        (_("Items"), str(len(content.get("items") or []))),
        (_("Gross weight"), figures.mass(content.get("gross_mass_total_kg"))),
    ]


def _signoff(row: SignOff) -> list[str]:
    verdict = sentences.VERDICTS.get(str(row.verdict))
    return [
        sentences.agency_name(row.agency),
        str(row.office),
        str(verdict[0]) if verdict else "",
        figures.moment(row.decided_at, "short") if row.decided_at else "",
    ]


def _item(item: dict[str, Any]) -> list[str]:
    code = str(item.get("commodity_code", ""))
    return [
        str(item.get("number", "")),
        " ".join(part for part in (code[:4], code[4:6], code[6:9], code[9:]) if part),
        str(item.get("description", "")),
        figures.number(item.get("net_mass_kg")),
    ]
