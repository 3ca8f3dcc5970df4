"""Words of a rulebook in the reader's language: names of columns, of their closed words, and a rule as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from clearance import registry, sentences
from clearance.condition_rows import OR, ConditionRow, rows_of_condition
from clearance.conditions import NEED_FACTS
from clearance.fact_registry import Fact, FactType
from clearance.forms import choices
from clearance.forms.countries import countries
from clearance.linting import COUNTRY_FACTS
from clearance.papers import papers_asked
from clearance.rule_words import Kind, Status, Visibility
from clearance.wording import VALUES, in_language, paper_text

Words = Mapping[str, str | Promise]

COLUMNS: Words = {
    "rule_id": gettext_lazy("Number of the rule"),
    "agency": gettext_lazy("In the name of"),
    "executed_by": gettext_lazy("Carried out by"),
    "status": pgettext_lazy("rule", "State"),
    "kind": gettext_lazy("What the rule gives"),
    "requirement": gettext_lazy("Requirement"),
    "title_en": gettext_lazy("Title in English"),
    "title_ru": gettext_lazy("Title in Russian"),
    "title_kk": gettext_lazy("Title in Kazakh"),
    "channel": gettext_lazy("Cargo or mail"),
    "direction": gettext_lazy("Direction"),
    "mode": gettext_lazy("Mode of transport"),
    "procedures": gettext_lazy("Customs procedures"),
    "hs_include": gettext_lazy("Commodity codes"),
    "hs_exclude": gettext_lazy("Except these commodity codes"),
    "origin_condition": gettext_lazy("Condition on the origin"),
    "condition": gettext_lazy("Conditions"),
    "required_documents": gettext_lazy("Papers needed"),
    "signoff_type": gettext_lazy("Kind of control"),
    "escalate_to": gettext_lazy("May become"),
    "stage": gettext_lazy("Stage"),
    "place": gettext_lazy("Place"),
    "blocking": gettext_lazy("Step in the source"),
    "blocks": gettext_lazy("What waits for it"),
    "opens_on": gettext_lazy("Work begins when"),
    "clock_start": gettext_lazy("The clock starts when"),
    "sla_value": gettext_lazy("Time allowed"),
    "sla_unit": gettext_lazy("Counted in"),
    "sla_source": gettext_lazy("Where the time comes from"),
    "auto_when": gettext_lazy("Decided by the portal when"),
    "stop": gettext_lazy("A refusal stops all other agencies"),
    "follow_up": gettext_lazy("Something remains to be done after the release"),
    "visibility": gettext_lazy("Who may know of the rule"),
    "waivable": gettext_lazy("May be waived"),
    "targets": gettext_lazy("Requirements it is about"),
    "rests_on": gettext_lazy("Facts the decision rests on"),
    "legal_basis": gettext_lazy("Legal basis"),
    "confidence": gettext_lazy("How sure the source is"),
    "is_default": gettext_lazy("A default of the portal"),
    "note": gettext_lazy("Note for colleagues"),
}
"""Names of the columns, in the order in which a rule is read."""

STATUSES: Words = {
    Status.LIVE: pgettext_lazy("rule", "Switched on"),
    Status.DRY_RUN: pgettext_lazy("rule", "Watched only"),
    Status.OFF: pgettext_lazy("rule", "Switched off"),
}
KINDS: Words = {
    Kind.SIGN_OFF: gettext_lazy("A sign-off: somebody must agree"),
    Kind.STEP: gettext_lazy("A step that the portal records"),
    Kind.VISIT_CHECK: gettext_lazy("A check when the vehicle passes"),
    Kind.WAIVER: gettext_lazy("A waiver: others need not agree"),
    Kind.DOWNGRADE: gettext_lazy("A lighter control: papers instead of goods"),
}
CONTROLS: Words = {
    "documentary": gettext_lazy("check of papers"),
    "identity": gettext_lazy("check of identity"),
    "physical": gettext_lazy("inspection of the goods"),
    "laboratory": gettext_lazy("laboratory study"),
    "waive": gettext_lazy("waiver"),
    "downgrade": gettext_lazy("lighter control"),
}
DIRECTIONS: Words = {
    "any": gettext_lazy("Every direction"),
    "import": gettext_lazy("Import"),
    "export": gettext_lazy("Export"),
    "transit": gettext_lazy("Transit"),
    "any_inbound": gettext_lazy("Import and transit"),
    "crossing": gettext_lazy("Every crossing of the border"),
    "internal": gettext_lazy("Between member states of the Union"),
}
CHANNELS: Words = {
    "both": gettext_lazy("Cargo and mail"),
    "cargo": gettext_lazy("Cargo only"),
    "post": gettext_lazy("Mail only"),
}
MODES: Words = {
    "road": gettext_lazy("Road"),
    "rail": gettext_lazy("Rail"),
    "air": gettext_lazy("Air"),
    "sea": gettext_lazy("Sea"),
    "post": gettext_lazy("Mail"),
    "multimodal": gettext_lazy("Several modes"),
}
STAGES: Words = {
    "prearrival": gettext_lazy("Before arrival"),
    "arrival": gettext_lazy("At arrival"),
    "registration": gettext_lazy("Registration"),
    "declaration": gettext_lazy("Declaration"),
    "gate": gettext_lazy("At the gate"),
    "transit_departure": gettext_lazy("Departure of transit"),
    "transit_arrival": gettext_lazy("Arrival of transit"),
    "export_departure": gettext_lazy("Departure of export"),
    "post_arrival": gettext_lazy("Arrival of mail"),
    "post_presentation": gettext_lazy("Presentation of mail"),
    "post_delivery": gettext_lazy("Delivery of mail"),
    "post_return": gettext_lazy("Return of mail"),
    "any": gettext_lazy("Any stage"),
}
PLACES: Words = {
    "border": gettext_lazy("The border"),
    "entry": gettext_lazy("Place of entry"),
    "exit": gettext_lazy("Place of exit"),
    "declaration": gettext_lazy("Office of declaration"),
    "departure": gettext_lazy("Office of departure"),
    "destination": gettext_lazy("Office of destination"),
    "exchange": gettext_lazy("Office of exchange"),
    "inland": gettext_lazy("Inland"),
}
BLOCKS: Words = {
    "accept": gettext_lazy("Acceptance"),
    "release": gettext_lazy("Release"),
    "departure": gettext_lazy("Departure"),
    "discharge": gettext_lazy("Discharge of transit"),
    "delivery": gettext_lazy("Delivery"),
    "none": gettext_lazy("Nothing waits"),
}
OPENS_ON: Words = {
    "filed": gettext_lazy("the declaration is filed"),
    "presented": gettext_lazy("the goods are presented"),
    "released": gettext_lazy("the goods are released"),
    "departed": gettext_lazy("the goods have departed"),
    "arrived_at_destination": gettext_lazy("the goods have arrived at their destination"),
    "paid": gettext_lazy("the money is paid"),
}
CLOCK_STARTS: Words = {
    "filed": gettext_lazy("the declaration is filed"),
    "registered": gettext_lazy("the declaration is registered"),
    "presented": gettext_lazy("the goods are presented"),
    "papers": gettext_lazy("the papers are received"),
    "legal": gettext_lazy("the declaration is registered and the goods are presented"),
    "arrived_at_destination": gettext_lazy("the goods have arrived at their destination"),
}
UNITS: Words = {
    "minute": gettext_lazy("minutes"),
    "hour": gettext_lazy("hours"),
    "working_hour": gettext_lazy("working hours"),
    "working_day": gettext_lazy("working days"),
    "calendar_day": gettext_lazy("calendar days"),
}
SOURCES: Words = {"law": gettext_lazy("Set by law"), "default": gettext_lazy("Our own default")}
VISIBILITIES: Words = {
    Visibility.PUBLIC: gettext_lazy("Everybody"),
    Visibility.RESTRICTED: gettext_lazy("Officers only"),
}
YES_NO: Words = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}
OPERATORS: Words = {
    "=": gettext_lazy("is"),
    "!=": gettext_lazy("is not"),
    "<": gettext_lazy("is less than"),
    "<=": gettext_lazy("is at most"),
    ">": gettext_lazy("is more than"),
    ">=": gettext_lazy("is at least"),
}
COMPARED: Words = {
    "=": gettext_lazy("%(fact)s is %(value)s"),
    "!=": gettext_lazy("%(fact)s is not %(value)s"),
    "<": gettext_lazy("%(fact)s is less than %(value)s"),
    "<=": gettext_lazy("%(fact)s is at most %(value)s"),
    ">": gettext_lazy("%(fact)s is more than %(value)s"),
    ">=": gettext_lazy("%(fact)s is at least %(value)s"),
}
CLOSED: Mapping[str, Words] = {
    "status": STATUSES,
    "kind": KINDS,
    "signoff_type": CONTROLS,
    "escalate_to": CONTROLS,
    "direction": DIRECTIONS,
    "channel": CHANNELS,
    "mode": MODES,
    "stage": STAGES,
    "place": PLACES,
    "blocks": BLOCKS,
    "opens_on": OPENS_ON,
    "clock_start": CLOCK_STARTS,
    "sla_unit": UNITS,
    "sla_source": SOURCES,
    "visibility": VISIBILITIES,
    "stop": YES_NO,
    "follow_up": YES_NO,
    "waivable": YES_NO,
    "is_default": YES_NO,
}
"""The words of each closed column."""

NO_LIMIT = frozenset({"mode", "procedures", "hs_include"})
OF_NEEDS: Words = {
    "documents_complete": gettext_lazy("every paper needed is given"),
    "documents_confirmed": gettext_lazy("the papers are found in a registry"),
}


def column_name(column: str) -> str:
    """What a column is called."""
    return str(COLUMNS.get(column, column))


def cell_text(column: str, value: str) -> str:
    """A cell of a rulebook in words; what has none stays as it is written."""
    if column in NO_LIMIT and value in ("", "any", "*"):
        return _("all")
    words = CLOSED.get(column)
    if words and value:
        return ", ".join(str(words.get(part.strip(), part.strip())) for part in value.split("|"))
    if column == "requirement" and value:
        return sentences.title_of(value)
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


def offered(words: Words, *, but: Iterable[str] = ()) -> list[choices.Choice]:
    """Closed words as the choices of a field."""
    left_out = set(but)
    return [(str(code), word) for code, word in words.items() if code not in left_out]
