"""Filings under faults: nothing acknowledged is lost, nothing routed twice, nothing released without its sign-offs.

`python -m bench.faults [--filings 500] [--faults 20] [--no-sweeper]`; the control without a sweeper must lose.
"""

import argparse
import itertools
import json
import random
import shutil
import signal
import sys
import threading
import time
from typing import Any

from bench.standing import Standing, report

PATIENCE = 60.0  # seconds after the last fault within which everything is routed
LONGEST_WAIT = 3.5  # seconds a filing may wait for a broken broker
FILERS = 3


class Trial:
    """One run: filers file, officers and the cashier act, faults strike."""

    def __init__(self, filings: int, faults: int, *, sweeper: bool, seed: int) -> None:
        self.standing = Standing(SWEEP_SECONDS="1", SWEEP_GRACE_SECONDS="2")
        self.filings, self.faults, self.sweeper = filings, faults, sweeper
        self.chance = random.Random(seed)
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()
        self.acknowledged: list[tuple[int, str]] = []
        self.waits: list[float] = []
        self.struck: list[str] = []
        self.database_is_down = threading.Event()
        self.over = threading.Event()

    def run(self) -> dict[str, Any]:
        """Run the trial and answer its figures; raises nothing for a violation, tells it."""
        try:
            self.standing.furnish()
            for name in ("worker-1", "worker-2", *(["beat"] if self.sweeper else [])):
                self.standing.work(name)
            time.sleep(3)
            filers = [threading.Thread(target=self._file_all, daemon=True) for _ in range(FILERS)]
            officers = threading.Thread(target=self._act_all, daemon=True)
            for thread in (*filers, officers):
                thread.start()
            self._strike_all(filers)
            for thread in filers:
                thread.join(timeout=300)
            routed_after = self._wait_until_routed()
            self.over.set()
            officers.join(timeout=60)
            figures = self._figures(routed_after)
            if violations(figures, self.filings):
                self.standing.say_what_was_logged()
            return figures
        finally:
            self.over.set()
            self.standing.stop()

    # --- people

    def _file_all(self) -> None:
        from django.db import DatabaseError, connections

        from clearance.services import filing
        from tests.acting import FILING
        from tests.cast import Cast
        from tests.goods import APPLES, CERAMICS, imports

        cast = Cast()
        while (number := next(self.numbers)) <= self.filings:
            while number > self.filings * (len(self.struck) + 1) / (self.faults + 1) and not self.over.is_set():
                time.sleep(0.05)  # filings are spread over the faults
            content = imports(CERAMICS if number % 3 else APPLES)
            while not self.over.is_set():
                started, quiet = time.monotonic(), not self.database_is_down.is_set()
                try:
                    with cast.acting("trader", scopes=FILING) as trader:
                        filed = filing.file(
                            trader, company_id=cast.companies()["silk_road"], content=content,
                            idempotency_key=f"trial-{number}", body_digest="same",
                        )  # fmt: skip
                except DatabaseError:
                    connections.close_all()
                    time.sleep(0.2)  # not acknowledged: the client tries again with the same key
                    continue
                with self.lock:
                    self.acknowledged.append((filed.declaration.pk, filed.declaration.reference))
                    if quiet and not self.database_is_down.is_set():
                        self.waits.append(time.monotonic() - started)
                break
        connections.close_all()

    def _act_all(self) -> None:
        """The cashier, customs and plant health work on what has been routed, as fast as one thread can."""
        from django.db import DatabaseError, connections

        from clearance.models import Declaration
        from clearance.workflow import Refused
        from tests import acting
        from tests.cast import Cast

        cast, done = Cast(), set()
        while not self.over.is_set():
            with self.lock:
                waiting = [pk for pk, _ in self.acknowledged if pk not in done][:20]
            for pk in waiting:
                try:
                    with cast.acting("system"):
                        declaration = Declaration.objects.get(pk=pk)
                    if declaration.routed_version == 0:
                        continue
                    acting.present(cast, acting.pay(cast, declaration))
                    for one in acting.rows(cast, declaration, agency="plant_health", state="open"):
                        acting.decide(cast, one)
                    done.add(pk)
                except (DatabaseError, Refused):
                    connections.close_all()
            time.sleep(0.05)
        connections.close_all()

    # --- faults

    def _strike_all(self, filers: list[threading.Thread]) -> None:
        faults = [self._kill_worker, self._empty_broker, self._freeze_broker, self._restart_database]
        if self.sweeper:
            faults.append(self._kill_beat)
        else:
            faults = [self._empty_broker]
        plan = [faults[number % len(faults)] for number in range(self.faults)]
        self.chance.shuffle(plan)
        for fault in plan:
            if not any(thread.is_alive() for thread in filers) and self.sweeper is False:
                break
            time.sleep(self.chance.uniform(0.5, 2.0))
            fault()
            self.struck.append(fault.__name__.strip("_"))
            print(
                f"  {len(self.struck):>3}  {self.struck[-1]:<20} {len(self.acknowledged):>5} acknowledged", flush=True
            )

    def _kill_worker(self) -> None:
        name = self.chance.choice(["worker-1", "worker-2"])
        self.standing.kill(name)
        self.standing.work(name)

    def _empty_broker(self) -> None:
        valkey = self.standing.valkey
        assert valkey.process is not None
        valkey.process.send_signal(signal.SIGKILL)
        valkey.process.wait()
        for kept in valkey.base.glob("appendonly*"):
            shutil.rmtree(kept, ignore_errors=True)
        time.sleep(1.0)
        valkey.stop()
        valkey.start()

    def _freeze_broker(self) -> None:
        process = self.standing.valkey.process
        assert process is not None
        process.send_signal(signal.SIGSTOP)
        time.sleep(5.0)
        process.send_signal(signal.SIGCONT)

    def _restart_database(self) -> None:
        self.database_is_down.set()
        self.standing.postgres.stop()
        self.standing.postgres.start()
        time.sleep(1.0)
        self.database_is_down.clear()

    def _kill_beat(self) -> None:
        self.standing.kill("beat")
        time.sleep(1.0)
        self.standing.work("beat")

    # --- what came of it

    def _wait_until_routed(self) -> float | None:
        from django.db import connections
        from django.db.models import F

        from clearance.acting import SYSTEM, acting_as
        from clearance.models import Declaration

        connections.close_all()  # the one made before the database was restarted
        started = time.monotonic()
        while time.monotonic() - started < PATIENCE:
            with acting_as(SYSTEM):
                if not Declaration.objects.exclude(state="draft").exclude(routed_version=F("version")).exists():
                    return time.monotonic() - started
            time.sleep(0.5)
        return None

    def _figures(self, routed_after: float | None) -> dict[str, Any]:
        from django.db import connection

        from clearance.acting import SYSTEM, acting_as

        def count(statement: str) -> int:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return int(cursor.fetchone()[0])

        kept = {pk for pk, _ in self.acknowledged}
        with acting_as(SYSTEM):
            there = set()
            with connection.cursor() as cursor:
                cursor.execute("select id from clearance_declaration where state <> 'draft'")
                there = {row[0] for row in cursor.fetchall()}
            figures: dict[str, Any] = {
                "faults": len(self.struck),
                "acknowledged": len(self.acknowledged),
                "acknowledged and lost": len(kept - there),
                "filed twice": len(self.acknowledged) - len(kept),
                "routed twice": count(
                    "select count(*) from (select 1 from clearance_routingrun group by declaration_id, version"
                    " having count(*) > 1) as twice"
                ),
                "not routed": count(
                    "select count(*) from clearance_declaration where state <> 'draft' and routed_version <> version"
                ),
                "released": count("select count(*) from clearance_declaration where state = 'released'"),
                "released without all sign-offs": count(
                    "select count(distinct d.id) from clearance_declaration d join clearance_signoff s on s.declaration_id = d.id"
                    " where d.state = 'released' and s.state <> 'lapsed' and s.blocks = 'release' and not sw_allows(s)"
                ),
                "released twice": count(
                    "select count(*) from (select 1 from clearance_event where kind = 'declaration.released'"
                    " group by declaration_id having count(*) > 1) as twice"
                ),
                "broken chains": count(
                    "select count(*) from (select e.previous, lag(e.hash) over (partition by declaration_id order by seq)"
                    " as before from clearance_event e) c where c.previous <> coalesce(c.before, '')"
                ),
                "seconds until routed after the last fault": None if routed_after is None else round(routed_after, 1),
                "longest filing, database up (s)": round(max(self.waits, default=0), 2),
            }
        return figures


def violations(figures: dict[str, Any], filings: int) -> list[str]:
    """What must not be, in words."""
    zero = (
        "acknowledged and lost", "filed twice", "routed twice", "not routed", "released without all sign-offs",
        "released twice", "broken chains",
    )  # fmt: skip
    found = [f"{name}: {figures[name]}" for name in zero if figures[name]]
    if figures["acknowledged"] != filings:
        found.append(f"only {figures['acknowledged']} of {filings} were acknowledged")
    if figures["seconds until routed after the last fault"] is None:
        found.append(f"not everything was routed {PATIENCE:.0f} s after the last fault")
    if figures["longest filing, database up (s)"] > LONGEST_WAIT:
        found.append("a filing waited too long for a broken broker")
    return found


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--filings", type=int, default=500)
    words.add_argument("--faults", type=int, default=20)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--no-sweeper", action="store_true", help="the control: it must lose")
    given = words.parse_args()
    figures = Trial(given.filings, given.faults, sweeper=not given.no_sweeper, seed=given.seed).run()
    found = violations(figures, given.filings)
    report("Without a sweeper (control)" if given.no_sweeper else "Under faults", figures)
    print(json.dumps({"figures": figures, "violations": found}))
    if given.no_sweeper:
        sys.exit(0 if figures["not routed"] else "The control lost nothing: the trial proves nothing.")
    sys.exit("\n".join(found) or 0)


if __name__ == "__main__":
    main()
