"""Acting a declaration's life as its people would: who does what, when; every act goes through the services.

Nothing here knows which sign-offs a declaration will have: whoever is asked answers, in the order of the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from clearance import advance, clock
from clearance.acting import SYSTEM, Actor, Who, acting_as
from clearance.content import Problems
from clearance.models import Declaration, Question, SignOff, Version
from clearance.services import arriving, deciding, filing, paying, stopping, templating, trading
from clearance.services.deciding import Decision
from clearance.workflow import NEEDS_FINDING, SETTLED_MONEY, Blocks, Control, Verdict
from portal.accounts.models import Company, User
from portal.demo import papers
from portal.demo.answers import answers_to
from portal.demo.cast import COMPANIES, OFFICES, House

TRADER = frozenset({"read", "file", "sign"})
OFFICER = frozenset({"read", "desk"})
DESK = "routing_desk"
ROUTING_TAKES = timedelta(seconds=2)
LONG_VALID = date(2026, 1, 1)

Choose = Callable[[SignOff], bool]


def everything(row: SignOff) -> bool:
    """Every sign-off."""
    return True


def of(agency: str) -> Choose:
    """The sign-offs of one agency."""
    return lambda row: row.agency == agency


def all_but(agency: str) -> Choose:
    """The sign-offs of the other agencies."""
    return lambda row: row.agency != agency


class Play:
    """The cast by name, and the time that passes."""

    def __init__(self) -> None:
        self.people = dict(User.objects.values_list("username", "pk"))
        ids = dict(Company.objects.values_list("bin", "pk"))
        self.companies = {house.key: ids[house.bin] for house in COMPANIES}
        self.houses: Mapping[str, House] = {house.key: house for house in COMPANIES}

    @contextmanager
    def acting(self, name: str, at: datetime, scopes: frozenset[str]) -> Iterator[Actor]:
        """One act of a person at a moment."""
        with clock.at(at), acting_as(Who(self.people[name], scopes=scopes)) as actor:
            yield actor

    def file(
        self, trader: str, company: str, content: Mapping[str, Any], at: datetime, *, registered: bool = True
    ) -> Case:
        """File a content and let the worker route it two seconds later; the registries know its papers, or do not."""
        if registered:
            papers.register([content], since=LONG_VALID)
        case = self._filed(trader, company, content, at)
        case.pass_time(ROUTING_TAKES)
        case.work()
        return case

    def draft(self, trader: str, company: str, content: Mapping[str, Any], at: datetime) -> Case:
        """Keep a draft."""
        with self.acting(trader, at, TRADER) as actor:
            kept = filing.save_draft(actor, company_id=self.companies[company], content=content)
        return Case(self, trader, kept.declaration, at)

    def template(self, trader: str, company: str, name: str, content: Mapping[str, Any], at: datetime) -> None:
        """Keep a template of the company."""
        with self.acting(trader, at, TRADER) as actor:
            templating.keep(actor, company_id=self.companies[company], name=name, content=content)

    def _filed(self, trader: str, company: str, content: Mapping[str, Any], at: datetime) -> Case:
        with self.acting(trader, at, TRADER) as actor:
            try:
                filed = filing.file(actor, company_id=self.companies[company], content=content)
            except Problems as wrong:
                faults = "; ".join(f"{problem.pointer}: {problem.message}" for problem in wrong.problems)
                raise ValueError(f"The demo's own content cannot be filed: {faults}") from wrong
        return Case(self, trader, filed.declaration, at)


class Case:
    """One declaration on its way; `now` is where its story has come to."""

    def __init__(self, play: Play, trader: str, declaration: Declaration, at: datetime) -> None:
        self.play = play
        self.trader = trader
        self.reference: str = declaration.reference
        self.pk: int = declaration.pk
        self.now = at

    def pass_time(self, time: timedelta | None = None, **parts: float) -> Case:
        """Let time pass: a timedelta, or its parts."""
        self.now += time if time is not None else timedelta(**parts)
        return self

    def work(self) -> Case:
        """What the worker does now."""
        with clock.at(self.now):
            advance.advance(self.pk)
        return self

    def declaration(self) -> Declaration:
        """The declaration as it stands, as the system sees it."""
        with acting_as(SYSTEM):
            return Declaration.objects.get(pk=self.pk)

    def open_rows(self, choose: Choose = everything) -> list[SignOff]:
        """Open sign-offs of the choice that somebody works on before release."""
        with acting_as(SYSTEM):
            rows = SignOff.objects.filter(declaration_id=self.pk, state__in=["open", "claimed"]).order_by(
                "due_at", "id"
            )
            return [row for row in rows if choose(row)]

    def present(self, office: str | None = None, *, by: str | None = None) -> Case:
        """The goods arrive; customs at the place confirms, or the trader where the company is authorised."""
        declaration = self.declaration()
        where = office or declaration.office_id or ""
        name, scopes = (by, TRADER) if by else (self._officer("customs", where), OFFICER)
        with self.play.acting(name, self.now, scopes) as actor:
            arriving.present(actor, reference=self.reference, office=where)
        return self.pass_time(ROUTING_TAKES).work()

    def pay(self, *, secured: bool = False) -> Case:
        """Customs' cashier records what is due."""
        declaration = self.declaration()
        if declaration.money_position in SETTLED_MONEY:
            return self
        with self.play.acting("cashier", self.now, OFFICER) as actor:
            paying.pay(
                actor,
                reference=self.reference,
                amount=declaration.money_amount or Decimal("25950.00"),
                currency="KZT",
                payment_reference=f"PP-{self.pk:06}",
                kind="secured" if secured else "paid",
            )
        return self

    def claim(self, choose: Choose) -> Case:
        """An officer of the office takes the sign-offs of the choice."""
        for row in self.open_rows(choose):
            with self.play.acting(self._officer_of(row), self.now, OFFICER) as actor:
                deciding.claim(actor, sign_off=str(row.uuid))
            self.pass_time(minutes=1)
        return self

    def decide(
        self,
        choose: Choose = everything,
        verdict: str = Verdict.APPROVED,
        *,
        reason: str = "",
        by_item: Mapping[int, str] | None = None,
        conditions: tuple[str, ...] = (),
        minutes: float = 14,
    ) -> Case:
        """Whoever of the choice is asked claims and answers, one after the other."""
        for row in self.open_rows(choose):
            with self.play.acting(self._officer_of(row), self.now, OFFICER) as actor:
                if row.state == "open":
                    deciding.claim(actor, sign_off=str(row.uuid))
            self.pass_time(minutes=minutes + row.pk % 7)
            decision = Decision(
                verdict=verdict,
                verdicts_by_item={n: v for n, v in (by_item or {}).items() if n in row.items},
                reason=reason,
                conditions=conditions,
                finding=self._finding(row),
                form=answers_to(row.agency, row.requirement) if verdict != Verdict.REFUSED else {},
                version=row.version,
            )
            with self.play.acting(self._officer_of(row), self.now, OFFICER) as actor:
                deciding.decide(actor, sign_off=str(row.uuid), decision=decision)
        return self

    def clear(self) -> Case:
        """Everything that is asked before release is approved, whatever it is."""
        for _round in range(6):
            if not self.open_rows(_before_release):
                break
            self.decide(_before_release)
        return self

    def ask(self, choose: Choose, text: str) -> Case:
        """The first of the choice asks the trader."""
        row = self.open_rows(choose)[0]
        with self.play.acting(self._officer_of(row), self.now, OFFICER) as actor:
            deciding.claim(actor, sign_off=str(row.uuid))
            deciding.ask(actor, sign_off=str(row.uuid), text=text)
        return self

    def answer(self, text: str) -> Case:
        """The trader answers the open question."""
        with self.play.acting(self.trader, self.now, TRADER) as actor:
            question = Question.objects.get(declaration_id=self.pk, answered_at=None, closed_at=None)
            trading.answer(actor, question=str(question.uuid), text=text)
        return self

    def inspect(self, choose: Choose) -> Case:
        """The first of the choice whose rule allows it orders an inspection."""
        row = next(row for row in self.open_rows(choose) if "physical" in row.escalate_to)
        with self.play.acting(self._officer_of(row), self.now, OFFICER) as actor:
            deciding.claim(actor, sign_off=str(row.uuid))
            deciding.inspect(actor, sign_off=str(row.uuid), control=Control.PHYSICAL)
        return self

    def hold(self, choose: Choose, reason: str, law: str) -> str:
        """The first of the choice stops the release; returns the hold."""
        row = self.open_rows(choose)[0]
        with self.play.acting(self._officer_of(row), self.now, OFFICER) as actor:
            hold = stopping.place_hold(actor, sign_off=str(row.uuid), public_reason=reason, legal_basis=law)
        self._holder = self._officer_of(row)
        return str(hold.uuid)

    def lift(self, hold: str, reason: str) -> Case:
        """The officer who placed the hold lifts it."""
        with self.play.acting(self._holder, self.now, OFFICER) as actor:
            stopping.lift_hold(actor, hold=hold, reason=reason)
        return self

    def amend(self, change: Callable[[dict[str, Any]], None]) -> Case:
        """The trader files a changed content; the worker routes it again."""
        with self.play.acting(self.trader, self.now, TRADER) as actor:
            version = Version.objects.filter(declaration_id=self.pk).order_by("-number")[0]
            content = dict(version.content)
            change(content)
            trading.amend(actor, reference=self.reference, content=content, version=version.number)
        return self.pass_time(ROUTING_TAKES).work()

    def split(self) -> Case:
        """The trader lets the allowed items go on."""
        with self.play.acting(self.trader, self.now, TRADER) as actor:
            trading.split(actor, reference=self.reference)
        return self

    def withdraw(self, reason: str) -> Case:
        """The trader takes the declaration back."""
        with self.play.acting(self.trader, self.now, TRADER) as actor:
            trading.withdraw(actor, reference=self.reference, reason=reason)
        return self

    def discard(self) -> Case:
        """The trader throws the draft away."""
        with self.play.acting(self.trader, self.now, TRADER) as actor:
            filing.discard(actor, reference=self.reference)
        return self

    def refuse_registration(self, *reasons: str) -> Case:
        """Customs refuses to register."""
        with self.play.acting(self._officer("customs", self.declaration().office_id), self.now, OFFICER) as actor:
            stopping.refuse_registration(actor, reference=self.reference, reasons=reasons)
        return self

    def dispose(self, disposal: str) -> Case:
        """Customs records what happens to refused goods."""
        with self.play.acting(self._officer("customs", self.declaration().office_id), self.now, OFFICER) as actor:
            stopping.dispose(actor, reference=self.reference, disposal=disposal)
        return self

    def _officer_of(self, row: SignOff) -> str:
        return "routing.desk" if row.agency == DESK else self._officer(row.executed_by or row.agency, row.office_id)

    def _officer(self, agency: str, office: str | None) -> str:
        """One of the two officers at a demo office; elsewhere the head, who works at every office."""
        if office not in OFFICES:
            return f"{agency}.head"
        return f"{agency}.{OFFICES[office]}{1 + self.pk % 2}"

    def _finding(self, row: SignOff) -> dict[str, Any] | None:
        if row.control not in NEEDS_FINDING:
            return None
        return {
            "place": row.office_id,
            "at": self.now.isoformat(),
            "items": {str(number): "conform" for number in row.items},
            "seals": [],
        }


def _before_release(row: SignOff) -> bool:
    return row.blocks in {Blocks.RELEASE, Blocks.ACCEPT}
