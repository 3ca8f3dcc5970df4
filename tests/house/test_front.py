"""The one door of the demo: passes everything on whole, invents nothing, lets nobody pose as somebody else."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from portal import front
from tests.loops import run as in_a_loop

Answer = Callable[[bytes], bytes]


class Web:
    """A web server of one answer that remembers what it was sent."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.heard = b""
        self.hung_up = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heard = head
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                self.heard += await reader.readexactly(int(line.split(b":")[1]))
        writer.write(self.answer(self.heard))
        await writer.drain()
        if b"never ends" in self.answer(self.heard):
            await reader.read()
            self.hung_up.set()
        writer.close()


def ask(
    answer: Answer, *, body: bytes = b"", leaves: bool = False, headers: list[tuple[bytes, bytes]] | None = None
) -> tuple[Web, list[dict[str, Any]]]:
    """Send one request through the door; return the web server and what the client was sent."""

    async def run() -> tuple[Web, list[dict[str, Any]]]:
        web = Web(answer)
        server = await asyncio.start_server(web.serve, "127.0.0.1", 0)
        front.HOST, front.PORT = "127.0.0.1", str(server.sockets[0].getsockname()[1])
        sent: list[dict[str, Any]] = []
        pieces = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if pieces:
                return pieces.pop(0)
            while not (leaves and len(sent) > 1):
                await asyncio.sleep(0.01)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        sized = [(b"content-length", str(len(body)).encode())] if body else []
        scope = {
            "type": "http", "method": "POST" if body else "GET", "path": "/a", "raw_path": b"/a%2Fb", "scheme": "http",
            "query_string": b"q=1", "headers": [(b"host", b"x"), *sized, *(headers or [])], "client": ("9.9.9.9", 1),
        }  # fmt: skip
        await asyncio.wait_for(front.application(scope, receive, send), 10)
        if leaves:
            await asyncio.wait_for(web.hung_up.wait(), 5)
        server.close()
        return web, sent

    return in_a_loop(run())


def whole(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_path_query_and_body_arrive_unchanged_and_the_answer_comes_back() -> None:
    web, sent = ask(
        lambda heard: b"HTTP/1.1 201 Created\r\nx-own: 1\r\ncontent-length: 2\r\n\r\nok", body=b"x" * 200_000
    )
    assert web.heard.startswith(b"POST /a%2Fb?q=1 HTTP/1.1\r\n")
    assert web.heard.endswith(b"x" * 200_000)
    assert sent[0]["status"] == 201
    assert (b"x-own", b"1") in sent[0]["headers"]
    assert whole(sent) == b"ok"


def test_a_chunked_answer_is_told_in_its_own_words() -> None:
    answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    _web, sent = ask(lambda heard: answer)
    assert whole(sent) == b"abc"
    assert not any(name == b"transfer-encoding" for name, _ in sent[0]["headers"])


def test_nobody_poses_as_another_address() -> None:
    posing = [(b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-proto", b"https"), (b"forwarded", b"for=1.2.3.4")]
    web, _sent = ask(lambda heard: b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", headers=posing)
    heard = web.heard.lower()
    assert b"x-forwarded-for: 1.2.3.4, 9.9.9.9\r\n" in heard
    assert b"x-forwarded-proto: http\r\n" in heard
    assert b"forwarded: for=" not in heard.replace(b"x-forwarded", b"")


def test_a_web_server_that_hangs_up_is_a_502_in_words() -> None:
    _web, sent = ask(lambda heard: b"")
    assert sent[0]["status"] == 502
    assert b"Try again" in whole(sent)


def test_an_answer_cut_short_is_not_taken_for_whole() -> None:
    with pytest.raises(Exception, match="closed|body"):
        ask(lambda heard: b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")


def test_when_the_reader_leaves_web_is_let_go() -> None:
    ask(lambda heard: b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nnever ends", leaves=True)


def test_live_updates_are_answered_here(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    async def live(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        called.append(scope["path"])

    monkeypatch.setattr(front, "live", live)
    in_a_loop(front.application({"type": "http", "path": "/live/declarations/X"}, None, None))  # type: ignore[arg-type]
    assert called == ["/live/declarations/X"]
