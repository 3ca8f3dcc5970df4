"""What people can be told of: a closed list of topics, each for one audience, and which event belongs to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clearance import registry
from clearance.words import OFFICER, TRADER


@dataclass(frozen=True)
class Topic:
    """One thing a person can switch on or off, by channel; the flags are what holds until they choose."""

    code: str
    label: str | Promise
    hint: str | Promise
    audience: str
    mail: bool = True
    inbox: bool = True


TOPICS: Mapping[str, Topic] = {
    topic.code: topic
    for topic in (
        Topic("question", _("Questions"), _("An agency asks you something"), TRADER),
        Topic("deadline", _("Your deadlines"), _("An answer is due soon, or its time is over"), TRADER),
        Topic("payment", _("Money"), _("Duties and taxes are waiting, or a payment was recorded"), TRADER),
        Topic("hold", _("Stops"), _("The release is stopped, or goes on"), TRADER),
        Topic("inspection", _("Inspections"), _("An inspection of your goods is announced"), TRADER),
        Topic("decision", _("Decisions of agencies"), _("An agency has answered"), TRADER, mail=False),
        Topic("released", _("Releases"), _("The goods may leave"), TRADER),
        Topic("refused", _("Refusals"), _("The release or the registration is refused, or it expired"), TRADER),
        Topic("transit", _("Transit"), _("Your goods on the way: incidents, leave, time limits, cover"), TRADER),
        Topic("draft", _("Drafts"), _("A draft is about to be deleted"), TRADER),
        Topic("company", _("Your company"), _("Approval, delegations to and by brokers, faulty webhooks"), TRADER),
        Topic("answer", _("Answers"), _("A trader answered your question"), OFFICER),
        Topic("clock", _("Clocks"), _("80 % of the time of your case is used up, or its time is over"), OFFICER),
        Topic(
            "claim",
            _("Your cases"),
            _("A case is passed on to you or to your agency, or a refusal is appealed"),
            OFFICER,
        ),
        Topic(
            "movement",
            _("Goods on the way"),
            _("An incident, leave to decide on, or goods that are late, at your office"),
            OFFICER,
        ),
        Topic("signature", _("Signatures"), _("A role or a company waits for your approval"), OFFICER),
    )
}
"""In the order in which they are shown."""

PROGRESS = "progress"
"""Every other step of a declaration: for webhooks only, no person is told of each."""

OF_EVENTS: Mapping[str, str] = {
    "question.asked": "question",
    "question.inherited": "question",
    "charges.paid": "payment",
    "charges.secured": "payment",
    "hold.placed": "hold",
    "hold.lifted": "hold",
    "inspection.ordered": "inspection",
    "signoff.decided": "decision",
    "appeal.returned": "decision",
    "appeal.decided": "decision",
    "declaration.released": "released",
    "declaration.refuse": "refused",
    "declaration.refuse_registration": "refused",
    "declaration.recall": "refused",
    "declaration.expire": "refused",
}
"""The topic under which a trader is told of an event; the rest is progress."""

FOR_WEBHOOKS: Mapping[str, str | Promise] = {
    "question": _("Questions of agencies"),
    "payment": _("Payments and securities recorded"),
    "hold": _("Stops and their end"),
    "inspection": _("Inspections announced"),
    "decision": _("Decisions of agencies"),
    "released": _("Release"),
    "refused": _("Refusal, recall and expiry"),
    "transit": _("Goods on the way: incidents, leave, time limits, cover"),
    PROGRESS: _("Every other step, from the draft to the end"),
}
"""What an administrator chooses for a webhook."""


def topic_of(kind: str) -> str:
    """The topic of an event that a trader may know of."""
    told = registry.events().get(kind)
    return OF_EVENTS.get(kind) or (told.topic if told else "") or PROGRESS


def for_audiences(*, trader: bool, officer: bool) -> list[Topic]:
    """The topics a person of this kind can be told of."""
    return [topic for topic in TOPICS.values() if (trader if topic.audience == TRADER else officer)]
