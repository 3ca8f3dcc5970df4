"""The closed words of a rulebook: what each column may say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

LANGUAGES = ("en", "ru", "kk")
ANY = frozenset({"any", "*"})
DEFAULT_CONFIDENCE = frozenset({"M", "?"})


class Fault(StrEnum):
    """What can be wrong with a column of a rule."""

    WORD = "word"
    MISSING = "missing"
    REPEATED = "repeated"
    SYNTAX = "syntax"
    OPERATOR = "operator"
    UNKNOWN_FACT = "unknown_fact"
    FLAG_VALUE = "flag_value"
    NUMBER_VALUE = "number_value"
    COMMODITY_CODE = "commodity_code"
    DOCUMENT = "document"
    ITEM_FACT = "item_fact"
    RESTRICTED_FACT = "restricted_fact"
    NEVER_RESTRICTED = "never_restricted"
    ONLY_DOCUMENTARY = "only_documentary"
    WHOLE_DECLARATION_ONLY = "whole_declaration_only"
    MIXED_REQUIREMENT = "mixed_requirement"


class Kind(StrEnum):
    """What a matching rule gives."""

    SIGN_OFF = "sign_off"
    STEP = "step"
    VISIT_CHECK = "visit_check"
    WAIVER = "waiver"
    DOWNGRADE = "downgrade"


class Outcome(StrEnum):
    """What became of a rule that was looked at, in the trace of a routing run."""

    MATCHED = "matched"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    DOWNGRADED = "downgraded"
    DRY_RUN = "dry_run"


class Control(StrEnum):
    """Kinds of control, from the lightest to the strictest."""

    DOCUMENTARY = "documentary"
    IDENTITY = "identity"
    PHYSICAL = "physical"
    LABORATORY = "laboratory"

    @property
    def strictness(self) -> int:
        """0 for the lightest."""
        return list(Control).index(self)


class Blocks(StrEnum):
    """The step that waits for the sign-off."""

    ACCEPT = "accept"
    RELEASE = "release"
    DEPARTURE = "departure"
    DISCHARGE = "discharge"
    DELIVERY = "delivery"
    NONE = "none"


class OpensOn(StrEnum):
    """The event on which a waiting sign-off opens."""

    FILED = "filed"
    PRESENTED = "presented"
    RELEASED = "released"
    DEPARTED = "departed"
    ARRIVED_AT_DESTINATION = "arrived_at_destination"
    PAID = "paid"


class ClockStart(StrEnum):
    """What starts the clock; `legal` is the later of registration and presentation."""

    FILED = "filed"
    REGISTERED = "registered"
    PRESENTED = "presented"
    PAPERS = "papers"
    LEGAL = "legal"
    ARRIVED_AT_DESTINATION = "arrived_at_destination"


class Place(StrEnum):
    """Where in the journey a control belongs; a coverage table turns it into an office.

    `border` in a rule becomes entry, exit or exchange in the plan, by direction and channel.
    """

    BORDER = "border"
    ENTRY = "entry"
    EXIT = "exit"
    DECLARATION = "declaration"
    DEPARTURE = "departure"
    DESTINATION = "destination"
    EXCHANGE = "exchange"
    INLAND = "inland"


class Stage(StrEnum):
    """When in the journey a control belongs."""

    PREARRIVAL = "prearrival"
    ARRIVAL = "arrival"
    REGISTRATION = "registration"
    DECLARATION = "declaration"
    GATE = "gate"
    TRANSIT_DEPARTURE = "transit_departure"
    TRANSIT_ARRIVAL = "transit_arrival"
    EXPORT_DEPARTURE = "export_departure"
    POST_ARRIVAL = "post_arrival"
    POST_PRESENTATION = "post_presentation"
    POST_DELIVERY = "post_delivery"
    POST_RETURN = "post_return"
    ANY = "any"


class Unit(StrEnum):
    """Units of a deadline; working ones run in the office's calendar."""

    MINUTE = "minute"
    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


MINUTES_AT_MOST: Mapping[str, int] = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.WORKING_HOUR: 180,
    Unit.WORKING_DAY: 1440,
    Unit.CALENDAR_DAY: 1440,
}
"""For choosing the shorter of two deadlines without a calendar: eight working hours are a day."""


class Visibility(StrEnum):
    """Whether a trader may know of a rule and its sign-offs; restricted ones are unknown until they are announced."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class Status(StrEnum):
    """A dry run is only written to the trace; a rule that is off stays in the book and is not looked at."""

    LIVE = "live"
    DRY_RUN = "dry_run"
    OFF = "off"


DIRECTIONS: Mapping[str, frozenset[str]] = {
    "any": frozenset(),
    "import": frozenset({"import"}),
    "export": frozenset({"export"}),
    "transit": frozenset({"transit"}),
    "any_inbound": frozenset({"import", "transit"}),
    "crossing": frozenset({"import", "export", "transit"}),
    "internal": frozenset(),
}
"""Directions a written direction stands for; none is no limit. `internal` also needs the fact of that name."""

MODES = frozenset({"road", "rail", "sea", "air", "post", "multimodal"})
CHANNELS = frozenset({"cargo", "post", "both"})
SIGN_OFF_TYPES = frozenset(Control) | {"waive", "downgrade"}

COLUMN_WORDS: Mapping[str, tuple[frozenset[str], bool]] = {
    "kind": (frozenset(Kind), True),
    "direction": (frozenset(DIRECTIONS), True),
    "channel": (CHANNELS, True),
    "signoff_type": (SIGN_OFF_TYPES, False),
    "stage": (frozenset(Stage), False),
    "place": (frozenset(Place), False),
    "blocks": (frozenset(Blocks), False),
    "opens_on": (frozenset(OpensOn), False),
    "clock_start": (frozenset(ClockStart), False),
    "sla_unit": (frozenset(Unit), False),
    "visibility": (frozenset(Visibility), False),
    "status": (frozenset(Status), False),
    "sla_source": (frozenset({"law", "default"}), False),
}
"""For each closed column: its words, and whether it must be filled in every row."""

YES_NO_COLUMNS = ("stop", "follow_up", "waivable", "is_default")

ASKING = frozenset({Kind.SIGN_OFF, Kind.STEP, Kind.VISIT_CHECK})
"""Kinds that ask somebody for something, and so need the columns below."""

ALWAYS_FILLED = ("rule_id", "title_en", "title_ru", "title_kk", "legal_basis")
FILLED_WHEN_ASKING = (
    "requirement",
    "stage",
    "place",
    "signoff_type",
    "blocks",
    "opens_on",
    "clock_start",
    "sla_value",
    "sla_unit",
)


def listed(text: Any) -> frozenset[str]:
    """Words of a column apart by `|`; `any` and `*` are no limit."""
    words = frozenset(filter(None, (word.strip() for word in str(text or "").split("|"))))
    return frozenset() if words & ANY else words


def word_faults(row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Column, code and text of each closed column with a wrong word and of each empty one that must be filled."""
    faults: list[tuple[str, str, str]] = []
    for column, (words, needed) in COLUMN_WORDS.items():
        value = str(row.get(column) or "")
        if value not in words and (value or needed):
            faults.append((column, "word", value))
    faults += [(c, "word", str(row[c])) for c in YES_NO_COLUMNS if str(row.get(c) or "") not in ("", "yes", "no")]
    faults += [("mode", "word", mode) for mode in sorted(listed(row.get("mode")) - MODES)]
    faults += [("escalate_to", "word", w) for w in sorted(listed(row.get("escalate_to")) - frozenset(Control))]
    asking = row.get("kind") in ASKING
    for column in ALWAYS_FILLED + (FILLED_WHEN_ASKING if asking else ()):
        if not str(row.get(column) or "").strip():
            faults.append((column, "missing", ""))
    if asking and str(row.get("signoff_type") or "") not in (*Control, ""):
        faults.append(("signoff_type", "word", str(row["signoff_type"])))
    if str(row.get("sla_value") or "0") != "0" and not str(row["sla_value"]).isdecimal():
        faults.append(("sla_value", "number_value", str(row["sla_value"])))
    return faults
