"""From one routing run to the next: which sign-offs are carried, reopened, newly asked, and which lapse."""

import hashlib
import json
from datetime import datetime
from typing import Any

from clearance import opening
from clearance.models import Declaration, Question, RoutingRun, SignOff
from clearance.opening import has_come
from clearance.places import Desk
from clearance.plans import Need, as_json
from clearance.record import Happened
from clearance.succeeding import STRICTNESS, Before
from clearance.workflow import Blocks, Control, SignOffState, Verdict, Visibility

PLACING = "routing_desk.placing"
Identity = tuple[str, str, str, str]

# What a carried row keeps: of a decision, the verdict and all it rests on; of unfinished work, claim, clock and pause.
KEPT_DECISION = (
    "state", "verdict", "verdicts_by_item", "decided_kind", "decided_by_id", "decided_at", "reason", "reason_language",
    "conditions", "finding", "form", "opened_at", "clock_started_at", "due_at", "announced_at", "follow_up", "overdue",
)  # fmt: skip
KEPT_WORK = (
    "state", "claimed_by_id", "claimed_at", "opened_at", "clock_started_at", "due_at", "stopped_at", "warn_at", "warned",
    "overdue", "announced_at", "risk",
)  # fmt: skip


def identity_of(row: SignOff | Need) -> Identity:
    """What makes two askings the same question."""
    return (row.agency, row.stage, row.place, row.requirement)


class Asked:
    """The sign-offs one run asks for, compared with those that were live before it."""

    def __init__(
        self,
        declaration: Declaration,
        run: RoutingRun,
        at: datetime,
        before: list[SignOff],
        facts_before: dict[str, Any] | None,
        predecessor: Before | None = None,
    ) -> None:
        self.declaration = declaration
        self.run = run
        self.at = at
        self.facts_before = facts_before
        self.predecessor = predecessor
        self.before = {identity_of(row): row for row in before}
        self.untouched: list[SignOff] = []
        self.decided_now: list[SignOff] = []
        self.new: list[SignOff] = []
        self.lapsing: list[SignOff] = []
        self.events: list[Happened] = []

    def take(self, need: Need, desk: Desk) -> None:
        """Ask what `need` says, at this desk: carried, reopened or new."""
        old = self.before.pop(identity_of(need), None)
        answer = self._answer_of_the_one_before(need, old)
        if old is not None and old.fingerprint == need.fingerprint and answer is None:
            self._carry(old, need, desk)
            return
        row = self._row(need, desk)
        if need.auto:
            self._decide(row)
        elif answer is not None:
            self._keep(row, answer)
        elif has_come(row.opens_on, self.declaration):
            opening.open_row(row, self.declaration, at=self.at)
        if old is not None:
            row.difference = self._difference(need)
            row.risk = old.risk
            self.lapsing.append(old)
        self.new.append(row)
        if answer is not None:
            self._tell("signoff.carried_over", row, verdict=row.verdict, carried_from=str(answer.uuid))
            return
        self._tell("signoff.reopened" if old is not None else "signoff.asked", row)
        if need.auto:
            self._tell("signoff.decided", row, verdict=row.verdict)

    def send_to_desk(self, reasons: list[dict[str, Any]], desk: Desk) -> None:
        """What could not be placed becomes a sign-off of the routing desk, with an owner and a clock.

        What only restricted rules could not place is a row of its own, unknown outside until the goods are presented.
        """
        secret = [reason for reason in reasons if reason.get("visibility") == Visibility.RESTRICTED]
        if public := [reason for reason in reasons if reason not in secret]:
            self._send(public, desk, PLACING, Visibility.PUBLIC, "filed")
        if secret:
            self._send(secret, desk, f"{PLACING}_restricted", Visibility.RESTRICTED, opening.PRESENTED)

    def _send(
        self, reasons: list[dict[str, Any]], desk: Desk, requirement: str, visibility: Visibility, opens_on: str
    ) -> None:
        fingerprint = _digest([self.declaration.version, reasons])
        old = self.before.pop(("routing_desk", "declaration", "declaration", requirement), None)
        row = self._blank(
            agency="routing_desk",
            stage="declaration",
            place="declaration",
            requirement=requirement,
            office_id=desk.office,
            executed_by="routing_desk",
            control=Control.DOCUMENTARY,
            blocks=Blocks.RELEASE,
            visibility=visibility,
            rules=sorted({reason["rule"] for reason in reasons if reason["rule"]}) or ["ROUTING"],
            titles=PLACING_TITLES,
            because=reasons,
            fingerprint=fingerprint,
            opens_on=opens_on,
            clock_start="papers",
            deadline_value=4,
            deadline_unit="working_hour",
            is_default=True,
        )
        if old is not None and old.fingerprint == fingerprint and old.version == self.declaration.version:
            self.untouched.append(old)
            return
        if has_come(opens_on, self.declaration):
            opening.open_row(row, self.declaration, at=self.at)
        if old is not None:
            self.lapsing.append(old)
        self.new.append(row)
        self._tell("signoff.asked", row)

    def save(self) -> list[SignOff]:
        """Write what this run changed, in a constant number of statements; returns the live rows."""
        for row in list(self.before.values()):
            self._leave(row)
        lapsing = [row.pk for row in self.lapsing]
        if lapsing:
            SignOff.objects.filter(pk__in=lapsing).update(state=SignOffState.LAPSED, claimed_by=None, claimed_at=None)
        if self.decided_now:
            SignOff.objects.bulk_update(
                self.decided_now, ["state", "verdict", "decided_kind", "decided_at", "claimed_by", "claimed_at"]
            )
        if self.new:
            SignOff.objects.bulk_create(self.new)
        self._move_questions()
        return sorted([*self.untouched, *self.decided_now, *self.new], key=lambda row: row.pk)

    # --- one row at a time, in memory

    def _answer_of_the_one_before(self, need: Need, old: SignOff | None) -> SignOff | None:
        """What the declaration before has answered already, never over a person who is at work on it."""
        if self.predecessor is None or need.auto:
            return None
        if old is not None and old.fingerprint == need.fingerprint:
            at_work = not old.is_undecided or old.claimed_by_id is not None or old.stopped_at is not None
            if at_work or old.control != need.control:
                return None
        return self.predecessor.answer_to(need)

    def _carry(self, old: SignOff, need: Need, desk: Desk) -> None:
        if old.version == self.declaration.version:
            if need.auto and old.is_undecided and old.claimed_by_id is None:
                self._decide(old)
                self.decided_now.append(old)
                self._tell("signoff.decided", old, verdict=old.verdict)
            else:
                self.untouched.append(old)
            return
        row = self._row(need, desk)
        self._keep(row, old)
        if need.auto and row.is_undecided and row.claimed_by_id is None:
            self._decide(row)
        self.lapsing.append(old)
        self.new.append(row)
        self._tell("signoff.carried", row)

    def _keep(self, row: SignOff, old: SignOff) -> None:
        for name in KEPT_WORK if old.is_undecided else KEPT_DECISION:
            setattr(row, name, getattr(old, name))
        row.carried_from = old
        row.office_id = old.office_id
        row.executed_by = old.executed_by
        row.control = max(row.control, old.control, key=lambda control: STRICTNESS.index(Control(control)))

    def _leave(self, old: SignOff) -> None:
        """No rule asks for it any more: it lapses, unless a person asked; then it is asked again for a new version."""
        if old.asked_by_id is not None and old.state != SignOffState.LAPSED:
            if old.version == self.declaration.version:
                self.untouched.append(old)
                return
            row = self._copy_of(old)
            opening.open_row(row, self.declaration, at=self.at)
            self.lapsing.append(old)
            self.new.append(row)
            self._tell("signoff.reopened", row)
            return
        self.lapsing.append(old)
        self._tell("signoff.lapsed", old)

    def _copy_of(self, old: SignOff) -> SignOff:
        names = (
            "agency", "stage", "place", "requirement", "office_id", "executed_by", "items", "control", "blocks",
            "visibility", "rules", "asked_by_id", "titles", "because", "legal_basis", "documents", "opens_on",
            "clock_start", "deadline_value", "deadline_unit", "is_default", "risk",
        )  # fmt: skip
        row = self._blank(**{name: getattr(old, name) for name in names})
        row.fingerprint = _digest([self.declaration.version, old.requirement])
        return row

    def _decide(self, row: SignOff) -> None:
        row.state = SignOffState.DECIDED
        row.verdict = Verdict.APPROVED
        row.decided_kind = "system"
        row.decided_at = self.at
        row.opened_at = row.opened_at or self.at

    def _blank(self, **values: Any) -> SignOff:
        return SignOff(
            declaration=self.declaration,
            company_id=self.declaration.company_id,
            run=self.run,
            version=self.declaration.version,
            state=SignOffState.WAITING,
            **values,
        )

    def _row(self, need: Need, desk: Desk) -> SignOff:
        return self._blank(
            agency=need.agency,
            stage=need.stage,
            place=need.place,
            requirement=need.requirement,
            office_id=desk.office,
            executed_by=desk.executed_by,
            items=list(need.items),
            control=need.control,
            escalate_to=need.escalate_to,
            blocks=need.blocks,
            visibility=need.visibility,
            stops_others=need.stop,
            follow_up=need.follow_up,
            is_default=need.is_default,
            rules=list(need.rules),
            titles=dict(need.titles),
            because=as_json(need.because),
            legal_basis=need.legal_basis,
            documents=as_json(need.documents),
            fingerprint=need.fingerprint,
            opens_on=need.opens_on,
            clock_start=need.clock_start,
            deadline_value=need.deadline_value,
            deadline_unit=need.deadline_unit,
        )

    def _difference(self, need: Need) -> list[dict[str, Any]]:
        """What changed in the facts of the covered items and the header since the run before; [] without one."""
        if self.facts_before is None:
            return []
        return difference(self.facts_before, self.run.facts, set(need.items))

    def _move_questions(self) -> None:
        carried = {row.carried_from_id: row.pk for row in self.new if row.carried_from_id and row.is_undecided}
        if any(row.stopped_at for row in self.lapsing):
            asked = list(Question.objects.filter(sign_off__in=self.lapsing, answered_at=None, closed_at=None))
            for question in asked:
                question.closed_at = None if question.sign_off_id in carried else self.at
                question.sign_off_id = carried.get(question.sign_off_id, question.sign_off_id)
            Question.objects.bulk_update(asked, ["sign_off", "closed_at"])

    def _tell(self, kind: str, row: SignOff, **payload: Any) -> None:
        public = row.visibility == Visibility.PUBLIC or row.announced_at is not None
        self.events.append(
            Happened(
                kind,
                {"signoff": str(row.uuid), "requirement": row.requirement, "version": row.version, **payload},
                public=public,
                agency=row.agency,
                office=row.office_id,
            )
        )


def difference(before: dict[str, Any], after: dict[str, Any], items: set[int]) -> list[dict[str, Any]]:
    """Facts of the header and the covered items that differ, as {item (0 = header), fact, before, after}."""

    def bags(facts: dict[str, Any]) -> dict[int, dict[str, Any]]:
        found = {0: dict(facts.get("declaration", {}))}
        for item in facts.get("items", []):
            if not items or item["number"] in items:
                found[item["number"]] = item
        return found

    old, new = bags(before), bags(after)
    return [
        {"item": number, "fact": name, "before": old.get(number, {}).get(name), "after": new.get(number, {}).get(name)}
        for number in sorted(old.keys() | new.keys())
        for name in sorted(old.get(number, {}).keys() | new.get(number, {}).keys())
        if old.get(number, {}).get(name) != new.get(number, {}).get(name) and name != "lane"
    ]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


PLACING_TITLES = {
    "en": "Placing by the routing desk",
    "ru": "Определение компетентного органа",
    "kk": "Құзыретті органды анықтау",
}
