"""Words of a rulebook in the reader's language: names of its columns and of their closed words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from clearance.forms import choices
from clearance.rule_words import Kind, Status, Visibility

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


def column_name(column: str) -> str:
    """What a column is called."""
    return str(COLUMNS.get(column, column))


def offered(words: Words, *, but: Iterable[str] = ()) -> list[choices.Choice]:
    """Closed words as the choices of a field."""
    left_out = set(but)
    return [(str(code), word) for code, word in words.items() if code not in left_out]
