"""Which way up a picture is: the one thing worth keeping of what a camera writes (EXIF, tag 274)."""

import struct

UPRIGHT = 1
_ORIENTATION, _SHORT = 274, 3


def turned(exif: bytes) -> int:
    """The orientation in EXIF data, 1 to 8; upright where it says nothing that can be read."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(exif[:4])
    if order is None:
        return UPRIGHT
    try:
        (at,) = struct.unpack_from(order + "I", exif, 4)
        (entries,) = struct.unpack_from(order + "H", exif, at)
        for entry in range(entries):
            tag, kind, _count, value = struct.unpack_from(order + "HHIH", exif, at + 2 + 12 * entry)
            if (tag, kind) == (_ORIENTATION, _SHORT):
                return value if 1 <= value <= 8 else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def exif_of(orientation: int) -> bytes:
    """EXIF data that say which way up a picture is and nothing else."""
    return struct.pack(">4sIHHHIHHI", b"MM\x00*", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
