"""Everything an agency may import: Agency, Role, Requirement, SignOffForm and facts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from clearance import access
from clearance.commodity import prefixes_of
from clearance.conditions import Condition, parse_condition
from clearance.fact_registry import Fact, Facts, FactType, RestsOn, Scope, Source, core_facts

__all__ = [
    "COMMON_REASONS",
    "COMMON_ROLES",
    "Agency",
    "Condition",
    "Draw",
    "Fact",
    "FactType",
    "Facts",
    "Field",
    "Panel",
    "Provider",
    "Reason",
    "Requirement",
    "RestsOn",
    "RightHolder",
    "Role",
    "Scope",
    "SignOffForm",
    "Source",
    "Told",
    "Words",
    "access",
    "core_facts",
    "parse_condition",
    "prefixes_of",
    "provided",
    "requirement",
    "words",
]

Words = Mapping[str, str]
"""One text in English, Russian and Kazakh: {"en": …, "ru": …, "kk": …}."""


def words(en: str, ru: str, kk: str) -> Words:
    """The three languages of one text."""
    return {"en": en, "ru": ru, "kk": kk}


@dataclass(frozen=True)
class Role:
    """What a person may be in an agency; the codes are those of `clearance.models.grants.OfficerRole`."""

    code: str
    titles: Words


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
    under: Words | None = None  # fields that share this heading are folded under it


class SignOffForm:
    """An agency's own fields on the sign-off page, as plain specifications; the page makes a form of them."""

    titles: ClassVar[Words] = words("Findings", "Результаты", "Нәтижелер")
    fields: ClassVar[tuple[Field, ...]] = ()

    @classmethod
    def fields_for(cls, sign_off: Any) -> tuple[Field, ...]:
        """The fields of one sign-off; the same for all unless the agency says otherwise."""
        return cls.fields

    @classmethod
    def check(cls, answers: Mapping[str, Any], sign_off: Any = None) -> tuple[dict[str, Any], dict[str, str]]:
        """The answers as JSON values, and by field name a fault.

        Faults: missing, unknown, not_a_number, not_a_choice, contradicts, says_nothing.
        """
        known = {one.name: one for one in (cls.fields if sign_off is None else cls.fields_for(sign_off))}
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
    """One reason for which the agency must agree.

    `form` is the dotted path of a SignOffForm; `in_the_name_of` the code of the right holder if it is another body.
    """

    code: str
    titles: Words
    reasons: tuple[Reason, ...] = ()
    form: str | None = None
    in_the_name_of: str = ""


@dataclass(frozen=True)
class RightHolder:
    """A body in whose name the agency works on a requirement; its name is what readers see."""

    code: str
    names: Words


@dataclass(frozen=True)
class Told:
    """How an event of the agency's own is told in a timeline; `mark` is good, info, warn, bad or plain.

    `topic`: under which a trader is told of it, if at all. `offices`: whether the agency's officers at the offices that its
    payload names are told. `says` and `at`: the entries of its payload, a text and a moment, that are told beside the title.
    """

    titles: Words
    mark: str = "plain"
    topic: str = ""
    offices: bool = False
    says: str = ""
    at: str = ""


@dataclass(frozen=True)
class Panel:
    """What an agency shows of its own on the page of a declaration: a template and what it needs."""

    template: str
    context: Mapping[str, Any]


Draw = Callable[[str], Decimal]
"""A share in [0, 1) for a named purpose: the same for all versions of a declaration, not to be foreseen outside."""

Provider = Callable[[Facts, Draw], tuple[Any, Mapping[str, Any]]]
"""Derives one fact: the value (None leaves it absent) and how it came about. A fact names it by dotted path.

The value of a fact of items is a mapping: item number as text -> value; items that are not in it are left without.
"""


def provided(name: str, by: str, *, inputs: tuple[str, ...] = (), version: str = "1") -> Fact:
    """A fact of the core with the function that derives it and the facts that function looks at; () means all."""
    return replace(core_facts()[name], provider=by, inputs=inputs, version=version)


@dataclass(frozen=True)
class Agency:
    """One agency: who it is, in which roles people work for it, what it may ask, and which facts it adds.

    `protected`: no waiver and no downgrade touches what it asks. `right_holders`: bodies it works for beside itself.
    `leads`: it sees every filed declaration, confirms arrivals, registers and takes the money.
    `events`: kinds it records on declarations, and how they are told. `panel`: the dotted path of a function that takes a
    declaration and who reads, and answers a Panel or None; or several. `outlook`: the same for a content that is not filed
    yet, taking the draft and the content.
    """

    code: str
    letter: Words
    names: Words
    roles: tuple[Role, ...]
    requirements: tuple[Requirement, ...]
    facts: tuple[Fact, ...] = ()
    right_holders: tuple[RightHolder, ...] = ()
    protected: bool = False
    leads: bool = False
    events: Mapping[str, Told] = field(default_factory=dict)
    panel: str | tuple[str, ...] = ()
    outlook: tuple[str, ...] = ()

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
HEAD = Role("head", words("Head of office", "Начальник поста", "Бекет бастығы"))
ADMINISTRATOR = Role("admin", words("Administrator", "Администратор", "Әкімші"))
COMMON_ROLES = (OFFICER, HEAD, ADMINISTRATOR)

COMMON_REASONS = (
    Reason(
        "paper_missing",
        words("A required paper is missing", "Нет обязательного документа", "Міндетті құжат жоқ"),
    ),
    Reason(
        "paper_invalid",
        words(
            "A paper is not valid or does not belong to these goods",
            "Документ недействителен или не относится к этим товарам",
            "Құжат жарамсыз немесе осы тауарларға қатысты емес",
        ),
    ),
    Reason(
        "goods_differ",
        words(
            "The goods are not what the declaration says",
            "Товары не соответствуют декларации",
            "Тауарлар декларацияға сәйкес келмейді",
        ),
    ),
    Reason(
        "prohibited",
        words("The goods are prohibited", "Товары запрещены", "Тауарларға тыйым салынған"),
    ),
)


def requirement(
    code: str,
    en: str,
    ru: str,
    kk: str,
    *,
    form: str | None = None,
    name_of: str = "",
    reasons: tuple[Reason, ...] = (),
) -> Requirement:
    """A requirement with the reasons every agency has and its own ones."""
    return Requirement(code, words(en, ru, kk), (*COMMON_REASONS, *reasons), form, name_of)
