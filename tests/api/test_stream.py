"""The live stream: says that something changed, to those who may see it, for as long as they may."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from clearance import advance
from clearance.live import views, watching
from clearance.services import arriving
from clearance.topics import TOPICS, Topic
from portal.accounts.models import ApiToken, User
from portal.asgi import application
from tests.acting import file, pay
from tests.api.programs import token_of
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.loops import run as in_a_loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "EVERY", 0.1)
    monkeypatch.setattr(views, "HEARTBEAT", 0.6)


class Stream:
    """One open stream, read as a browser would."""

    def __init__(self, path: str, headers: dict[str, str], method: str = "GET") -> None:
        self.scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in {"host": "testserver", **headers}.items()],
            "client": ("127.0.0.1", 5), "server": ("testserver", 80),
        }  # fmt: skip
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self.ended = False
        self._left = asyncio.Event()
        self._begun = False

    async def __aenter__(self) -> "Stream":
        self.task = asyncio.create_task(application(self.scope, self._receive, self._send))
        await self.until(lambda: self.status)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._left.set()
        await asyncio.wait_for(self.task, 10)

    async def until(self, holds: Callable[[], Any], seconds: float = 15) -> None:
        for _turn in range(int(seconds / 0.05)):
            if holds():
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"never happened; heard: {self.text!r}")

    @property
    def changes(self) -> int:
        return self.text.count("event: changed")

    async def _receive(self) -> dict[str, Any]:
        if not self._begun:
            self._begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
            self.status = message["status"]
        else:
            self.text += message.get("body", b"").decode()
            self.ended = not message.get("more_body", False)


def bearer(cast: Cast, person: str, *scopes: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token_of(cast, person, scopes or ('read', 'desk'))}"}


def cookie(cast: Cast, person: str) -> dict[str, str]:
    client = cast.browser(person)
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


def listen(path: str, headers: dict[str, str], then: Callable[[Stream], Any]) -> Stream:
    """Open a stream, do something meanwhile, return what was heard."""

    async def run() -> Stream:
        async with Stream(path, headers) as stream:
            await then(stream)
        return stream

    return in_a_loop(run())


async def meanwhile(act: Callable[[], None]) -> None:
    """Do something in a thread with a connection of its own, as another process would."""

    def alone() -> None:
        try:
            act()
        finally:
            connections.close_all()

    await asyncio.to_thread(alone)


async def nothing(stream: Stream) -> None:
    return


def test_a_change_is_announced_and_says_nothing_of_it(committed_cast: Cast) -> None:
    declaration = file(committed_cast, imports(APPLES))

    def arrive() -> None:
        with committed_cast.acting("customs_officer") as officer:
            arriving.present(officer, reference=declaration.reference)

    async def then(stream: Stream) -> None:
        await stream.until(lambda: stream.changes == 1)
        await meanwhile(arrive)
        await stream.until(lambda: stream.changes == 2)

    for headers in (bearer(committed_cast, "trader"), cookie(committed_cast, "trader")):
        stream = listen(f"/live/declarations/{declaration.reference}", headers, then if "cookie" in headers else _first)
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert (stream.headers["cache-control"], stream.headers["x-accel-buffering"]) == ("no-store", "no")
        lines = {line.split(":")[0] for line in stream.text.splitlines() if line}
        assert lines <= {"retry", "id", "event", "data", ""}
        assert {line for line in stream.text.splitlines() if line.startswith("data")} == {"data: changed"}
        assert 2000 <= int(stream.text.split("retry: ")[1].split("\n")[0]) <= 6000


async def _first(stream: Stream) -> None:
    await stream.until(lambda: stream.changes == 1)


def test_whoever_only_asks_keeps_no_stream_open(committed_cast: Cast) -> None:
    declaration = file(committed_cast)
    headers = bearer(committed_cast, "trader")

    async def run() -> Stream:
        async with Stream(f"/live/declarations/{declaration.reference}", headers, "HEAD") as stream:
            await stream.until(lambda: stream.ended)
        return stream

    stream = in_a_loop(run())
    assert (stream.status, stream.text) == (200, "")
    assert stream.headers["content-type"].startswith("text/event-stream")


def test_a_browser_that_comes_back_is_told_only_of_what_it_missed(committed_cast: Cast) -> None:
    declaration = file(committed_cast)
    with committed_cast.acting("trader"):
        declaration.refresh_from_db()
    path = f"/live/declarations/{declaration.reference}"
    known = {**bearer(committed_cast, "trader"), "last-event-id": str(declaration.last_public_seq)}

    async def quiet(stream: Stream) -> None:
        await stream.until(lambda: stream.text.count("still here") >= 2)

    assert listen(path, known, quiet).changes == 0
    missed = {**known, "last-event-id": str(declaration.last_public_seq - 1)}
    assert listen(path, missed, _first).changes == 1


def test_what_a_trader_may_not_know_of_is_not_announced(committed_cast: Cast) -> None:
    declaration = file(committed_cast, imports(APPLES))

    def claim() -> None:
        from clearance.services import deciding
        from tests.acting import row

        with committed_cast.acting("plant_health_officer") as officer:
            deciding.claim(officer, sign_off=str(row(committed_cast, declaration, "plant_health").uuid))

    with committed_cast.acting("customs_officer") as officer:
        arriving.present(officer, reference=declaration.reference)

    async def then(stream: Stream) -> None:
        await stream.until(lambda: stream.changes == 1)
        await meanwhile(claim)
        await stream.until(lambda: stream.text.count("still here") >= 3)

    path = f"/live/declarations/{declaration.reference}"
    assert listen(path, bearer(committed_cast, "trader"), then).changes == 1

    async def officers(stream: Stream) -> None:
        await stream.until(lambda: stream.changes == 1)

    assert listen(path, bearer(committed_cast, "customs_officer"), officers).changes == 1


@pytest.mark.parametrize(
    ("person", "scopes", "status"),
    [("stranger", ("read",), 404), ("trader", ("file",), 403), ("veterinary_officer", ("read",), 404)],
)
def test_who_may_not_see_it_hears_nothing(
    committed_cast: Cast, person: str, scopes: tuple[str, ...], status: int
) -> None:
    declaration = file(committed_cast, imports(APPLES))
    path = f"/live/declarations/{declaration.reference}"
    stream = listen(path, bearer(committed_cast, person, *scopes), nothing)
    assert stream.status == status
    assert declaration.reference not in stream.text


def test_nobody_hears_nothing(committed_cast: Cast) -> None:
    declaration = file(committed_cast)
    assert listen(f"/live/declarations/{declaration.reference}", {}, nothing).status == 401


def _end_token(cast: Cast) -> None:
    from django.utils import timezone

    ApiToken.objects.filter(user_id=cast.ids()["trader"]).update(revoked_at=timezone.now())


def _end_sessions(cast: Cast) -> None:
    User.objects.filter(pk=cast.ids()["trader"]).update(sign_in_epoch=7)


def _sign_out(cast: Cast) -> None:
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def _leave_the_company(cast: Cast) -> None:
    from portal.accounts.models import Membership

    Membership.objects.filter(user_id=cast.ids()["trader"]).update(active=False)


@pytest.mark.parametrize(
    ("door", "end"),
    [(bearer, _end_token), (cookie, _end_sessions), (cookie, _sign_out), (cookie, _leave_the_company)],
)
def test_the_stream_ends_when_one_may_not_look_any_more(committed_cast: Cast, door: Any, end: Any) -> None:
    declaration = file(committed_cast)

    async def then(stream: Stream) -> None:
        await stream.until(lambda: stream.changes == 1)
        await meanwhile(partial(end, committed_cast))
        await stream.until(lambda: stream.ended)

    listen(f"/live/declarations/{declaration.reference}", door(committed_cast, "trader"), then)


def test_where_live_updates_are_off_a_browser_does_not_come_back(committed_cast: Cast, settings: Any) -> None:
    settings.LIVE_UPDATES = False
    declaration = file(committed_cast)
    path = f"/live/declarations/{declaration.reference}"
    assert listen(path, bearer(committed_cast, "trader"), nothing).status == 204


def test_one_question_a_second_serves_everybody(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    declaration = pay(committed_cast, file(committed_cast))
    advance.advance(declaration.pk)
    asked = []
    before = watching._marks
    monkeypatch.setattr(watching, "_marks", lambda ids: (asked.append(list(ids)), before(ids))[1])
    path = f"/live/declarations/{declaration.reference}"
    headers = bearer(committed_cast, "trader")

    async def run() -> None:
        async with Stream(path, headers), Stream(path, headers), Stream(path, headers):
            await asyncio.sleep(0.5)

    in_a_loop(run())
    assert asked
    assert all(ids in ([declaration.pk], []) for ids in asked)
    assert len(asked) <= 12


def test_a_topic_tells_those_who_may_look_of_every_change_and_that_it_is_alive(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["before"]
    topic = Topic("road", lambda actor: actor.has_role("head", "customs"), lambda: said[0])
    monkeypatch.setitem(TOPICS, "road", topic)

    async def then(stream: Stream) -> None:
        await stream.until(lambda: "event: alive" in stream.text)
        assert stream.changes == 0
        said[0] = "after"
        await stream.until(lambda: stream.changes == 1)

    listen("/live/topics/road", bearer(committed_cast, "customs_head"), then)
    assert listen("/live/topics/road", bearer(committed_cast, "plant_health_head"), nothing).status == 404
    assert listen("/live/topics/rail", bearer(committed_cast, "customs_head"), nothing).status == 404
