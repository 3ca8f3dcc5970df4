"""The tariff for everybody: search, the tree of codes, and what is asked of each; and suggestions for a code field."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from clearance import clock
from clearance.reading import asking
from clearance.reference import finding
from clearance.reference import tariff as codes
from clearance.reference.finding import Hit
from clearance.reference.starting import sections
from clearance.wording import in_language

SUGGESTED = 12
LONGEST_QUERY = 100


def tariff(request: HttpRequest) -> HttpResponse:
    """What was searched for, else the sections with their chapters."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    known = codes.editions(clock.today())
    page: dict[str, Any] = {"query": query, "known": known}
    if query:
        page["found"] = finding.find(known, query)
    else:
        chapters = codes.chapters(known)
        page["sections"] = [
            {
                "roman": one.roman,
                "name": in_language(one.names),
                "chapters": [chapter for chapter in chapters if one.first <= chapter.code <= one.last],
            }
            for one in sections()
        ]
    return render(request, "public/tariff.html", page)


def commodity(request: HttpRequest, code: str) -> HttpResponse:
    """One code: where it stands, what is under it, its reference rates, and who looks at such goods."""
    digits = re.sub(r"\D", "", code)
    if not 2 <= len(digits) <= codes.WHOLE_CODE:
        raise Http404
    if digits != code:
        return redirect("commodity", digits, permanent=True)
    known = codes.editions(clock.today())
    family = codes.family(known, code)
    if code not in family:
        raise Http404
    rules = asking.public_rules(clock.now())
    page = {
        "known": known,
        "one": family[code],
        "path": codes.path_of(family, code),
        "under": [
            {"one": one, "depth": len(codes.path_of(family, one.code)) - len(codes.path_of(family, code))}
            for one in family.values()
            if one.code != code and one.code.startswith(code)
        ],
        "agencies": asking.by_agency(asking.about_goods(rules, code)) if len(code) >= 4 else [],
        "asks": len(code) >= 4,
    }
    return render(request, "public/commodity.html", page)


def suggest(request: HttpRequest) -> JsonResponse:
    """Codes for what is being typed into a code field.

    `whole=1` gives those that goods can be declared by, and shorter ones only where there is none.
    """
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    known = codes.editions(clock.today())
    whole = request.GET.get("whole") == "1"
    found = finding.find(known, query, whole=whole, limit=SUGGESTED)
    if whole and not found.hits:
        found = finding.find(known, query, limit=SUGGESTED)
    complete = known.official is not None
    answer = JsonResponse({"hits": [_told(hit) for hit in found.hits], "meant": found.meant, "complete": complete})
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _told(hit: Hit) -> dict[str, Any]:
    code = hit.code
    return {
        "code": code.code,
        "written": code.written,
        "name": code.last,
        "language": code.language,
        "path": [one.last for one in hit.path if one.name] + ([code.lead] if code.lead else []),
        "whole": code.is_whole,
    }
