"""The words of states and verdicts, one list for each audience; the only place that names a state to a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TRADER, OFFICER = "trader", "officer"
Words = dict[str, str | Promise]

# Tones say how a word is painted and which shape goes with it; see `tone_of`.
NEUTRAL, INFO, GOOD, WARN, BAD, WAIT = "neutral", "info", "good", "warn", "bad", "wait"

DECLARATION: dict[str, Words] = {
    TRADER: {
        "draft": pgettext_lazy("declaration", "Draft"),
        "lodged": pgettext_lazy("declaration", "Submitted"),
        "accepted": pgettext_lazy("declaration", "Checking documents"),
        "released": pgettext_lazy("declaration", "Released"),
        "released_with_conditions": pgettext_lazy("declaration", "Released with conditions"),
        "refused": pgettext_lazy("declaration", "Refused"),
        "closed": pgettext_lazy("declaration", "Closed"),
        "cancelled": pgettext_lazy("declaration", "Cancelled"),
        "expired": pgettext_lazy("declaration", "Expired"),
    },
    OFFICER: {
        "draft": pgettext_lazy("declaration", "Draft"),
        "lodged": pgettext_lazy("declaration", "Lodged, goods not presented"),
        "accepted": pgettext_lazy("declaration", "Accepted, goods presented"),
        "released": pgettext_lazy("declaration", "Released"),
        "released_with_conditions": pgettext_lazy("declaration", "Released with conditions"),
        "refused": pgettext_lazy("declaration", "Release refused"),
        "closed": pgettext_lazy("declaration", "Closed"),
        "cancelled": pgettext_lazy("declaration", "Cancelled"),
        "expired": pgettext_lazy("declaration", "Expired"),
    },
}

SIGNOFF: dict[str, Words] = {
    TRADER: {
        "waiting": pgettext_lazy("sign-off", "Coming later"),
        "open": pgettext_lazy("sign-off", "Waiting"),
        "claimed": pgettext_lazy("sign-off", "In review"),
        "decided": pgettext_lazy("sign-off", "Decided"),
        "lapsed": pgettext_lazy("sign-off", "Not needed"),
        "question": pgettext_lazy("sign-off", "Needs your answer"),
        "held": pgettext_lazy("sign-off", "Held"),
        "inspection": pgettext_lazy("sign-off", "Inspection"),
    },
    OFFICER: {
        "waiting": pgettext_lazy("sign-off", "Not open yet"),
        "open": pgettext_lazy("sign-off", "Unclaimed"),
        "claimed": pgettext_lazy("sign-off", "In review"),
        "decided": pgettext_lazy("sign-off", "Decided"),
        "lapsed": pgettext_lazy("sign-off", "No longer asked"),
        "question": pgettext_lazy("sign-off", "Question sent"),
        "held": pgettext_lazy("sign-off", "Held"),
        "inspection": pgettext_lazy("sign-off", "Inspection"),
    },
}

VERDICT: dict[str, Words] = {
    TRADER: {
        "approved": pgettext_lazy("verdict", "Approved"),
        "approved_with_conditions": pgettext_lazy("verdict", "Approved with conditions"),
        "refused": pgettext_lazy("verdict", "Refused"),
        "not_competent": pgettext_lazy("verdict", "Passed to another agency"),
    },
    OFFICER: {
        "approved": pgettext_lazy("verdict", "Approved"),
        "approved_with_conditions": pgettext_lazy("verdict", "Approved with conditions"),
        "refused": pgettext_lazy("verdict", "Refused"),
        "not_competent": pgettext_lazy("verdict", "Not competent"),
    },
}

# The codes of `clearance/headline.py`: who has the ball now, as a chip. What the trader's list shows beside the state.
HEADLINE: dict[str, Words] = {
    TRADER: {
        **DECLARATION[TRADER],
        "routing": pgettext_lazy("headline", "Received"),
        "question": pgettext_lazy("headline", "Needs your answer"),
        "split_choice": pgettext_lazy("headline", "Needs your choice"),
        "payment_due": pgettext_lazy("headline", "Payment due"),
        "cover_due": pgettext_lazy("headline", "Guarantee needed"),
        "held": pgettext_lazy("headline", "Held"),
        "inspection": pgettext_lazy("headline", "Inspection"),
        "with_agency": pgettext_lazy("headline", "Checking documents"),
        "waiting_for_arrival": pgettext_lazy("headline", "Waiting for arrival"),
        "finishing": pgettext_lazy("headline", "Being finished"),
    },
    OFFICER: {
        **DECLARATION[OFFICER],
        "routing": pgettext_lazy("headline", "Received, not routed yet"),
        "question": pgettext_lazy("headline", "Waiting for the trader"),
        "split_choice": pgettext_lazy("headline", "Waiting for the trader to split"),
        "payment_due": pgettext_lazy("headline", "Payment due"),
        "cover_due": pgettext_lazy("headline", "Guarantee needed"),
        "held": pgettext_lazy("headline", "Held"),
        "inspection": pgettext_lazy("headline", "Inspection"),
        "with_agency": pgettext_lazy("headline", "With an agency"),
        "waiting_for_arrival": pgettext_lazy("headline", "Waiting for arrival"),
        "finishing": pgettext_lazy("headline", "Being finished"),
    },
}

TASK: Words = {
    "completed": pgettext_lazy("task", "Completed"),
    "in_progress": pgettext_lazy("task", "In progress"),
    "not_started": pgettext_lazy("task", "Not started"),
    "cannot_start": pgettext_lazy("task", "Cannot start yet"),
    "problem": pgettext_lazy("task", "There is a problem"),
}

LANE: Words = {
    "green": _("Green: release"),
    "yellow": _("Yellow: documents"),
    "blue": _("Blue: checked after release"),
    "red": _("Red: inspection"),
}

# The same where only the colour is named, as in a filter.
LANE_COLOUR: dict[str, str | Promise] = {
    "green": pgettext_lazy("lane", "Green"),
    "yellow": pgettext_lazy("lane", "Yellow"),
    "blue": pgettext_lazy("lane", "Blue"),
    "red": pgettext_lazy("lane", "Red"),
}

# What a rule gives, and what became of it in a routing run: shown to officers only.
RULE: Words = {
    "sign_off": pgettext_lazy("rule", "Sign-off"),
    "step": pgettext_lazy("rule", "Step"),
    "visit_check": pgettext_lazy("rule", "Check of the vehicle"),
    "waiver": pgettext_lazy("rule", "Waiver"),
    "downgrade": pgettext_lazy("rule", "Lighter control"),
}

OUTCOME: Words = {
    "matched": pgettext_lazy("rule", "Applied"),
    "unknown": pgettext_lazy("rule", "Could not be told, a fact is missing"),
    "waived": pgettext_lazy("rule", "Waived by another rule"),
    "downgraded": pgettext_lazy("rule", "Control made lighter"),
    "dry_run": pgettext_lazy("rule", "On trial, asks nobody"),
}

TONES: dict[str, str] = {
    "draft": NEUTRAL, "lodged": INFO, "accepted": INFO, "released": GOOD, "released_with_conditions": GOOD,
    "refused": BAD, "closed": NEUTRAL, "cancelled": NEUTRAL, "expired": NEUTRAL,
    "waiting": WAIT, "open": WAIT, "claimed": INFO, "decided": GOOD, "lapsed": NEUTRAL,
    "question": WARN, "held": BAD, "inspection": WARN,
    "approved": GOOD, "approved_with_conditions": GOOD, "not_competent": WARN,
    "routing": WAIT, "split_choice": WARN, "payment_due": WARN, "cover_due": WARN, "with_agency": INFO, "waiting_for_arrival": WAIT,
    "finishing": INFO,
    "completed": GOOD, "in_progress": INFO, "not_started": NEUTRAL, "cannot_start": NEUTRAL, "problem": BAD,
}  # fmt: skip


def word_for(code: str, audience: str = TRADER, *, of: str = "") -> str | Promise:
    """The word of a code for an audience; `of` names the list: declaration, signoff, verdict, headline, task and so on."""
    audience = audience if audience in (TRADER, OFFICER) else TRADER
    lists = {
        "declaration": DECLARATION[audience],
        "signoff": {**SIGNOFF[audience], **VERDICT[audience]},  # a decided one is shown by its verdict
        "verdict": VERDICT[audience],
        "headline": HEADLINE[audience],
        "task": TASK,
        "lane": LANE,
        "rule": RULE,
        "outcome": OUTCOME,
    }
    for words in [lists[of]] if of else lists.values():
        if code in words:
            return words[code]
    raise KeyError(f"No word for the code {code!r} ({of or 'any list'}, {audience}); add it to clearance/words.py.")


def tone_of(code: str) -> str:
    """How a code is painted: neutral, info, good, warn, bad or wait."""
    return TONES.get(code, NEUTRAL)
