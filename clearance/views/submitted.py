"""After filing: the reference, what happens next and when, and a receipt to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clearance import figures, sentences
from clearance.forms import choices
from clearance.forms.paper_list import Declared, papers_of
from clearance.models import Declaration, SignOff, Version
from clearance.preview import who_is_asked
from clearance.reading import owing, trader
from clearance.templatetags.pages import KINDS
from clearance.wording import deadline_text
from clearance.workflow import SETTLED_MONEY, State
from portal.printing import pdf
from portal.public import tracking

MOST_ITEMS = 100
MOST_PAPERS = 200
"""Items and papers a receipt lists; the declaration itself has them all."""


def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The declaration is submitted: its reference, and what happens next."""
    declaration = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    if declaration.state == State.DRAFT:
        return redirect("draft", reference)
    whole = trader.whole_for_trader(declaration)
    page = {
        "declaration": declaration,
        "asked": asked_of(whole.signoffs, whole.content),
        "steps": steps_of(declaration),
        "headline": sentences.headline_sentence(declaration.headline),
    }
    return render(request, "trader/done.html", page)


def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt as a tagged PDF in the reader's language."""
    declaration = trader.found(request.actor, reference)  # type: ignore[attr-defined]
    if declaration.state == State.DRAFT:
        return redirect("draft", reference)
    version = trader.version_of(declaration)
    link = tracking.link_of(declaration)
    way = reverse("declaration", args=[reference]) if link.stopped else reverse("tracked", args=[link.ticket])
    url = request.build_absolute_uri(way)
    data = data_of(declaration, version, trader.whole_for_trader(declaration).signoffs, url)
    answer = HttpResponse(pdf("receipt", data, (get_language() or "en")[:2]), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{declaration.reference}.pdf"'
    return answer


def asked_of(signoffs: Sequence[SignOff], content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each sign-off: the agency, what it looks at, and until when; before routing, what the rules in force will ask."""
    if signoffs:
        return [
            {
                "agency": sentences.agency_name(row.agency),
                "what": sentences.title_of(row.requirement, row.titles),
                "when": _until(row),
            }
            for row in signoffs
        ]
    return [
        {
            "agency": agency["name"],
            "what": one["title"],
            "when": _("by the portal, at once") if one["automatic"]
            else _("within %(time)s") % {"time": one["deadline_text"]},
        }
        for agency in who_is_asked(content)
        for one in agency["sign_offs"]
    ]  # fmt: skip


def _until(row: SignOff) -> str:
    if row.state == "decided":
        return _("answered")
    if row.due_at is None:
        time = deadline_text(row.deadline_value, row.deadline_unit)
        return _("within %(time)s after its time begins") % {"time": time}
    return _("until %(moment)s") % {"moment": figures.moment(row.due_at, "short")}


def steps_of(declaration: Declaration) -> list[str]:
    """What is left to do until the goods are released, in order, each with its time where there is one."""
    steps = [_("All agencies are asked at the same time. If one has a question, you are told at once.")]
    if declaration.needs_presentation and declaration.presented_at is None:
        until = declaration.next_timer_at if declaration.state == State.LODGED else None
        steps.append(
            _("The goods come to %(office)s, at the latest on %(day)s. After that day the declaration expires.")
            % {"office": declaration.office or "—", "day": figures.moment(until, "date")}
            if until
            else _("The goods come to %(office)s.") % {"office": declaration.office or "—"}
        )
    if declaration.money_position not in SETTLED_MONEY:
        amount = declaration.money_amount
        steps.append(
            _("%(amount)s are paid or secured before the goods leave.")
            % {"amount": figures.money(amount, declaration.money_currency)}
            if amount
            else _("Duties and taxes are paid or secured before the goods leave.")
        )
    steps.append(_("The goods are released the moment the last answer is in. Nobody has to press anything for it."))
    return steps


def data_of(declaration: Declaration, version: Version, signoffs: Sequence[SignOff], url: str) -> dict[str, Any]:
    """What the receipt says, in the reader's language."""
    content = version.content
    items = content.get("items") or []
    parties = [(content.get(role) or {}).get("name") for role in ("consignor", "consignee", "declarant")]
    labels = [_("Consignor"), _("Consignee"), _("Declarant")]
    drawing = BytesIO()
    segno.make(url, error="m").save(drawing, kind="svg", border=0, xmldecl=False, svgns=True)
    facts = [
        [_("Kind of declaration"), str(KINDS.get(declaration.kind, declaration.kind))],
        [_("Company"), f"{declaration.company.name}, {declaration.company.bin}"],
        *([label, name] for label, name in zip(labels, parties, strict=True) if name),
        [_("Your own reference"), declaration.local_ref or "—"],
        [_("Office of declaration"), str(declaration.office or "—")],
        [_("Received"), figures.moment(declaration.lodged_at, "long", with_zone=True) if declaration.lodged_at else ""],
        [_("Version"), str(version.number)],
        [_("Signed by"), version.signed_by.get_full_name()],
        [_("Fingerprint of the content (SHA-256)"), version.digest],
    ]
    asked = [f"{one['agency']}: {one['what']} ({one['when']})" for one in asked_of(signoffs, content)]
    left = len(items) - MOST_ITEMS
    return {
        "title": _("Receipt for a declaration"),
        "lead": _("The portal has received this declaration and keeps it exactly as it was signed."),
        "reference": declaration.reference,
        "reference_label": _("Reference"),
        "code": {
            "svg": drawing.getvalue().decode(),
            "alt": _("Square code with the address of the declaration: %(url)s") % {"url": url},
            "text": _("Follow the declaration with your phone"),
        },
        "facts": facts,
        "next_title": _("What happens next"),
        "next": steps_of(declaration),
        "asked_title": _("Who is asked"),
        "asked": asked,
        "goods_title": _("Goods"),
        "goods": {
            "head": [_("No."), _("Code"), _("Goods"), _("Packages"), _("Net weight"), _("Price")],
            "rows": [_row(item, content) for item in items[:MOST_ITEMS]],
            "more": ngettext("and %(count)s more item", "and %(count)s more items", left) % {"count": left}
            if left > 0 else "",
        },
        "charges_title": _("Duties and taxes"),
        "charges": _charges(declaration, content),
        "papers_title": _("Documents"),
        "papers": {
            "head": [_("Kind"), _("Number"), _("Date")],
            "rows": [
                [_paper_name(one), one.number, figures.moment(one.day, "short_date") if one.day else one.date]
                for one in papers_of(content)[:MOST_PAPERS]
            ],
            "none": _("None is declared."),
        },
        "note": _("This receipt shows that the declaration came in and when. It does not release the goods."),
    }  # fmt: skip


def _paper_name(paper: Declared) -> str:
    """The kind of a paper, and the item it is for."""
    name = choices.paper_name(paper.type)
    return f"{name} ({_('item %(items)s') % {'items': paper.item}})" if paper.item else name


def _charges(declaration: Declaration, content: Mapping[str, Any]) -> dict[str, Any]:
    """What is declared beside what the portal reckons, as the check page showed it; no rows where nothing is."""
    owed = owing.owed(content, owing.day_of(declaration.lodged_at))
    if owed is None:
        return {"rows": []}
    return {
        "head": [_("Charge"), _("Declared"), _("Reckoned"), _("Compared")],
        "rows": [
            [one.name, figures.money(one.declared) or "—", figures.money(one.reckoned) or "—", one.said]
            for one in (*owed.sums, owed.total)
        ],
        "note": _("Reckoned by the rates in force on %(day)s, without preferences and exemptions.")
        % {"day": figures.moment(owed.on, "short_date")},
    }


def _row(item: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    currency = str(item.get("currency") or content.get("currency") or "")
    return [
        str(item.get("number", "")),
        str(item.get("commodity_code", "")),
        str(item.get("description", "")),
        choices.packages_text(item),
        figures.mass(item.get("net_mass_kg")),
        figures.money(item.get("price"), currency),
    ]
