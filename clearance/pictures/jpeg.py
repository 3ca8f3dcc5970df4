"""A JPEG taken apart into its segments: those that draw the picture stay, notes and what follows the end go."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from clearance.pictures.turning import UPRIGHT, exif_of, turned
from clearance.pictures.unfit import MOST_PARTS, broken, must_be_of_fair_size

BEGINS = b"\xff\xd8\xff"
_START, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN, _EXIF = 0xDA, 0xE1
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DRAWING = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, _SCAN}
_DRAWING_WHEN = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
"""Segments of applications that say how colours are meant."""
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MARK = re.compile(rb"[^\xff]")
_MOST_SCANS = 100
"""Each scan is drawn over the whole picture: thousands of them keep a machine busy for minutes."""


def cleaned(data: bytes) -> bytes:
    """The same picture with nothing in it that does not draw it."""
    orientation, frames, scans = UPRIGHT, 0, 0
    kept: list[bytes] = []
    for mark, body, drawn in _segments(data):
        if mark in _FRAMES:
            frames += 1
            _check_frame(body)
        if mark == _EXIF and body.startswith(b"Exif\x00\x00"):
            orientation = turned(body[6:])
        if mark in _DRAWING or (mark in _DRAWING_WHEN and body.startswith(_DRAWING_WHEN[mark])):
            kept.append(_segment(mark, body) + drawn)
        scans += mark == _SCAN
    if frames != 1 or not 1 <= scans <= _MOST_SCANS:
        raise broken()
    if orientation != UPRIGHT:
        # Right behind the JFIF segment, where there is one: readers look for it there.
        first = 1 if kept[0][1] == 0xE0 else 0
        kept.insert(first, _segment(_EXIF, b"Exif\x00\x00" + exif_of(orientation)))
    return b"".join([_START, *kept, _END])


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each segment up to the end of the picture: its mark, its body, and behind a scan what it draws."""
    at = len(_START)
    for _part in range(MOST_PARTS):
        if data[at : at + 1] != b"\xff":
            raise broken()
        behind = _MARK.search(data, at)  # any number of 255 may stand before a mark
        if behind is None:
            raise broken()
        if behind[0] == _END[1:]:
            return
        at = behind.start()
        try:
            mark, length = struct.unpack_from(">BH", data, at)
        except struct.error:
            raise broken() from None
        body = data[at + 3 : at + 1 + length]
        if length < 2 or len(body) != length - 2:
            raise broken()
        at += 1 + length
        ends = at
        if mark == _SCAN:
            found = _END_OF_SCAN.search(data, at)
            if found is None:
                raise broken()
            ends = found.start()
        yield mark, body, data[at:ends]
        at = ends
    raise broken()


def _segment(mark: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body


def _check_frame(body: bytes) -> None:
    if len(body) < 6:
        raise broken()
    _depth, height, width = struct.unpack_from(">BHH", body)
    must_be_of_fair_size(width, height)
