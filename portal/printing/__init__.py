"""Papers as PDF: a Typst template and its data become a tagged document (PDF/UA-1) in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clearance import clock

SHEETS = Path(__file__).parent / "sheets"
"""The templates; `frame.typ` holds what every paper looks like."""

UNKNOWN = "\N{WHITE SQUARE}"
_OUTSIDE = re.compile(r"[^\u0020-\u04ff\u1e00-\u2040\u2042\u2044-\u2052\u2054-\u22ff\u25a1\n]")


def pdf(template_name: str, data: Mapping[str, Any], language: str) -> bytes:
    """A paper of the portal: `template_name` is a file of `sheets` without `.typ`, `data` its words and values.

    `data` must hold `title`. Everything reaches the template as JSON, so that no text of anybody is read as markup.
    A letter for which the fonts in the package have no sign (Chinese, for instance) is printed as an empty square.
    """
    with translation.override(language):
        moment = timezone.localtime(clock.now())
        frame = {
            "language": language,
            "brand": _("Single Window"),
            "page": _("Page %(number)s of %(total)s") % {"number": "{number}", "total": "{total}"},
            "made": _("Printed %(moment)s") % {"moment": moment.strftime("%d.%m.%Y %H:%M (UTC%z)")},
        }
        plain = json.loads(json.dumps({**data, "frame": frame}, cls=DjangoJSONEncoder))
    made: bytes = typst.compile(
        SHEETS / f"{template_name}.typ",
        root=SHEETS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(plain))},
        pdf_standards="ua-1",
        timestamp=int(moment.timestamp()),
    )
    return made


def _printable(value: Any) -> Any:
    """The same data with the letters only that can be printed: an archive's paper refuses any other."""
    if isinstance(value, str):
        return _OUTSIDE.sub(UNKNOWN, value)
    if isinstance(value, list):
        return [_printable(part) for part in value]
    return {name: _printable(part) for name, part in value.items()} if isinstance(value, dict) else value


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the package itself: a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
