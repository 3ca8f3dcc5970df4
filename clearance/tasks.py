"""Thin Celery wrappers around `advance`: PostgreSQL is the truth, Celery is only the arm."""

import contextlib
import logging
import os
import queue
import threading
import time
from datetime import timedelta
from functools import partial

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clearance import advance, duties
from clearance.models import Heartbeat

log = logging.getLogger(__name__)

BREAKER_SECONDS = 30.0
LONGEST_QUEUE = 1000


class _Herald:
    """Tells the workers from a thread of its own, so that no request ever waits for a broker that is down or frozen.

    What it cannot tell is lost, and that is all right: the work is in the database, and the sweeper finds it.
    """

    def __init__(self) -> None:
        self.pid = 0
        self.ids: queue.Queue[int] = queue.Queue()
        self.lock = threading.Lock()
        self.rests_until = 0.0

    def tell(self, declaration_id: int) -> None:
        with self.lock:
            if self.pid != os.getpid():  # a thread does not survive the fork of a web process
                self.pid = os.getpid()
                self.ids = queue.Queue(maxsize=LONGEST_QUEUE)
                threading.Thread(target=self._publish, args=(self.ids,), name="herald", daemon=True).start()
        with contextlib.suppress(queue.Full):
            self.ids.put_nowait(declaration_id)

    def _publish(self, ids: "queue.Queue[int]") -> None:
        while True:
            declaration_id = ids.get()
            if time.monotonic() < self.rests_until:
                continue
            try:
                advance_declaration.apply_async((declaration_id,), retry=False, ignore_result=True)
            except Exception as error:
                self.rests_until = time.monotonic() + BREAKER_SECONDS
                log.warning("broker unreachable, the sweeper takes over: %s", error)


_herald = _Herald()


def wake(declaration_id: int) -> None:
    """After the commit, tell a worker that something is due; when the broker is down the sweeper finds it anyway."""
    transaction.on_commit(partial(_herald.tell, declaration_id), robust=True)


@shared_task
def advance_declaration(declaration_id: int) -> None:
    """Do what is due on one declaration."""
    try:
        advance.advance(declaration_id)
    except Exception as error:
        advance.failed(declaration_id, error)


@shared_task
def sweep() -> None:
    """Do what is due and late: lost wake-ups, timers, clock warnings, lost roles; several sweeps at once do no harm."""
    beat()
    advance.sweep(older_than=timedelta(seconds=settings.SWEEP_GRACE_SECONDS))
    advance.warn()
    advance.return_orphans()
    duties.do_all()


def ask_for_sweep() -> None:
    """Tell the workers to sweep now; raises whatever keeps the broker from hearing it."""
    sweep.apply_async(retry=False)


def beat() -> None:
    """Say that the sweeper ran; `readyz` shows its age."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": timezone.now()})
