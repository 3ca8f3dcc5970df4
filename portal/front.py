"""One address for pages and live updates where no proxy stands in front: `/live/` is answered here, the rest by web.

An ASGI application for uvicorn (docs/decisions/0001). It streams both ways, keeps nothing, and adds the client's
address as the last entry of X-Forwarded-For, which is the one the portal reads (BEHIND_PROXY).
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import h11

from portal.asgi import application as live

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HOST, _, PORT = os.environ.get("WEB_ADDRESS", "127.0.0.1:8001").rpartition(":")
# A proxy of ours before this one ends TLS, and says so.
TRUST_PROTO = os.environ.get("TRUST_FORWARDED_PROTO", "0") == "1"
PATIENCE = 5.0  # seconds in which web may come back after a restart
CHUNK = 64 * 1024  # bytes
_OF_ONE_HOP = {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"upgrade", b"transfer-encoding"}
_UVICORNS = {b"date", b"server"}  # written by our own server
# Only this door may say who asks.
_OURS = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded"}


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request for live updates, pass any other on."""
    if scope["type"] != "http":
        return
    if scope["path"].startswith("/live/"):
        await live(dict(scope), receive, send)  # type: ignore[arg-type]  # asgiref types each message
        return
    begun = False

    async def note(message: Message) -> None:
        nonlocal begun
        begun = True
        await send(message)

    try:
        await _pass_on(scope, receive, note)
    except (OSError, h11.ProtocolError, asyncio.IncompleteReadError):
        if begun:
            raise  # half an answer is out: the connection must break, so that nobody takes it for whole
        await _refuse(send)


async def _pass_on(scope: Message, receive: Receive, send: Send) -> None:
    """Send the request to web and its answer back, piece by piece."""
    async with _web() as (reader, writer):
        wire = h11.Connection(h11.CLIENT)
        headers, has_body = _headers(scope)
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        writer.write(wire.send(h11.Request(method=scope["method"], target=target, headers=headers)) or b"")
        gone = asyncio.create_task(_upload(wire, writer, receive, has_body=has_body))
        try:
            await _download(wire, reader, send, gone)
        finally:
            gone.cancel()
            with suppress(asyncio.CancelledError, OSError, h11.ProtocolError):
                await gone


def _headers(scope: Message) -> tuple[list[tuple[bytes, bytes]], bool]:
    """Return the headers for web, and whether a body follows."""
    kept = [(k, v) for k, v in scope["headers"] if k not in _OF_ONE_HOP and k not in _OURS and k != b"expect"]
    before = [v for k, v in scope["headers"] if k == b"x-forwarded-for"]
    client = (scope.get("client") or ("127.0.0.1", 0))[0].encode()
    kept.append((b"x-forwarded-for", b", ".join([*before, client])))
    told = [v for k, v in scope["headers"] if k == b"x-forwarded-proto"] if TRUST_PROTO else []
    kept.append((b"x-forwarded-proto", told[-1] if told else scope["scheme"].encode()))
    kept.append((b"connection", b"close"))
    sized = any(k == b"content-length" for k, _ in kept)
    chunked = not sized and any(k == b"transfer-encoding" for k, _ in scope["headers"])
    if chunked:
        kept.append((b"transfer-encoding", b"chunked"))
    return kept, sized or chunked


async def _upload(wire: h11.Connection, writer: asyncio.StreamWriter, receive: Receive, *, has_body: bool) -> bool:
    """Send the body on, then wait for the client to leave; return True when it left."""
    more = has_body
    if not more:
        writer.write(wire.send(h11.EndOfMessage()) or b"")
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return True
        if not more:
            continue
        if message.get("body"):
            writer.write(wire.send(h11.Data(data=message["body"])) or b"")
            await writer.drain()
        if not message.get("more_body", False):
            more = False
            writer.write(wire.send(h11.EndOfMessage()) or b"")


async def _download(wire: h11.Connection, reader: asyncio.StreamReader, send: Send, gone: "asyncio.Task[bool]") -> None:
    """Send web's answer to the client until it is whole or the client has left."""
    while True:
        event = wire.next_event()
        if event is h11.NEED_DATA:
            read = asyncio.ensure_future(reader.read(CHUNK))
            waiting: set[asyncio.Future[Any]] = {read} if gone.done() else {read, gone}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if gone.done() and not gone.cancelled() and gone.exception() is None and gone.result():
                read.cancel()
                return
            wire.receive_data(await read)
        elif isinstance(event, h11.Response):
            headers = [(k, v) for k, v in event.headers if k not in _OF_ONE_HOP and k not in _UVICORNS]
            await send({"type": "http.response.start", "status": event.status_code, "headers": headers})
        elif isinstance(event, h11.Data):
            await send({"type": "http.response.body", "body": bytes(event.data), "more_body": True})
        elif isinstance(event, h11.EndOfMessage):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        elif isinstance(event, h11.ConnectionClosed):
            raise h11.RemoteProtocolError("web hung up before it answered")


@asynccontextmanager
async def _web() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect to web; while it restarts nothing has been sent yet, so any request may wait."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            reader, writer = await asyncio.open_connection(HOST or "127.0.0.1", int(PORT))
            break
        except ConnectionRefusedError:
            if asyncio.get_running_loop().time() > until:
                raise
            await asyncio.sleep(0.1)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _refuse(send: Send) -> None:
    """Say in one line that web does not answer."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"5")]
    await send({"type": "http.response.start", "status": 502, "headers": headers})
    await send({"type": "http.response.body", "body": b"The portal is restarting. Try again in a few seconds.\n"})
