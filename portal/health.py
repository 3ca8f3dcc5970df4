"""Alive, and able to work: what a balancer and a watchman ask."""

import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clearance.models import Heartbeat


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers; touches nothing else."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether work gets done: 503 without the database, 200 `degraded` without broker or sweeper."""
    database, age = True, None
    try:
        age = _seconds_since_sweep()
    except DatabaseError:
        database = False
    broker = _broker_answers()
    swept = age is not None and age <= settings.SWEEP_LATE_SECONDS
    body: dict[str, Any] = {
        "status": "unready" if not database else "ready" if broker and swept else "degraded",
        "ready": database,
        "degraded": database and not (broker and swept),
        "database": database,
        "broker": broker,
        "sweeper_age_seconds": age,
    }
    return JsonResponse(body, status=200 if database else 503)


def _seconds_since_sweep() -> int | None:
    """Return the age of the last sweep, None when there was none."""
    last = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    return None if last is None else max(0, int((timezone.now() - last).total_seconds()))


def _broker_answers() -> bool:
    """Open a socket and say PING: cheaper than a Celery connection, and bounded in time."""
    address = urlsplit(settings.CELERY_BROKER_URL)
    try:
        with socket.create_connection((address.hostname or "", address.port or 6379), timeout=1) as wire:
            wire.settimeout(1)
            wire.sendall(b"PING\r\n")
            return wire.recv(1) in (b"+", b"-")  # "-NOAUTH ..." is an answer too
    except OSError:
        return False
