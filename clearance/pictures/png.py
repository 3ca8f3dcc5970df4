"""A PNG taken apart into its chunks: those that draw the picture stay, words and what follows the end go."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from clearance.pictures.turning import UPRIGHT, exif_of, turned
from clearance.pictures.unfit import MOST_PARTS, broken, must_be_of_fair_size

BEGINS = b"\x89PNG\r\n\x1a\n"
# A colour profile (iCCP) is packed and could unpack without end; without it the colours are those of most screens.
_DRAWING = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"IDAT"}
)
_END = b"IEND"
_SIZE = struct.Struct(">II")


def cleaned(data: bytes) -> bytes:
    """The same picture with nothing in it that does not draw it."""
    orientation, kept, names = UPRIGHT, [], []
    for name, body in _chunks(data):
        if name == b"eXIf":
            orientation = turned(body)
        if name in _DRAWING:
            kept.append(_chunk(name, body))
            names.append(name)
    if names[:1] != [b"IHDR"] or names.count(b"IHDR") != 1 or b"IDAT" not in names:
        raise broken()
    must_be_of_fair_size(*_SIZE.unpack_from(kept[0], 8))
    if orientation != UPRIGHT:
        kept.insert(1, _chunk(b"eXIf", exif_of(orientation)))
    return b"".join([BEGINS, *kept, _chunk(_END, b"")])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk up to the end of the picture, its sum checked."""
    at = len(BEGINS)
    for _part in range(MOST_PARTS):
        head = data[at : at + 8]
        if len(head) < 8:
            raise broken()
        length, name = int.from_bytes(head[:4]), head[4:]
        body = data[at + 8 : at + 8 + length]
        if data[at : at + 12 + length] != _chunk(name, body) or (name == b"IHDR" and length != 13):
            raise broken()
        if name == _END:
            return
        yield name, body
        at += 12 + length
    raise broken()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
