"""The list of reasons a form offers: what the agency's folder and the portal bring, as the agency has changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clearance import registry
from clearance.contract import COMMON_REASONS, Reason
from clearance.reasons.defaults import BY_USE
from clearance.reasons.models import ListedReason, Use
from clearance.wording import LANGUAGES, language

__all__ = ["Offered", "Use", "built_in", "missing_languages", "reasons_for"]


@dataclass(frozen=True)
class Offered:
    """One reason of a list; `texts` is the ready paragraph for the trader, empty where there is none."""

    code: str
    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The reason in the reader's language, else in one it has."""
        return self.title_in(language())

    def title_in(self, wanted: str) -> str:
        """The reason in a language, else in one it has."""
        return next((self.titles[one] for one in (wanted, *LANGUAGES) if self.titles.get(one)), "")

    def said_in(self, wanted: str) -> tuple[str, str]:
        """What a reader of a language is told, and the language it is in: the ready text, else the reason itself."""
        order = (one for one in (wanted, *LANGUAGES) if self.texts.get(one) or self.titles.get(one))
        chosen = next(order, wanted)
        return self.texts.get(chosen) or self.titles.get(chosen, ""), chosen


def reasons_for(agency: str, use: str, requirement: str = "") -> list[Offered]:
    """What an officer of `agency` may pick for a question, a refusal, a hold or an inspection; one statement."""
    found = {one.code: Offered(one.code, one.titles) for one in built_in(agency, use, requirement)}
    for row in ListedReason.objects.filter(agency=agency, use=use):
        if row.is_offered:
            found[row.code] = _of(row)
        else:
            found.pop(row.code, None)
    return list(found.values())


def built_in(agency: str, use: str, requirement: str = "") -> tuple[Reason, ...]:
    """The reasons that need no row: those of the requirement (of all of the agency's, if none is named) or the portal's."""
    if use != Use.REFUSAL:
        return BY_USE[use]
    asked = registry.requirement(requirement) if requirement else None
    if asked is not None:
        return asked.reasons
    known = registry.agencies().get(agency)
    listed = [reason for one in known.requirements for reason in one.reasons] if known else list(COMMON_REASONS)
    return tuple({reason.code: reason for reason in listed}.values())


def missing_languages(row: ListedReason) -> list[str]:
    """The languages in which a title, or a text that others have, is missing."""
    columns = ["title"] + (["text"] if any(getattr(row, f"text_{one}") for one in LANGUAGES) else [])
    return [one for one in LANGUAGES if not all(getattr(row, f"{column}_{one}") for column in columns)]


def _of(row: ListedReason) -> Offered:
    return Offered(
        row.code,
        {one: getattr(row, f"title_{one}") for one in LANGUAGES},
        {one: getattr(row, f"text_{one}") for one in LANGUAGES},
    )
