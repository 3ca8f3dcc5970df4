"""Streams of a declaration or a topic: they say “changed”; what changed is fetched as the person who looks."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from clearance.acting import Who, acting_as
from clearance.api import errors
from clearance.live.watching import in_thread, watch
from clearance.selectors import visible_to
from clearance.topics import TOPICS

HEARTBEAT = 15.0  # seconds; also how often it is asked whether the person may still look
LONGEST = 15 * 60.0  # seconds; then the browser comes back, perhaps to a fresh process
EVENT_STREAM = "text/event-stream"
NOT_SERVED = 204  # tells a browser not to come back; pages then ask every 30 seconds
RETRY = (2_000, 6_000)  # milliseconds; apart, so that a restart does not bring everybody back at once


@dataclass(frozen=True)
class Looked:
    """What a look found: which declaration, and the number of its last event this person may know of."""

    declaration: int
    number: int


async def declaration(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Changes of one declaration, until the person may not see it any more."""
    if not _is_served(request):
        return HttpResponse(status=NOT_SERVED)
    who: Who = request.who  # type: ignore[attr-defined]
    is_still_here: Callable[[], bool] = request.is_still_here  # type: ignore[attr-defined]
    await sync_to_async(_let_go)()
    first = await in_thread(lambda: look(who, reference, is_still_here))
    if first is None:
        return errors.of_status(404)
    known = request.headers.get("Last-Event-ID", "")
    stream = _changes(who, reference, is_still_here, first, int(known) if known.isdecimal() and len(known) < 10 else -1)
    return _answer(request, stream)


async def topic(request: HttpRequest, name: str) -> HttpResponseBase:
    """Changes of a topic, with a word every few seconds that all is well, until the person may not look any more."""
    if not _is_served(request):
        return HttpResponse(status=NOT_SERVED)
    who: Who = request.who  # type: ignore[attr-defined]
    is_still_here: Callable[[], bool] = request.is_still_here  # type: ignore[attr-defined]
    await sync_to_async(_let_go)()
    if not await in_thread(lambda: may_look(who, name, is_still_here)):
        return errors.of_status(404)
    return _answer(request, _told(who, name, is_still_here))


def may_look(who: Who, name: str, is_still_here: Callable[[], bool]) -> bool:
    """Whether the person may look at a topic, with the grants of this moment."""
    if name not in TOPICS or not is_still_here():
        return False
    with acting_as(who) as actor:
        return TOPICS[name].may_look(actor)


async def _told(who: Who, name: str, is_still_here: Callable[[], bool]) -> AsyncIterator[bytes]:
    ends = time.monotonic() + LONGEST
    changed = watch().add(name)
    try:
        yield f"retry: {random.randint(*RETRY)}\n\n".encode()  # noqa: S311  spreading, not a secret
        while time.monotonic() < ends and await in_thread(lambda: may_look(who, name, is_still_here)):
            try:
                await asyncio.wait_for(changed.wait(), HEARTBEAT)
            except TimeoutError:
                yield b"event: alive\ndata: alive\n\n"
            else:
                changed.clear()
                yield b"event: changed\ndata: changed\n\n"
    finally:
        watch().drop(name, changed)


def _is_served(request: HttpRequest) -> bool:
    return bool(settings.LIVE_UPDATES) and isinstance(request, ASGIRequest)


def _answer(request: HttpRequest, stream: AsyncIterator[bytes]) -> HttpResponseBase:
    response: HttpResponseBase = (
        HttpResponse(content_type=EVENT_STREAM)
        if request.method == "HEAD"  # whoever only asks keeps no stream open
        else StreamingHttpResponse(stream, content_type=EVENT_STREAM)
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def look(who: Who, reference: str, is_still_here: Callable[[], bool]) -> Looked | None:
    """Look as the person, with the grants of this moment; None when they may not (any more)."""
    if not is_still_here():
        return None
    with acting_as(who) as actor:
        found = visible_to(actor).filter(reference=reference.strip().upper()).first()
        if found is None:
            return None
        officer = bool(actor.grants) and found.company_id not in actor.companies
        return Looked(found.pk, found.last_seq if officer else found.last_public_seq)


async def _changes(
    who: Who, reference: str, is_still_here: Callable[[], bool], first: Looked, known: int
) -> AsyncIterator[bytes]:
    """The stream itself. What a trader may not know of has no number of theirs, so nothing is sent for it."""
    ends = time.monotonic() + LONGEST
    changed = watch().add(first.declaration)
    try:
        yield f"retry: {random.randint(*RETRY)}\n\n".encode()  # noqa: S311  spreading, not a secret
        sent = known
        now: Looked | None = first
        while now is not None and time.monotonic() < ends:
            if now.number != sent:
                sent = now.number
                yield f"id: {sent}\nevent: changed\ndata: changed\n\n".encode()
            else:
                yield b": still here\n\n"
            now = await _next_look(who, reference, is_still_here, changed, sent)
    finally:
        watch().drop(first.declaration, changed)


async def _next_look(
    who: Who, reference: str, is_still_here: Callable[[], bool], changed: asyncio.Event, sent: int
) -> Looked | None:
    """Wait for a change this person may know of, or for the heartbeat, and look again."""
    beat = time.monotonic() + HEARTBEAT
    while True:
        try:
            await asyncio.wait_for(changed.wait(), max(0.0, beat - time.monotonic()))
        except TimeoutError:
            return await in_thread(lambda: look(who, reference, is_still_here))
        changed.clear()
        now = await in_thread(lambda: look(who, reference, is_still_here))
        if now is None or now.number != sent:
            return now


def _let_go() -> None:
    """Give back the connection the door asked with: this request lasts for minutes."""
    if not connection.in_atomic_block:
        connection.close()
