"""Where a webhook may lead: to public addresses only, so that nobody uses the portal to reach what lies behind it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

NAT64 = ipaddress.ip_network("64:ff9b::/96")
LONGEST = 500


class Barred(Exception):
    """An address a webhook may not lead to; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parsed(url: str) -> SplitResult:
    """The parts of an address that may be called as far as its spelling goes; raises Barred."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Barred("not_an_address") from error
    if not url.isprintable() or " " in url or len(url) > LONGEST or port == 0:
        raise Barred("not_an_address")
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_TO_PRIVATE):
        raise Barred("not_https")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise Barred("not_an_address")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return parts
    if not may_be_called(str(literal)):
        raise Barred("private_address")
    return parts


async def resolved(parts: SplitResult) -> str:
    """The address to connect to; raises Barred when the name leads, also among others, where it must not."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Barred("unknown_name") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise Barred("unknown_name")
    if not all(may_be_called(address) for address in addresses):
        raise Barred("private_address")
    return addresses[0]


def may_be_called(text: str) -> bool:
    """Whether an address is public, also behind the ways of writing IPv4 in IPv6; private ones where a setting allows."""
    if settings.WEBHOOKS_TO_PRIVATE:
        return True
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address in NAT64:
            address = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        elif address.sixtofour is not None or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
