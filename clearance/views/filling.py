"""What every page that fills in a content shows beside itself."""

from __future__ import annotations

from typing import Any

from clearance.views import sections
from clearance.views.keeping import Change, Kept

LATER = "later"
"""The button that keeps what is there without asking for the rest."""


def page_of(kept: Kept, current: str, **more: Any) -> dict[str, Any]:
    """What every page of the form shows beside itself."""
    problems = more.pop("problems", None)
    if problems is None:
        problems = kept.problems()
    listed = sections.sections_of(kept, problems, current)
    return {
        "kept": kept,
        "declaration": kept.declaration,
        "is_change": isinstance(kept, Change),
        "sections": listed,
        "done": sections.done(listed),
        "current": next((section for section in listed if section.is_current), None),
        **more,
    }
