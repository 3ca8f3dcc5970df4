"""Frames as the devices themselves make them: eSeal's lines of text and Huasheng's packets, passed on as they come. Pure."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from agencies.customs.tracking.forms import eseal
from agencies.customs.tracking.points import Said
from agencies.customs.tracking.wire import MOST_BYTES, MOST_POINTS, Reading, moment, refuse, text
from clearance.acts import Problems

END = b"\xc0"
ESCAPED = ((b"\xdb\xdc", b"\xc0"), (b"\xdb\xdd", b"\xdb"))
HEAD = struct.Struct(">HHHHI")
PLACED = struct.Struct(">HH12siiHHHH")
PART = struct.Struct(">HH")
POSITION, FAULTS = 0xAA00, 0xAA12
VIN, IMEI, CODES = 0x0009, 0x000F, 0x0001


def read(query: str, body: bytes) -> Reading:
    """Every frame of a call; those that only greet are passed over."""
    if len(body) > MOST_BYTES:
        refuse("too_large", "", _("Send less than one megabyte at a time."))
    if body.lstrip()[:2] == b"##":
        frames: list[str | bytes] = list(eseal.frames_of(body.decode("utf-8", "replace")))
    else:
        frames = list(_packets(_binary(body)))
    if not frames:
        refuse("no_frame", "", _("Send the frames of a seal or tracker as they are."))
    if len(frames) > MOST_POINTS:
        refuse("too_many", "", _("Send at most %(most)d at a time.") % {"most": MOST_POINTS})
    reading = Reading()
    for number, frame in enumerate(frames):
        here = f"/{number}"
        try:
            said = eseal.said_by(frame, here) if isinstance(frame, str) else _said_by(frame, here)
        except Problems as faults:
            reading.problems += faults.problems
            continue
        if said is None:
            reading.passed_over += 1
        else:
            reading.said.append(said)
    return reading


def _binary(body: bytes) -> bytes:
    """The bytes, written as hexadecimal digits or not."""
    if re.fullmatch(rb"[0-9a-fA-F\s]+", body):
        try:
            return bytes.fromhex(body.decode("ascii"))
        except ValueError:
            return b""
    return body


def _packets(body: bytes) -> Iterator[bytes]:
    """What stands between two marks, by the length a packet names: some units leave a mark inside unescaped."""
    start = body.find(END)
    while start >= 0 and start + 1 < len(body):
        end = start + 1 + int.from_bytes(body[start + 3 : start + 5], "big")
        if body[end : end + 1] != END:
            end = body.find(END, start + 1)
        packet = body[start + 1 : end if end > start else len(body)]
        for written, meant in ESCAPED:
            packet = packet.replace(written, meant)
        if packet:
            yield packet
        start = body.find(END, max(end, start) + 1)


def _said_by(packet: bytes, pointer: str) -> Said | None:
    try:
        _flag, _length, kind, _check, _index = HEAD.unpack_from(packet)
        if kind == POSITION:
            return _placed(packet, pointer)
        if kind == FAULTS:
            parts = _parts(packet, HEAD.size)
            return Said(
                pointer=pointer, number=_text(parts.get(IMEI)), facts={"faults": _faults(parts.get(CODES, b""))}
            )
    except struct.error:
        refuse("frame_cut_short", pointer, _("This frame is cut short."))
    return None


def _placed(packet: bytes, pointer: str) -> Said:
    status, event, at, longitude, latitude, speed, course, altitude, _way = PLACED.unpack_from(packet, HEAD.size)
    parts = _parts(packet, HEAD.size + PLACED.size)
    has_fix = bool(latitude or longitude)
    return Said(
        pointer=pointer,
        number=_text(parts.get(IMEI)),
        at=_moment(at),
        latitude=latitude / 1e5 if has_fix else None,
        longitude=longitude / 1e5 if has_fix else None,
        speed_kmh=float(speed),
        course=float(course),
        facts={"status": f"{status:04x}", "event": event, "altitude": altitude, "vin": _text(parts.get(VIN))},
    )


def _parts(packet: bytes, start: int) -> dict[int, bytes]:
    """What follows the head: parts with a number and a length of their own; a broken tail ends them."""
    found = {}
    while start + PART.size <= len(packet):
        number, length = PART.unpack_from(packet, start)
        if length < PART.size:
            break
        found[number] = packet[start + PART.size : start + length]
        start += length
    return found


def _faults(part: bytes) -> str:
    """Trouble codes of the vehicle: two bits of system, fourteen of number."""
    codes = (int.from_bytes(part[at : at + 2], "big") for at in range(0, len(part) - 1, 2))
    return text(" ".join(f"{'PCBU'[code >> 14]}{code & 0x3FFF:04X}" for code in codes))


def _text(part: bytes | None) -> str:
    return text((part or b"").decode("ascii", "replace"), 60)


def _moment(digits: bytes) -> datetime | None:
    """Year to second in two digits each; None where the device's clock was never set."""
    said = digits.decode("ascii", "replace")
    try:
        return moment(f"20{said[:2]}-{said[2:4]}-{said[4:6]}T{said[6:8]}:{said[8:10]}:{said[10:12]}Z", "")
    except Problems:
        return None
