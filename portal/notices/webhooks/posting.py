"""Posting over the network: to the address that was checked, without redirects, within limits of time and size."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import httpx

from portal.notices.webhooks import addresses
from portal.notices.webhooks.addresses import Barred

SECONDS = 10.0
CONNECT_SECONDS = 5.0
LONGEST_ANSWER = 500
AGENT = "SingleWindow-Webhooks/1"


@dataclass(frozen=True)
class Parcel:
    """What is to be posted where; those of one `lane` go one after the other."""

    key: int
    lane: int
    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What came back: a status and the beginning of the answer, or why there is none."""

    status: int | None = None
    fault: str = ""
    answer: str = ""
    milliseconds: int = 0

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post_all(parcels: Sequence[Parcel], *, seconds: float) -> dict[int, Outcome]:
    """Post, every lane beside the others; what was not begun in time, or stands behind a failure, is left out.

    In a thread of its own: whoever calls may have a loop running already.
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, _post_all(parcels, until=time.monotonic() + seconds)).result()


async def _post_all(parcels: Sequence[Parcel], *, until: float) -> dict[int, Outcome]:
    lanes: dict[int, list[Parcel]] = {}
    for parcel in parcels:
        lanes.setdefault(parcel.lane, []).append(parcel)
    outcomes: dict[int, Outcome] = {}
    limits = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
    async with httpx.AsyncClient(verify=_trust(), timeout=limits, follow_redirects=False, trust_env=False) as client:
        await asyncio.gather(*(_post_lane(client, lane, outcomes, until) for lane in lanes.values()))
    return outcomes


async def _post_lane(
    client: httpx.AsyncClient, parcels: Sequence[Parcel], outcomes: dict[int, Outcome], until: float
) -> None:
    for parcel in parcels:
        if time.monotonic() >= until:
            return
        outcome = outcomes[parcel.key] = await _post(client, parcel)
        if not outcome.is_taken:
            return


async def _post(client: httpx.AsyncClient, parcel: Parcel) -> Outcome:
    began = time.monotonic()
    try:
        async with asyncio.timeout(SECONDS):
            status, answer = await _exchange(client, parcel)
            return Outcome(status, "", answer, _since(began))
    except Barred as error:
        fault = error.code
    except (TimeoutError, httpx.TimeoutException):
        fault = "too_slow"
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError, ValueError):
        fault = "no_connection"
    return Outcome(None, fault, "", _since(began))


async def _exchange(client: httpx.AsyncClient, parcel: Parcel) -> tuple[int, str]:
    """One request to the address the name leads to at this moment; a certificate must still be the name's."""
    parts = addresses.parsed(parcel.url)
    address = await addresses.resolved(parts)
    url = httpx.URL(parcel.url)
    request = client.build_request(
        "POST",
        url.copy_with(host=address),
        content=parcel.body,
        headers={
            **parcel.headers,
            "Host": url.netloc.decode("ascii"),
            "Content-Type": "application/json",
            "User-Agent": AGENT,
            "Accept-Encoding": "identity",
        },
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )
    response = await client.send(request, stream=True)
    try:
        return response.status_code, await _beginning(response)
    finally:
        await response.aclose()


async def _beginning(response: httpx.Response) -> str:
    """The beginning of an answer, as text that can be stored; the rest is never read."""
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= LONGEST_ANSWER:
            break
    text = read[:LONGEST_ANSWER].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates this machine trusts."""
    return ssl.create_default_context()


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
