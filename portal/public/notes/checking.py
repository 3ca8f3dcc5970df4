"""What the portal says of a release note that somebody holds: genuine, revoked, altered or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from clearance.acting import as_system
from clearance.followers import Note
from clearance.models import Office
from portal.public import codes
from portal.public.models import ReleaseNote
from portal.public.notes import keys, sealing
from portal.public.notes.issuing import GENUINE, REVOKED, standing_of

ALTERED, UNKNOWN = "altered", "unknown"


@dataclass(frozen=True)
class Finding:
    """What a note is, and what it truly says (nothing for one that is altered or unknown)."""

    standing: str
    code: str = ""
    reference: str = ""
    vehicle: str = ""
    office: str = ""
    released_at: datetime | None = None
    with_conditions: bool = False

    @property
    def written(self) -> str:
        """The code as people read it."""
        return codes.grouped(self.code)


def by_code(code: str, payload: str = "") -> Finding:
    """What the note of this code is; a signed payload that came with it must be genuine and its own."""
    plain = codes.plain(code)
    if payload:
        try:
            said = sealing.opened(payload, keys.by_id())
        except sealing.NotGenuine:
            return Finding(ALTERED, plain)
        if said.c != plain:
            return Finding(ALTERED, plain)
    return _of(plain)


def by_bytes(given: bytes) -> Finding:
    """What this file is: the code, the signature of what it says, and every byte of it."""
    try:
        said = sealing.read(given, keys.by_id())
    except sealing.NotGenuine as found:
        return Finding(UNKNOWN if found.why in {"unreadable", "unknown_key"} else ALTERED)
    return _of(said.c)


def by_text(typed: str) -> Finding:
    """What was typed or scanned is: a code, a payload, or the text of the square with both."""
    if sealing.PAYLOAD.search(typed.encode()):
        return by_bytes(typed.encode())
    return by_code(typed.rstrip("/").rpartition("/")[2])


def as_note(typed: str) -> Note | None:
    """What was scanned or typed as others may rely on it; None for what does not look like a note."""
    if not (sealing.PAYLOAD.search(typed.encode()) or "/verify/" in typed or codes.looks_like(typed, codes.NOTE)):
        return None
    found = by_text(typed)
    if found.standing == UNKNOWN and "/verify/" not in typed:
        return None
    return Note(found.standing == GENUINE, found.standing, found.reference)


def _of(code: str) -> Finding:
    with as_system():
        note = ReleaseNote.objects.select_related("declaration").filter(code=code).first() if code else None
        if note is None:
            return Finding(UNKNOWN, code)
        said = sealing.opened(note.payload, keys.by_id()) if note.key_id in keys.by_id() else None
        if said is None:
            return Finding(UNKNOWN, code)
        return Finding(
            standing_of(note),
            code,
            said.r,
            said.v,
            str(Office.objects.filter(pk=said.o).first() or said.o),
            datetime.fromisoformat(said.t).astimezone(UTC),
            said.s == "released_with_conditions",
        )


__all__ = ["ALTERED", "GENUINE", "REVOKED", "UNKNOWN", "Finding", "as_note", "by_bytes", "by_code", "by_text"]
