"""Thin Celery wrappers around `advance`: PostgreSQL is the truth, Celery is only the arm."""

import logging
import time
from datetime import timedelta
from functools import partial

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clearance import advance
from clearance.models import Heartbeat

log = logging.getLogger(__name__)

BREAKER_SECONDS = 30.0
_broker_rests_until = 0.0


def wake(declaration_id: int) -> None:
    """After the commit, tell a worker that something is due; when the broker is down the sweeper finds it anyway."""
    transaction.on_commit(partial(_nudge, declaration_id), robust=True)


def _nudge(declaration_id: int) -> None:
    global _broker_rests_until  # noqa: PLW0603  one breaker for each process
    if time.monotonic() < _broker_rests_until:
        return
    try:
        advance_declaration.apply_async((declaration_id,), retry=False, ignore_result=True)
    except Exception:  # whatever a broken broker raises, the filing is saved and the sweeper will do it
        _broker_rests_until = time.monotonic() + BREAKER_SECONDS
        log.warning("broker unreachable; the sweeper takes over", exc_info=True)


@shared_task
def advance_declaration(declaration_id: int) -> None:
    """Do what is due on one declaration."""
    try:
        advance.advance(declaration_id)
    except Exception as error:
        advance.failed(declaration_id, error)


@shared_task
def sweep() -> None:
    """Do what is due and late: lost wake-ups, timers, clock warnings; several sweeps at once do no harm."""
    beat()
    advance.sweep(older_than=timedelta(seconds=settings.SWEEP_GRACE_SECONDS))
    advance.warn()


def beat() -> None:
    """Say that the sweeper ran; `readyz` shows its age."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": timezone.now()})
