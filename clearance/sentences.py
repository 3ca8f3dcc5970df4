"""Sentences for headlines and events, in the reader's language: codes and values are stored, words are made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clearance import figures, registry
from clearance.wording import in_language, numbers_text, paper_text, value_text
from clearance.words import OFFICER, TRADER

Sentence = str | Promise
ROUTING_DESK = "routing_desk"


class Happening(Protocol):
    """What a sentence about an event needs of it."""

    kind: str
    payload: Mapping[str, Any]
    agency: str


@dataclass(frozen=True)
class Line:
    """One event as a timeline shows it; `mark` is good, info, warn, bad or plain."""

    title: str
    text: str = ""
    mark: str = "plain"


def agency_name(code: str) -> str:
    """The name of an agency, or of the routing desk, in the reader's language; an unknown code as it is."""
    if code == ROUTING_DESK:
        return _("Routing desk")
    known = registry.agencies().get(code)
    return in_language(known.names) if known else code


def agency_letter(code: str) -> str:
    """One letter for rows of a queue, in the reader's language."""
    known = registry.agencies().get(code)
    return in_language(known.letter) if known else "…"


def names_of(codes: Iterable[str]) -> str:
    """Names of several agencies, apart by commas."""
    return ", ".join(agency_name(code) for code in codes)


def items_text(numbers: Sequence[int]) -> str:
    """“item 1” or “items 1–3”; empty for the declaration as a whole."""
    if not numbers:
        return ""
    return ngettext("item %(numbers)s", "items %(numbers)s", len(numbers)) % {"numbers": numbers_text(numbers)}


def title_of(requirement: str, titles: Mapping[str, str] | None = None) -> str:
    """What a sign-off is about, in the reader's language."""
    known = registry.requirement(requirement)
    if known:
        return in_language(known.titles)
    return in_language(titles) if titles else requirement


# ---- Headlines -------------------------------------------------------------------------------------------------

HEADLINES: Mapping[str, Sentence] = {
    "draft": gettext_lazy("This is a draft. Nobody else sees it"),
    "routing": gettext_lazy("Received. The portal is working out which agencies must agree"),
    "question": gettext_lazy("%(agency)s has a question for you"),
    "split_choice": gettext_lazy("Some items are refused, the others may be released"),
    "payment_due": gettext_lazy("Duties and taxes are waiting to be paid"),
    "cover_due": gettext_lazy("No guarantee covers the goods yet"),
    "held": gettext_lazy("%(agency)s has stopped the release"),
    "inspection": gettext_lazy("%(agency)s inspects the goods"),
    "with_agency": gettext_lazy("%(agency)s has to sign"),
    "waiting_for_arrival": gettext_lazy("Waiting for the goods to arrive"),
    "finishing": gettext_lazy("The last checks are being finished"),
    "released": gettext_lazy("Released: the goods may leave"),
    "released_with_conditions": gettext_lazy("Released with conditions: the goods may move, not be used or sold"),
    "refused": gettext_lazy("Release is refused by: %(agencies)s"),
    "closed": gettext_lazy("Closed: nothing more will happen"),
    "cancelled": gettext_lazy("Cancelled"),
    "expired": gettext_lazy("Expired: its time ran out"),
}

NEXT: Mapping[str, Sentence] = {
    "draft": gettext_lazy("The draft expires on %(due)s unless you submit it."),
    "routing": gettext_lazy("This takes a few seconds."),
    "question": gettext_lazy("Answer by %(due)s. The clock of this agency is stopped until you do."),
    "split_choice": gettext_lazy("Choose by %(due)s whether the allowed items go on without the refused ones."),
    "payment_due": gettext_lazy("The goods are released when the cashier of customs has recorded the payment."),
    "cover_due": gettext_lazy("The goods are released as soon as enough of a guarantee is free."),
    "held": gettext_lazy("The agency looks at it again on %(due)s at the latest."),
    "inspection": gettext_lazy("The result is recorded here."),
    "with_agency": gettext_lazy("A decision is due by %(expected)s."),
    "waiting_for_arrival": gettext_lazy("The declaration goes on when the goods are at the office."),
    "finishing": gettext_lazy("You need do nothing."),
    "released": gettext_lazy("Released on %(since)s."),
    "released_with_conditions": gettext_lazy("Released on %(since)s. The conditions are listed below."),
    "refused": gettext_lazy(
        "The reasons are below. An officer records what happens to the goods: re-export, destruction or forfeit."
    ),
    "closed": gettext_lazy("Closed on %(since)s."),
    "cancelled": gettext_lazy("Cancelled on %(since)s."),
    "expired": gettext_lazy("Expired on %(since)s. File a new declaration if the goods still come."),
}


HEADLINES_OF_OFFICERS: Mapping[str, Sentence] = {
    "question": gettext_lazy("%(agency)s waits for an answer of the trader"),
    "split_choice": gettext_lazy("The trader chooses whether the allowed items go on"),
}


def headline_sentence(headline: Mapping[str, Any], audience: str = TRADER) -> str:
    """Who has the ball, in one sentence."""
    code = headline["code"]
    if audience == OFFICER and code in HEADLINES_OF_OFFICERS:
        return str(HEADLINES_OF_OFFICERS[code]) % {"agency": agency_name(str(headline.get("agency") or ""))}
    count = int(headline.get("count") or 1)
    if code == "with_agency" and count > 1:
        return ngettext(
            "%(count)s agency still has to sign", "%(count)s agencies still have to sign", count
        ) % {"count": count}  # fmt: skip
    if code == "question" and count > 1:
        return ngettext("%(count)s question is waiting for you", "%(count)s questions are waiting for you", count) % {
            "count": count
        }
    if code == "refused" and not headline.get("agencies"):
        return _("Release is refused")
    values = {
        "agency": agency_name(str(headline.get("agency") or "")),
        "agencies": names_of(headline.get("agencies") or ()),
    }
    return str(HEADLINES[code]) % values


def headline_next(headline: Mapping[str, Any]) -> str:
    """What comes next and when; empty where the time is not known."""
    sentence = str(NEXT[headline["code"]])
    values: dict[str, str] = {}
    for name in ("due", "since", "expected"):
        if f"%({name})s" in sentence:
            moment = moment_of(headline.get(name)) or (moment_of(headline.get("due")) if name == "expected" else None)
            if moment is None:
                return ""
            values[name] = figures.moment(moment)
    return sentence % values


def moment_of(text: Any) -> datetime | None:
    """A stored ISO moment."""
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


# ---- Events ----------------------------------------------------------------------------------------------------

GOOD, INFO, WARN, BAD, PLAIN = "good", "info", "warn", "bad", "plain"

EVENTS: Mapping[str, tuple[Sentence, str]] = {
    "declaration.drafted": (gettext_lazy("Draft begun"), PLAIN),
    "declaration.lodge": (gettext_lazy("Declaration submitted"), PLAIN),
    "declaration.discard": (gettext_lazy("Draft thrown away"), PLAIN),
    "declaration.registered": (gettext_lazy("Registered"), GOOD),
    "declaration.accept": (gettext_lazy("Declaration accepted"), GOOD),
    "declaration.released": (gettext_lazy("Goods released"), GOOD),
    "declaration.refuse": (gettext_lazy("Release refused"), BAD),
    "declaration.refuse_registration": (gettext_lazy("Registration refused"), BAD),
    "declaration.withdraw": (gettext_lazy("Declaration withdrawn"), PLAIN),
    "declaration.expire": (gettext_lazy("Declaration expired"), WARN),
    "declaration.recall": (gettext_lazy("Goods recalled"), BAD),
    "declaration.dispose": (gettext_lazy("The end of the refused goods is recorded"), PLAIN),
    "declaration.close": (gettext_lazy("Declaration closed"), PLAIN),
    "declaration.amended": (gettext_lazy("Declaration changed"), INFO),
    "declaration.split": (gettext_lazy("Refused items split off"), INFO),
    "routing.done": (gettext_lazy("Agencies asked"), INFO),
    "signoff.asked": (gettext_lazy("Asked to agree"), INFO),
    "signoff.reopened": (gettext_lazy("Asked again after a change"), WARN),
    "signoff.carried": (gettext_lazy("Carried over: the change does not touch it"), PLAIN),
    "signoff.carried_over": (gettext_lazy("Already answered for the same goods on the declaration before"), GOOD),
    "signoff.lapsed": (gettext_lazy("No longer asked"), PLAIN),
    "signoff.opened": (gettext_lazy("Check opened"), INFO),
    "signoff.claimed": (gettext_lazy("Taken by an officer"), INFO),
    "signoff.given_back": (gettext_lazy("Given back to the queue"), PLAIN),
    "signoff.assigned": (gettext_lazy("Given to a colleague"), INFO),
    "signoff.decision_made": (gettext_lazy("Decision made; it can be taken back for a few seconds"), INFO),
    "signoff.decision_undone": (gettext_lazy("Decision taken back before it counted"), PLAIN),
    "signoff.decided": (gettext_lazy("Decided"), GOOD),
    "signoff.reassigned": (gettext_lazy("Passed to the competent agency"), INFO),
    "signoff.warning": (gettext_lazy("Part of the time is used up"), WARN),
    "signoff.overdue": (gettext_lazy("The time is over"), BAD),
    "inspection.ordered": (gettext_lazy("Inspection ordered"), WARN),
    "question.asked": (gettext_lazy("Question for the trader"), WARN),
    "question.answered": (gettext_lazy("Question answered"), INFO),
    "question.inherited": (gettext_lazy("Open question passed to the client"), INFO),
    "hold.placed": (gettext_lazy("Release stopped"), BAD),
    "hold.lifted": (gettext_lazy("Stop lifted"), GOOD),
    "arrival.notice": (gettext_lazy("The trader gave notice of arrival"), INFO),
    "arrival.confirmation": (gettext_lazy("An officer confirmed the arrival"), GOOD),
    "arrival.gate": (gettext_lazy("The vehicle passed the gate"), GOOD),
    "goods.presented": (gettext_lazy("Goods presented"), GOOD),
    "neighbour.told": (gettext_lazy("The neighbouring country was told of the release"), GOOD),
    "neighbour.not_told": (gettext_lazy("The neighbouring country could not be told of the release"), WARN),
    "neighbour.arrived": (gettext_lazy("The goods arrived in the neighbouring country"), GOOD),
    "neighbour.arrival_told": (gettext_lazy("The country that released the goods was told of their arrival"), GOOD),
    "neighbour.arrival_not_told": (
        gettext_lazy("The country that released the goods could not be told of their arrival"),
        WARN,
    ),
    "appeal.filed": (gettext_lazy("Appeal against the refusal"), INFO),
    "appeal.returned": (gettext_lazy("Appeal returned"), WARN),
    "appeal.withdrawn": (gettext_lazy("Appeal withdrawn"), PLAIN),
    "appeal.decided": (gettext_lazy("Appeal decided"), INFO),
    "charges.paid": (gettext_lazy("Payment recorded"), GOOD),
    "charges.secured": (gettext_lazy("Security recorded"), GOOD),
    "charges.waived": (gettext_lazy("No guarantee is needed"), GOOD),
    "document.added": (gettext_lazy("File attached"), PLAIN),
    "document.removed": (gettext_lazy("File taken out of the draft"), PLAIN),
    "addressee.objected": (gettext_lazy("The addressee objects"), WARN),
    "addressee.asked_return": (gettext_lazy("The addressee asks to send the item back"), WARN),
    "item.left_origin": (gettext_lazy("The postal item left its country"), INFO),
    "item.arrived": (gettext_lazy("The postal item arrived at the office of exchange"), INFO),
    "item.given_to_customs": (gettext_lazy("The postal item was given to customs"), INFO),
    "item.back_from_customs": (gettext_lazy("The postal item came back from customs"), INFO),
    "item.at_delivery_office": (gettext_lazy("The postal item is at the delivery office"), INFO),
    "item.not_delivered": (gettext_lazy("The postal item could not be delivered"), WARN),
    "item.delivered": (gettext_lazy("The postal item was delivered"), GOOD),
    "item.stored": (gettext_lazy("The postal item is kept in storage"), INFO),
    "item.returned": (gettext_lazy("The postal item goes back to its sender"), WARN),
}

VERDICTS: Mapping[str, tuple[Sentence, str]] = {
    "approved": (gettext_lazy("Approved"), GOOD),
    "approved_with_conditions": (gettext_lazy("Approved with conditions"), GOOD),
    "refused": (gettext_lazy("Refused"), BAD),
    "not_competent": (gettext_lazy("Passed to another agency"), WARN),
}

OUTCOMES: Mapping[str, Sentence] = {
    "upheld": gettext_lazy("The appeal is right: the refusal should not have been made"),
    "partly": gettext_lazy("The appeal is right in part"),
    "rejected": gettext_lazy("The refusal stands"),
}

APPEALS: Mapping[str, Sentence] = {
    "filed": gettext_lazy("The appeal is being looked at"),
    "returned": gettext_lazy("The appeal was returned; you may file it again"),
    "withdrawn": gettext_lazy("The appeal was withdrawn"),
    "decided": gettext_lazy("The appeal is decided"),
}

DISPOSALS: Mapping[str, Sentence] = {
    "re-export": gettext_lazy("Re-export"),
    "destroy": gettext_lazy("Destruction"),
    "forfeit": gettext_lazy("Forfeit to the state"),
}

CONTROLS: Mapping[str, Sentence] = {
    "documentary": gettext_lazy("Check of papers"),
    "identity": gettext_lazy("Check of identity"),
    "physical": gettext_lazy("Inspection of the goods"),
    "laboratory": gettext_lazy("Laboratory study"),
}

BLOCKS: Mapping[str, Sentence] = {
    "accept": gettext_lazy("before acceptance"),
    "release": gettext_lazy("before release"),
    "departure": gettext_lazy("before departure"),
    "discharge": gettext_lazy("before the transit ends"),
    "delivery": gettext_lazy("before delivery"),
    "none": gettext_lazy("after release, stops nothing"),
}


TITLES_OF_TRADERS: Mapping[str, Sentence] = {
    "question.asked": gettext_lazy("Question for you"),
    "arrival.notice": gettext_lazy("You gave notice of arrival"),
}


def event_line(event: Happening, audience: str = OFFICER) -> Line:
    """An event as a timeline shows it."""
    payload = event.payload or {}
    title, mark = EVENTS.get(event.kind) or _told_by_an_agency(event.kind)
    if audience == TRADER:
        title = TITLES_OF_TRADERS.get(event.kind, title)
    if event.kind == "signoff.decided" and payload.get("verdict") in VERDICTS:
        title, mark = VERDICTS[payload["verdict"]]
    if event.kind == "declaration.released" and payload.get("move") == "release_with_conditions":
        title = gettext_lazy("Goods released with conditions")
    return Line(str(title), _text_of(event.kind, payload), mark)


def _told_by_an_agency(kind: str) -> tuple[str, str]:
    told = registry.events().get(kind)
    return (in_language(told.titles), told.mark) if told else (kind, PLAIN)


def _text_of(kind: str, payload: Mapping[str, Any]) -> str:
    match kind:
        case "declaration.lodge" if payload.get("items"):
            return ngettext("%(count)s item", "%(count)s items", payload["items"]) % {"count": payload["items"]}
        case "declaration.registered":
            return _("Number %(number)s") % {"number": payload.get("number", "")}
        case "declaration.amended":
            return _("Version %(number)s") % {"number": payload.get("version", "")}
        case "declaration.withdraw" | "declaration.recall":
            return str(payload.get("reason", ""))
        case "addressee.objected":
            return str(payload.get("text", ""))
        case "item.not_delivered" | "item.returned":
            return str(payload.get("reason", ""))
        case "declaration.refuse_registration":
            return "; ".join(map(str, payload.get("reasons", ())))
        case "declaration.dispose":
            return str(DISPOSALS.get(payload.get("disposal", ""), ""))
        case "neighbour.arrived" if payload.get("at"):
            return f"{payload.get('office', '')}, {figures.moment(datetime.fromisoformat(payload['at']))}"
        case "declaration.split":
            return _("Items %(items)s go on, refused, under %(reference)s.") % {
                "items": numbers_text(payload.get("items", ())),
                "reference": payload.get("into", ""),
            }
        case "routing.done":
            return names_of(payload.get("agencies", ()))
        case "inspection.ordered":
            control = str(CONTROLS.get(payload.get("control", ""), ""))
            return ": ".join(filter(None, [control, str(payload.get("reason", ""))]))
        case "signoff.warning":
            return _("%(percent)s %% of the time is used up.") % {"percent": payload.get("percent", "")}
        case "charges.paid" | "charges.secured":
            return figures.money(payload.get("amount"), str(payload.get("currency", "KZT")))
        case "document.added":
            return paper_text([str(payload.get("type", ""))])
        case _ if kind.startswith("signoff.") and payload.get("requirement"):
            return title_of(str(payload["requirement"]))
        case _:
            return _said_by_an_agency(kind, payload)


def _said_by_an_agency(kind: str, payload: Mapping[str, Any]) -> str:
    told = registry.events().get(kind)
    if told is None:
        return ""
    at = payload.get(told.at)
    return " · ".join(
        filter(None, [figures.moment(datetime.fromisoformat(at)) if at else "", payload.get(told.says, "")])
    )


def difference_text(entry: Mapping[str, Any]) -> str:
    """One fact that changed since the version decided before: `{item, fact, before, after}`."""
    name = str(entry.get("fact", ""))
    fact = registry.facts().get(name)
    values = {
        "fact": in_language(fact.phrases) if fact and fact.phrases else name,
        "before": _value(name, entry.get("before")),
        "after": _value(name, entry.get("after")),
        "item": entry.get("item") or "",
    }
    if entry.get("item"):
        return _("Item %(item)s, %(fact)s: was %(before)s, is %(after)s") % values
    return _("%(fact)s: was %(before)s, is %(after)s") % values


def _value(name: str, value: Any) -> str:
    return _("not given") if value in (None, "", []) else value_text(name, value)
