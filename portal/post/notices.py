"""The notice to an addressee: one page for each item, Kazakh beside Russian, with number, code and square code."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from clearance import figures
from clearance.acting import Actor
from clearance.models import Declaration, Office
from clearance.reading.trader import contents_of
from clearance.workflow import Refused
from portal.post import addressee, capabilities
from portal.printing import pdf
from portal.public import codes

LANGUAGES = ("kk", "ru")
MOST = 200


@dataclass(frozen=True)
class Part:
    """Notices that are printed together: those of the items from one number to another, and their places among all."""

    first: str
    last: str
    begins: int
    ends: int


def parts(numbers: Sequence[str]) -> list[Part]:
    """The parts in which the notices of these items are printed, at most two hundred in each.

    A part is named by its numbers, not by its place: what is released between two prints moves no notice elsewhere.
    """
    found = []
    for start in range(0, len(numbers), MOST):
        some = numbers[start : start + MOST]
        found.append(Part(some[0], some[-1], start + 1, start + len(some)))
    return found


def notices(actor: Actor, declarations: Sequence[Declaration], *, site: str, page: str) -> bytes:
    """The notices of these items in one PDF; `page` is the address of the addressee's page on the host `site`."""
    if not declarations:
        raise Refused("nothing_to_print", _("There is nobody to send a notice to."))
    if len(declarations) > MOST:
        said = _("Print at most %(most)s notices at once. Choose a part on the page of the dispatch.")
        raise Refused("too_many_notices", said % {"most": MOST})
    drawn = capabilities.codes_of(actor, declarations)
    known = contents_of(declarations)
    sheets = [_sheet(one, known[one.pk], drawn[one.pk], site=site, page=page) for one in declarations]
    with translation.override("ru"):
        title = _("Notice of a parcel")
    return pdf("parcel_notice", {"title": title, "sheets": sheets}, "ru")


def _sheet(declaration: Declaration, content: Mapping[str, Any], code: str, *, site: str, page: str) -> dict[str, Any]:
    """One page: to whom, the square code, and the same words in both languages."""
    to = (content.get("postal") or {}).get("addressee") or {}
    link = f"{site}{page}{declaration.local_ref}/{code}/"
    return {
        "operator": declaration.company.name,
        "number": addressee.written(declaration.local_ref),
        "code": codes.grouped(code),
        "link": f"{site}{page}",
        "to": [str(to[name]) for name in ("name", "line", "city", "postcode") if to.get(name)],
        "svg": _square(link),
        "sides": [_side(declaration, language) for language in LANGUAGES],
    }


def _side(declaration: Declaration, language: str) -> dict[str, Any]:
    """The words of a notice in one language."""
    with translation.override(language):
        told = addressee.parcel(declaration)
        due = told.due
        facts = [
            (_("Number"), told.number),
            (_("Country of dispatch"), told.sender_country),
            (_("Contents"), "; ".join(one["description"] for one in told.contents)),
            (_("Declared value"), told.value),
            (_("Gross weight"), told.gross),
            (_("Where it is"), str(declaration.office or Office(code=""))),
        ]
        return {
            "language": language,
            "title": _("Notice of a parcel"),
            "lead": told.sentence + ".",
            "facts": [row for row in facts if row[1]],
            "due_label": _("To be paid"),
            "due": due.amount if due else "",
            "why": due.why if due else "",
            "reasons_title": _("Why it is not delivered yet"),
            "reasons": told.reasons,
            "until_label": _("Kept for you until"),
            "until": figures.moment(told.kept_until) if told.kept_until else "",
            "how_title": _("What you can do"),
            "how": _(
                "Scan the square with a phone, or open the address and type number and code. You need no account."
            ),
            "acts": [_("pay"), _("object, with pictures"), _("send the parcel back")],
            "alt": _("Square code that opens the page of this parcel"),
            "code_label": _("Code"),
        }


def _square(link: str) -> str:
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
