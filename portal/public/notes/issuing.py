"""Making a release note: signed once for each release, printed once in each language, kept with its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC

from django.db import transaction
from django.utils.translation import gettext as _

from clearance import clock
from clearance.acting import as_system
from clearance.models import Declaration, Event
from clearance.reading.trader import content_of
from clearance.workflow import RELEASED, Refused, State
from portal.public import codes
from portal.public.models import NotePaper, ReleaseNote
from portal.public.notes import keys, sealing
from portal.public.notes.paper import printed

GENUINE, REVOKED = "genuine", "revoked"


def may_be_issued(declaration: Declaration) -> bool:
    """Whether the goods are out: after it is closed, too, unless they were called back."""
    if keys.signing() is None or declaration.released_at is None:
        return False
    if declaration.state in RELEASED:
        return True
    return declaration.state == State.CLOSED and not _is_recalled(declaration)


def paper_of(declaration: Declaration, language: str, *, address: Callable[[str], str]) -> NotePaper:
    """The paper in this language, made when it is first asked for; `address` makes the web address of a code.

    The declaration is one the actor may see. Raises Refused while there is nothing to certify.
    """
    key = keys.signing()
    if key is None:
        raise Refused("no_key", _("This portal has no key for release notes yet. Its operator sets RELEASE_NOTE_KEY."))
    if not may_be_issued(declaration):
        raise Refused("not_released", _("There is a release note only while the goods are released."))
    assert declaration.released_at is not None
    made = NotePaper.objects.filter(
        declaration=declaration, note__released_at=declaration.released_at, language=language
    ).first()
    if made is not None:
        return made
    with transaction.atomic(), as_system():
        # The lock lets two who ask at the same moment have one note.
        Declaration.objects.select_for_update(no_key=True).get(pk=declaration.pk)
        note = ReleaseNote.objects.filter(declaration=declaration, released_at=declaration.released_at).first()
        note = note or _sign(declaration)
        known = NotePaper.objects.filter(note=note, language=language).first()
        if known is not None:
            return known
        body = sealing.seal(printed(note, declaration, language, address=address(note.code)), key)
        return NotePaper.objects.create(
            note=note,
            declaration=declaration,
            company_id=declaration.company_id,
            language=language,
            digest=hashlib.sha256(body).hexdigest(),
            size=len(body),
            body=body,
            made_at=clock.now(),
        )


def standing_of(note: ReleaseNote) -> str:
    """Whether a note still holds: not when the goods were called back or another version was released."""
    declaration = note.declaration
    holds = (
        declaration.released_at == note.released_at
        and declaration.released_version == note.version
        and declaration.state != State.REFUSED
        and not _is_recalled(declaration)
    )
    return GENUINE if holds else REVOKED


def _is_recalled(declaration: Declaration) -> bool:
    return Event.objects.filter(declaration=declaration, kind="declaration.recall").exists()


def _sign(declaration: Declaration) -> ReleaseNote:
    key = keys.signing()
    assert key is not None
    assert declaration.released_at is not None
    assert declaration.released_version is not None
    content = content_of(declaration)
    with_conditions = Event.objects.filter(declaration=declaration, moved_to=State.RELEASED_WITH_CONDITIONS).exists()
    said = sealing.Said(
        c=codes.chance(codes.NOTE),
        r=declaration.reference,
        n=declaration.released_version,
        s=str(State.RELEASED_WITH_CONDITIONS if with_conditions else State.RELEASED),
        t=declaration.released_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        o=declaration.office_id or "",
        v=declaration.vehicle,
        h=sealing.items_hash(content.get("items") or []),
        k=sealing.key_id(key.public_key()),
    )
    return ReleaseNote.objects.create(
        declaration=declaration,
        company_id=declaration.company_id,
        version=said.n,
        code=said.c,
        key_id=said.k,
        payload=sealing.signed(said, key),
        released_at=declaration.released_at,
        made_at=clock.now(),
    )
