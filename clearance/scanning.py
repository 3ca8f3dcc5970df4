"""Asking a virus scanner about a file before it is kept: clamd's INSTREAM, over TCP or a socket of the machine."""

from __future__ import annotations

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem, Problems
from clearance.workflow import Scan

log = logging.getLogger(__name__)
PIECE = 64 * 1024


def scan(data: bytes) -> Scan:
    """CLEAN, or NOT_SCANNED where no scanner is configured; raises Problems for what is found and for no answer."""
    address: str = settings.CLAMD
    if not address:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(address, data)
    except OSError as fault:
        log.error("the virus scanner at %s does not answer: %s", address, fault)
        answer = ""
    if answer.endswith(" OK"):
        return Scan.CLEAN
    if answer.endswith(" FOUND"):
        log.warning("a file was refused: %s", answer)
        raise Problems(
            [
                Problem(
                    "file_infected",
                    "/file",
                    _(
                        "A virus was found in the file, and it was not kept. Check your computer, then choose a clean copy."
                    ),
                )
            ]
        )
    raise Problems(
        [
            Problem(
                "file_not_scanned",
                "/file",
                _(
                    "The file cannot be checked for viruses at the moment, so it was not kept. Try again in a few minutes."
                ),
            )
        ]
    )


def _ask(address: str, data: bytes) -> str:
    """Send the file in pieces; the answer is one line: `stream: OK`, `stream: Some.Name FOUND`, or an error."""
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            part = connection.recv(1024)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(settings.CLAMD_SECONDS)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=settings.CLAMD_SECONDS)
