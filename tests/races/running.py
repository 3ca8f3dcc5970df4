"""Several people at the same moment: each act in a thread and a connection of its own, let go together."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connection, connections

from clearance.content import Problems
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused

TRIALS = int(os.environ.get("RACE_TRIALS", "8"))
EXPECTED = (Refused, NotAllowed, NotFound, Problems)


class Outcome:
    """What came of one act: its result, the refusal it met, or an error nobody expected (a 5xx)."""

    def __init__(self) -> None:
        self.result: Any = None
        self.refusal: Exception | None = None
        self.error: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.refusal is None and self.error is None


def together(*acts: Callable[[], Any]) -> list[Outcome]:
    """Run the acts at the same moment; raises nothing, tells everything."""
    gate = threading.Barrier(len(acts))
    outcomes = [Outcome() for _ in acts]

    def run(act: Callable[[], Any], outcome: Outcome) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            outcome.result = act()
        except EXPECTED as refusal:
            outcome.refusal = refusal
        except BaseException as error:  # told, and counted as an error 5xx
            outcome.error = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(act, outcome), daemon=True)
        for act, outcome in zip(acts, outcomes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "an act hangs"
    return outcomes


def straight(*statements: tuple[str, tuple[Any, ...]]) -> bool:
    """Straight SQL as the system, past every check in Python, in one transaction; whether the database took it."""
    from clearance.acting import SYSTEM, acting_as

    with suppress(Exception), acting_as(SYSTEM), connection.cursor() as cursor:
        for statement, parameters in statements:
            cursor.execute(statement, parameters)
        cursor.execute("set constraints all immediate")
        return True
    return False


def no_errors(outcomes: list[Outcome]) -> None:
    """No act ended in an error: no deadlock, nothing that a page would answer with 5xx."""
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    assert not errors, errors
