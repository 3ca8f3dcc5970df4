"""What stands in the cells of a rule, in the reader's language: conditions, papers, facts and values."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.rulebooks.words import CLOSED, Words
from clearance import registry, sentences
from clearance.condition_rows import OR, ConditionRow, rows_of_condition
from clearance.conditions import NEED_FACTS
from clearance.fact_registry import Fact, FactType
from clearance.forms.countries import countries
from clearance.linting import COUNTRY_FACTS
from clearance.papers import papers_asked
from clearance.wording import VALUES, in_language, paper_text

COMPARED: Words = {
    "=": gettext_lazy("%(fact)s is %(value)s"),
    "!=": gettext_lazy("%(fact)s is not %(value)s"),
    "<": gettext_lazy("%(fact)s is less than %(value)s"),
    "<=": gettext_lazy("%(fact)s is at most %(value)s"),
    ">": gettext_lazy("%(fact)s is more than %(value)s"),
    ">=": gettext_lazy("%(fact)s is at least %(value)s"),
}
NO_LIMIT = frozenset({"mode", "procedures", "hs_include"})
OF_NEEDS: Words = {
    "documents_complete": gettext_lazy("every paper needed is given"),
    "documents_confirmed": gettext_lazy("the papers are found in a registry"),
}


def cell_text(column: str, value: str) -> str:
    """A cell of a rulebook in words; what has none stays as it is written."""
    if column in NO_LIMIT and value in ("", "any", "*"):
        return _("all")
    words = CLOSED.get(column)
    if words and value:
        return ", ".join(str(words.get(part.strip(), part.strip())) for part in value.split("|"))
    if column == "requirement" and value:
        return sentences.title_of(value)
    if column == "executed_by" and value:
        return sentences.agency_name(value)
    if column in ("condition", "origin_condition", "auto_when"):
        return condition_text(value)
    if column == "required_documents":
        return papers_text(value)
    return value


def fact_name(name: str) -> str:
    """What a fact is called."""
    if name in OF_NEEDS:
        return str(OF_NEEDS[name])
    fact = registry.facts().get(name)
    return in_language(fact.phrases) if fact and fact.phrases else name


def fact_of(name: str) -> Fact | None:
    """A registered fact, or one of a need itself."""
    return registry.facts().get(name) or NEED_FACTS.get(name)


def term_text(row: ConditionRow) -> str:
    """One comparison in words: a flag by what it says, others by name, comparison and value."""
    fact, name = fact_of(row.fact), fact_name(row.fact)
    if fact is not None and fact.type is FactType.FLAG:
        holds = (row.value == "1") is (row.operator == "=")
        return name if holds else _("not: %(fact)s") % {"fact": name}
    value = value_text(row.fact, row.value)
    if fact is not None and fact.type is FactType.SET:
        said = _("%(fact)s: with %(value)s") if row.operator == "=" else _("%(fact)s: without %(value)s")
        return said % {"fact": name, "value": value}
    return str(COMPARED.get(row.operator, COMPARED["="])) % {"fact": name, "value": value}


def value_text(fact: str, value: str) -> str:
    """A value of a condition in words."""
    if fact in COUNTRY_FACTS:
        return dict(countries()).get(value, value)
    if fact in ("documents", "item_documents"):
        return paper_text([value])
    return str(VALUES.get((fact, value), value))


def clause_texts(text: str) -> list[str]:
    """The clauses of a written condition, each as one phrase."""
    clauses: list[list[str]] = []
    for row in rows_of_condition(text):
        if row.joins == OR and clauses:
            clauses[-1].append(term_text(row))
        else:
            clauses.append([term_text(row)])
    return [_(" or ").join(clause) for clause in clauses]


def condition_text(text: str) -> str:
    """A whole condition in words."""
    return "; ".join(clause_texts(text))


def papers_text(text: str) -> str:
    """The papers of a rule by name."""
    papers, wrong = papers_asked(text)
    said = [
        paper_text(paper.any_of)
        if paper.required
        else _("%(paper)s (if there is one)") % {"paper": paper_text(paper.any_of)}
        for paper in papers
    ]
    return "; ".join([*said, *wrong])
