"""Everything an agency may import: Agency, Role, Requirement, SignOffForm and facts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from clearance.fact_registry import Fact, FactType, RestsOn, Scope, Source

__all__ = [
    "Agency",
    "Derived",
    "Fact",
    "FactType",
    "Field",
    "Reason",
    "Requirement",
    "RestsOn",
    "RightHolder",
    "Role",
    "Scope",
    "SignOffForm",
    "Source",
    "Subject",
    "Words",
    "words",
]

Words = Mapping[str, str]
"""One text in English, Russian and Kazakh: {"en": …, "ru": …, "kk": …}."""


def words(en: str, ru: str, kk: str) -> Words:
    """The three languages of one text."""
    return {"en": en, "ru": ru, "kk": kk}


@dataclass(frozen=True)
class Role:
    """What a person may be in an agency; `may` names acts: decide, inspect, supervise, administer, take_payment."""

    code: str
    titles: Words
    may: frozenset[str] = frozenset({"decide", "inspect"})


@dataclass(frozen=True)
class Reason:
    """A reason an officer picks when asking, refusing or setting conditions."""

    code: str
    titles: Words


@dataclass(frozen=True)
class Field:
    """One field of an agency's own form: `kind` is text, long_text, number, date, flag or choice."""

    name: str
    kind: str
    labels: Words
    required: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    unit: str = ""
    hints: Words | None = None


class SignOffForm:
    """An agency's own fields on the sign-off page, as plain specifications; the page makes a form of them."""

    titles: ClassVar[Words] = words("Findings", "Результаты", "Нәтижелер")
    fields: ClassVar[tuple[Field, ...]] = ()

    @classmethod
    def check(cls, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """The answers as plain JSON values, and a code of the fault (missing, unknown, not_a_number, not_a_choice) by field name."""
        known = {one.name: one for one in cls.fields}
        faults = {name: "unknown" for name in answers if name not in known}
        kept: dict[str, Any] = {}
        for name, one in known.items():
            value = answers.get(name)
            if value in (None, "") or (one.kind == "flag" and value is False and one.required):
                if one.required:
                    faults[name] = "missing"
                continue
            if one.kind == "choice" and value not in {code for code, _ in one.choices}:
                faults[name] = "not_a_choice"
            elif one.kind == "number" and not _is_number(value):
                faults[name] = "not_a_number"
            else:
                kept[name] = value if one.kind == "flag" else str(value)
        return kept, faults


def _is_number(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


@dataclass(frozen=True)
class Requirement:
    """One reason for which the agency must agree; `form` is the dotted path of a SignOffForm."""

    code: str
    titles: Words
    reasons: tuple[Reason, ...] = ()
    form: str | None = None


@dataclass(frozen=True)
class RightHolder:
    """A body in whose name the agency works on a requirement; its name is what readers see."""

    code: str
    names: Words


@dataclass(frozen=True)
class Subject:
    """What a provider of facts may look at; `key` is the declaration's secret-free identity, the same for all its versions."""

    content: Mapping[str, Any]
    company: Mapping[str, Any]
    key: str
    secret: bytes


@dataclass(frozen=True)
class Derived:
    """A derived value and how it came about, for the log; None means that the fact stays absent."""

    value: Any
    log: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Agency:
    """One agency: who it is, in which roles people work for it, what it may ask, and which facts it adds.

    `protected`: no waiver and no downgrade ever touches what it asks. `right_holders` are the bodies it works for beside itself.
    """

    code: str
    letter: Words
    names: Words
    roles: tuple[Role, ...]
    requirements: tuple[Requirement, ...]
    facts: tuple[Fact, ...] = ()
    right_holders: tuple[RightHolder, ...] = ()
    protected: bool = False
    asks: bool = True

    @property
    def executes(self) -> tuple[str, ...]:
        """Codes of the right holders it works for."""
        return tuple(holder.code for holder in self.right_holders)

    def requirement(self, code: str) -> Requirement | None:
        """The requirement of that code, if it is one of this agency's."""
        return next((one for one in self.requirements if one.code == code), None)

    def form_for(self, requirement: str) -> str | None:
        """Dotted path of the form of a requirement, if it has one."""
        found = self.requirement(requirement)
        return found.form if found else None


OFFICER = Role("officer", words("Officer", "Должностное лицо", "Лауазымды адам"))
SUPERVISOR = Role(
    "supervisor",
    words("Head of shift", "Начальник смены", "Ауысым бастығы"),
    frozenset({"decide", "inspect", "supervise"}),
)
ADMINISTRATOR = Role(
    "administrator",
    words("Administrator", "Администратор", "Әкімші"),
    frozenset({"administer"}),
)
COMMON_ROLES = (OFFICER, SUPERVISOR, ADMINISTRATOR)
