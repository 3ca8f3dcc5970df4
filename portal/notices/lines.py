"""Notices in words, in the reader's language: what happened, about what, what to do, where to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance import figures, registry, sentences
from clearance.models.grants import OfficerRole
from clearance.sentences import BAD, GOOD, INFO, PLAIN, WARN, agency_name, moment_of
from clearance.words import OFFICER, TRADER
from portal.notices.models import Notice

Sentence = str | Promise

TITLES: Mapping[str, tuple[Sentence, str]] = {
    "payment.due": (gettext_lazy("Duties and taxes are waiting to be paid"), WARN),
    "cover.due": (gettext_lazy("No guarantee covers the goods yet"), WARN),
    "answer.soon": (gettext_lazy("Your answer is due soon"), WARN),
    "answer.late": (gettext_lazy("The time for your answer is over"), BAD),
    "draft.ending": (gettext_lazy("A draft is about to be deleted"), WARN),
    "company.approved": (gettext_lazy("%(company)s is approved"), GOOD),
    "company.rejected": (gettext_lazy("The registration of %(company)s is rejected"), BAD),
    "company.registered": (gettext_lazy("%(company)s waits for approval"), INFO),
    "company.corrected": (gettext_lazy("%(company)s is corrected and waits for approval"), INFO),
    "delegation.asked": (gettext_lazy("%(broker)s asks to file for %(client)s"), INFO),
    "delegation.declined": (gettext_lazy("%(client)s declined to let %(broker)s file"), WARN),
    "delegation.granted": (gettext_lazy("%(broker)s may now file for %(client)s"), INFO),
    "delegation.revoked": (gettext_lazy("%(broker)s no longer files for %(client)s"), WARN),
    "grant.asked": (gettext_lazy("A role waits for your signature"), INFO),
    "webhook.failing": (gettext_lazy("The webhook “%(webhook)s” does not answer"), WARN),
    "webhook.gone": (gettext_lazy("The webhook “%(webhook)s” is switched off"), BAD),
    "signoff.opened": (gettext_lazy("Inspection announced"), WARN),
    "signoff.assigned": (gettext_lazy("A case is now yours"), INFO),
}
"""Titles of what is no event of a declaration, or needs other words here than in a timeline."""

TO_DO: Mapping[str, Sentence] = {
    "question.asked": gettext_lazy("Answer by %(due)s. The clock of this agency is stopped until you do."),
    "question.inherited": gettext_lazy("Answer it on the page of the declaration by %(due)s."),
    "question.answered": gettext_lazy("The clock runs on from now."),
    "hold.placed": gettext_lazy("The reason, the law and the next review are on the page of the declaration."),
    "hold.lifted": gettext_lazy("The declaration goes on."),
    "inspection.ordered": gettext_lazy("The result is recorded on the page of the declaration."),
    "signoff.opened": gettext_lazy("The result is recorded on the page of the declaration."),
    "declaration.refuse": gettext_lazy("The reasons are on the page of the declaration."),
    "declaration.refuse_registration": gettext_lazy("File a new declaration when the reasons are dealt with."),
    "declaration.recall": gettext_lazy("Do not use or sell the goods."),
    "declaration.expire": gettext_lazy("File a new declaration if the goods still come."),
    "payment.due": gettext_lazy("The goods are released when the cashier of customs has recorded the payment."),
    "cover.due": gettext_lazy("The goods are released as soon as enough of a guarantee is free."),
    "answer.soon": gettext_lazy("The answer is due by %(due)s."),
    "answer.late": gettext_lazy("It was due by %(due)s. You can still answer until the agency decides."),
    "draft.ending": gettext_lazy("The draft expires on %(due)s unless you submit it."),
    "company.approved": gettext_lazy("Your people can submit declarations now."),
    "delegation.asked": gettext_lazy("An administrator accepts or declines on the page of the company."),
    "company.rejected": gettext_lazy("An administrator can correct the registration and send it again."),
    "delegation.revoked": gettext_lazy("Open questions are now with the client."),
    "webhook.failing": gettext_lazy(
        "An event was given up after many attempts. Mend the receiver, then send it again."
    ),
    "webhook.gone": gettext_lazy("Its receiver answered that it is gone. Switch it on again when it is back."),
}

FALLBACKS: Mapping[str, Sentence] = {"question.asked": gettext_lazy("Answer it on the page of the declaration.")}


@dataclass(frozen=True)
class Line:
    """A notice as a person reads it; `mark` is good, info, warn, bad or plain."""

    title: str
    text: str
    to_do: str
    who: str
    reference: str
    about: str
    url: str
    mark: str = PLAIN


def line_of(notice: Notice) -> Line:
    """The notice in words; what the event says is taken from where the pages take it."""
    facts = {name: str(value) for name, value in notice.facts.items()}
    title, text, mark = _said(notice, facts)
    declaration = notice.declaration
    return Line(
        title=title,
        text=text,
        to_do=_to_do(notice),
        who=_who(notice),
        reference=declaration.reference if declaration else "",
        about=_about(notice),
        url=_url(notice),
        mark=mark,
    )


def _said(notice: Notice, facts: Mapping[str, str]) -> tuple[str, str, str]:
    text = _text(notice, facts)
    if notice.kind in TITLES:
        title, mark = TITLES[notice.kind]
        return str(title) % facts if facts else str(title), text, mark
    if notice.event is None:
        return notice.kind, text, PLAIN
    line = sentences.event_line(notice.event, OFFICER if notice.agency else TRADER)
    return line.title, line.text if _is_worded(notice.event.payload) else "", line.mark


def _is_worded(payload: Mapping[str, Any]) -> bool:
    """Whether what an event is about has a name; a row that the routing desk made has none of its own."""
    requirement = payload.get("requirement")
    return not requirement or registry.requirement(str(requirement)) is not None


def _text(notice: Notice, facts: Mapping[str, str]) -> str:
    match notice.kind:
        case "payment.due" | "cover.due" if facts.get("amount"):
            return figures.money(facts["amount"], facts.get("currency") or "KZT")
        case "company.rejected":
            return facts.get("reason", "")
        case "grant.asked" if facts.get("role") in OfficerRole.values:
            return str(OfficerRole(facts["role"]).label)
        case "signoff.opened" | "signoff.assigned" if notice.event is not None:
            requirement = str(notice.event.payload.get("requirement", ""))
            return sentences.title_of(requirement) if registry.requirement(requirement) else ""
        case _:
            return ""


def _to_do(notice: Notice) -> str:
    sentence = str(TO_DO.get(notice.kind, ""))
    if "%(due)s" not in sentence:
        return sentence
    due = moment_of(notice.facts.get("due"))
    return sentence % {"due": figures.moment(due)} if due else str(FALLBACKS.get(notice.kind, ""))


def _who(notice: Notice) -> str:
    """Whose act it was: an agency, never a person."""
    if code := str(notice.facts.get("asking") or ""):
        return agency_name(code)
    if notice.agency:
        return agency_name(notice.agency)
    return agency_name(notice.event.agency) if notice.event is not None and notice.event.agency else ""


def _about(notice: Notice) -> str:
    """What lets a person tell one declaration from another, beside its reference."""
    declaration = notice.declaration
    if declaration is None:
        return ""
    parts = [notice.company.name if notice.company else "", declaration.local_ref, declaration.summary]
    return " · ".join(filter(None, parts))


def _url(notice: Notice) -> str:
    """The page where the reader sees more or does what is to be done."""
    facts, declaration = notice.facts, notice.declaration
    if declaration is not None:
        return _url_of_case(notice, declaration.reference)
    if notice.kind.startswith("webhook."):
        return reverse("webhook", args=[facts["house"], facts["uuid"]])
    if notice.kind in {"company.registered", "company.corrected"}:
        return reverse("companies_to_approve")
    if notice.agency:
        return reverse("grants")
    return reverse("company_page", args=[notice.company.uuid]) if notice.company else reverse("company")


def _url_of_case(notice: Notice, reference: str) -> str:
    if notice.agency:
        signoff = notice.event.payload.get("signoff") if notice.event is not None else None
        return reverse("signoff", args=[signoff]) if signoff else reverse("desk_declaration", args=[reference])
    if notice.kind == "draft.ending":
        return reverse("draft", args=[reference])
    if notice.topic in {"question", "deadline"} and notice.facts.get("question"):
        return reverse("question", args=[reference, notice.facts["question"]])
    return reverse("declaration", args=[reference])


def subject_of(line: Line) -> str:
    """The subject of an e-mail: the reference first, then what happened and by whom."""
    happened = _("%(what)s – %(agency)s") % {"what": line.title, "agency": line.who} if line.who else line.title
    return f"{line.reference}: {happened}" if line.reference else happened
