"""The acts scenes are made of, one line each: what somebody does, or what must be true by then."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from clearance import clock
from clearance.services import stopping
from tests.scenarios.player import Case, Step


def presented(by: str = "customs_officer", office: str | None = None) -> Step:
    """The goods are there: an officer of customs confirms it, or the trader gives notice."""

    def step(case: Case) -> None:
        case.act(by, "present", {"office": office} if office else {})
        case.work()

    return step


def paid(kind: str = "paid") -> Step:
    """Customs' cashier records what was due."""

    def step(case: Case) -> None:
        due = case.detail("cashier")["money"]
        body = {
            "amount": due["amount"] or "57600.00", "currency": due["currency"], "reference": f"PP-{case.reference}", "kind": kind,
        }  # fmt: skip
        case.act("cashier", "payments", body, gives=201)
        case.act("cashier", "payments", body)  # the same payment twice is one

    return step


def approved(*agencies: str, **more: Any) -> Step:
    """Officers of these agencies approve, one after the other."""
    return decided("approved", *agencies, **more)


def refused(*agencies: str, **more: Any) -> Step:
    """Officers of these agencies refuse, each with a reason of its own."""

    def step(case: Case) -> None:
        for agency in agencies:
            assert case.detail()["state"] != "refused", "one refusal stopped the others"
            case.decide(agency, "refused", **{"reason": f"{agency} says no", **more})

    return step


def decided(verdict: str, *agencies: str, **more: Any) -> Step:
    """Officers of these agencies give this verdict."""

    def step(case: Case) -> None:
        for agency in agencies:
            case.decide(agency, verdict, **more)

    return step


def nobody_is_asked(case: Case) -> None:
    """No sign-off waits for a person."""
    assert {row["decided_by"] for row in case.detail()["signoffs"]} <= {"system"}


def asked(*agencies: str) -> Step:
    """These agencies, and no others, have something to answer."""

    def step(case: Case) -> None:
        waiting = [row for row in case.detail()["signoffs"] if row["state"] not in ("decided", "lapsed")]
        assert sorted(row["agency"] for row in waiting) == sorted(agencies)

    return step


def opened_together(*agencies: str) -> Step:
    """These agencies' sign-offs are open since the same moment."""

    def step(case: Case) -> None:
        rows = [case.row(agency) for agency in agencies]
        assert len({row["opened_at"] for row in rows}) == 1

    return step


def stands(state: str, headline: str = "") -> Step:
    """The trader reads this state and headline."""

    def step(case: Case) -> None:
        shown = case.detail(case.by)
        assert shown["state"] == state
        assert shown["headline"]["code"] == (headline or shown["headline"]["code"])

    return step


def passes(**parts: float) -> Step:
    """Time passes, and the system does what has come due."""
    return lambda case: case.pass_time(**parts)


def amended(change: Callable[[dict[str, Any]], None]) -> Step:
    """The trader sends the whole content again, changed."""

    def step(case: Case) -> None:
        content = deepcopy(case.content)
        change(content)
        version = case.detail(case.by)["version"]
        told = case.act(case.by, "amend", {"content": content, "version": version})
        assert told["version"] == version + 1
        case.act(case.by, "amend", {"content": content, "version": version}, gives=409)
        case.content = content
        case.work()

    return step


def asks(agency: str, text: str) -> Step:
    """An officer asks the trader; every clock is noted first."""

    def step(case: Case) -> None:
        case.kept["due"] = {row["agency"]: row["due_at"] for row in case.detail()["signoffs"]}
        row = case.row(agency)
        question = case.call(f"{agency}_officer", "POST", f"signoffs/{row['id']}/ask", {"text": text}, gives=201)
        case.kept["question"] = question["id"]
        shown = {one["agency"]: one["clock"] for one in case.detail()["signoffs"] if one["state"] != "decided"}
        assert [name for name, running in shown.items() if running == "stopped"] == [agency]

    return step


def answers(text: str) -> Step:
    """The trader answers the question."""

    def step(case: Case) -> None:
        body = {"question": case.kept["question"], "text": text}
        assert case.act(case.by, "answers", body)["answer"] == text
        case.act(case.by, "answers", body, gives=409)

    return step


def only_the_clock_moved_of(agency: str, *, at_least: timedelta) -> Step:
    """Since the question, this agency has that much longer, and nobody else a second more."""

    def step(case: Case) -> None:
        before, after = case.kept["due"], {row["agency"]: row["due_at"] for row in case.detail()["signoffs"]}
        assert [name for name in before if before[name] != after[name]] == [agency]
        assert datetime.fromisoformat(after[agency]) - datetime.fromisoformat(before[agency]) >= at_least

    return step


def held(agency: str, reason: str) -> Step:
    """An officer stops the release."""

    def step(case: Case) -> None:
        row = next(row for row in case.detail()["signoffs"] if row["agency"] == agency)
        body = {"public_reason": reason, "legal_basis": "Order 15-08/590"}
        case.kept["held"] = row["id"]
        case.call(f"{agency}_officer", "POST", f"signoffs/{row['id']}/hold", body, gives=201)
        assert [hold["public_reason"] for hold in case.detail(case.by)["holds"]] == [reason]

    return step


def lifted(by: str, reason: str) -> Step:
    """The hold is lifted by a colleague of the same agency, and by nobody else."""

    def step(case: Case) -> None:
        path = f"signoffs/{case.kept['held']}/lift"
        case.call("customs_officer", "POST", path, {"reason": reason}, gives=403)
        case.call(by, "POST", path, {"reason": reason})
        assert case.detail(case.by)["holds"] == []

    return step


def inspected(agency: str) -> Step:
    """The officer orders a stricter control: without a finding nothing can be decided any more."""

    def step(case: Case) -> None:
        row = case.row(agency)
        path = f"signoffs/{row['id']}"
        case.call(f"{agency}_officer", "POST", f"{path}/inspect", {"control": "physical"})
        case.call(f"{agency}_officer", "POST", f"{path}/decide", {"verdict": "approved"}, gives=422)

    return step


def sent_on(to: str) -> Step:
    """The routing desk finds the competent agency."""

    def step(case: Case) -> None:
        row = case.row("routing_desk")
        assert row["blocks"] == "release"
        case.call(
            "desk_clerk", "POST", f"signoffs/{row['id']}/reassign", {"agency": to, "reason": "Food safety is theirs"}
        )

    return step


def split(case: Case) -> None:
    """The trader lets the allowed items go on; from here the refused rest is part of the story."""
    parts = case.act(case.by, "split")
    assert (parts["kept"]["state"], parts["refused"]["state"]) == ("released", "refused")
    case.references.append(parts["refused"]["reference"])


def disposed(disposal: str, *, place: int = 0) -> Step:
    """Customs records what happens to refused goods."""

    def step(case: Case) -> None:
        path = f"declarations/{case.references[place]}/disposal"
        assert case.call("customs_officer", "POST", path, {"disposal": disposal})["state"] == "closed"

    return step


def withdrawn(reason: str) -> Step:
    """The trader takes the declaration back."""
    return lambda case: case.act(case.by, "withdraw", {"reason": reason})


def registration_refused(*reasons: str) -> Step:
    """Customs refuses to register, with every reason at once."""

    def step(case: Case) -> None:
        case.act("customs_officer", "refuse_registration", {"reasons": reasons})
        (event,) = happened(case, "declaration.refuse_registration")
        assert event["payload"]["reasons"] == list(reasons)

    return step


def recalled(reason: str) -> Step:
    """The head of customs calls goods back that were released with conditions; the API has no call for it."""

    def step(case: Case) -> None:
        with clock.at(case.now), case.cast.acting("customs_head") as head:
            stopping.recall(head, reference=case.reference, reason=reason)

    return step


def scanned(*codes: str) -> Step:
    """A worker of the post scans the item."""

    def step(case: Case) -> None:
        for code in codes:
            case.act("postman", "scans", {"code": code, "office": "POST-ALA"}, gives=201)

    return step


def reads_every_reason(*reasons: str) -> Step:
    """The trader has all reasons of the refusal in one event."""

    def step(case: Case) -> None:
        (event,) = happened(case, "declaration.refuse")
        assert {one["reason"] for one in event["payload"]["reasons"]} == set(reasons)

    return step


def happened(case: Case, kind: str) -> list[dict[str, Any]]:
    """Events of a kind as the trader reads them."""
    events = case.call(case.by, "GET", f"declarations/{case.reference}/events")["events"]
    return [event for event in events if event["kind"] == kind]
