"""Pictures made for tests: small, whole, and with in them whatever a camera or somebody hostile would write."""

from __future__ import annotations

import struct
import zlib

GPS = b"43 deg 14' 20\" N, 76 deg 56' 42\" E"


def exif(*, orientation: int = 1, order: str = "<") -> bytes:
    """EXIF data as a telephone writes them: which way up, the maker, and a directory with the place (tag 0x8825)."""
    entries = 3
    after = 8 + 2 + 12 * entries + 4
    head = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 8)
    maker, place = b"Telephone\x00", struct.pack(order + "HHHII", 1, 2, 2, len(GPS), after + 10 + 18) + b"\x00" * 4
    directory = struct.pack(order + "H", entries)
    directory += struct.pack(order + "HHII", 0x010F, 2, len(maker), after)
    directory += struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    directory += struct.pack(order + "HHII", 0x8825, 4, 1, after + len(maker))
    return head + directory + b"\x00" * 4 + maker + place + GPS


def segment(mark: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body


def jpeg(
    *, width: int = 16, height: int = 8, about: bytes = b"", extra: bytes = b"", behind: bytes = b"", drawn: bytes = b""
) -> bytes:
    """A grey JPEG of 16 by 8; `about` is EXIF, `extra` other segments, `behind` what follows the end of the picture."""
    tables = segment(0xDB, b"\x00" + b"\x01" * 64)
    tables += segment(0xC4, b"\x00" + b"\x01" + b"\x00" * 15 + b"\x00")  # one code each: no change, end of block
    tables += segment(0xC4, b"\x10" + b"\x01" + b"\x00" * 15 + b"\x00")
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + (drawn or b"\x0f")  # two blocks, filled up with ones
    notes = segment(0xE1, b"Exif\x00\x00" + about) if about else b""
    jfif = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + jfif + notes + extra + tables + frame + scan + b"\xff\xd9" + behind


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*, width: int = 2, height: int = 2, extra: bytes = b"", behind: bytes = b"") -> bytes:
    """A white PNG of two by two; `extra` are chunks before the picture, `behind` what follows its end."""
    rows = b"".join(b"\x00" + b"\xff" * 2 for _row in range(2))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"") + behind
    )  # fmt: skip
