"""Files of a declaration: kept at once when they come, used again from earlier ones, taken away while it is a draft."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clearance import file_kinds, pictures, record, scanning
from clearance.acting import Actor
from clearance.content import Problem, Problems
from clearance.models import Declaration, Document
from clearance.permissions import may_act_for
from clearance.record import Happened
from clearance.services import found
from clearance.workflow import AT_WORK, Refused, State

OPEN_FOR_FILES = AT_WORK | {State.DRAFT, State.RELEASED_WITH_CONDITIONS}


def attach(actor: Actor, *, reference: str, name: str, data: bytes, type: str, number: str = "") -> Document:
    """Keep a file; the same file under the same type is attached once. What it is, its content says."""
    return keep(actor, _open(actor, reference), name=name, data=data, type=type, number=number)


def keep(actor: Actor, declaration: Declaration, *, name: str, data: bytes, type: str, number: str = "") -> Document:
    """Keep a file with the locked declaration; whoever calls this has asked whether it may be added.

    A picture is kept without what the camera wrote into it.
    """
    if problem := file_kinds.what_is_wrong_with(data):
        raise Problems([problem])
    if pictures.is_picture(data):
        data = _cleaned(data)
    digest = hashlib.sha256(data).hexdigest()
    if before := _there(declaration, digest, type):
        return before
    media_type = file_kinds.media_type_of(data)
    return _keep(
        actor,
        declaration,
        type=type[:40],
        number=number[:70],
        name=file_kinds.name_of(name, media_type),
        media_type=media_type,
        digest=digest,
        size=len(data),
        scan=scanning.scan(data),
        body=data,
    )


def use_again(actor: Actor, *, reference: str, uuid: UUID) -> Document:
    """Attach a file that the company attached to another declaration before."""
    declaration = _open(actor, reference)
    earlier = found.must_find(earlier_files(declaration).defer(None).filter(uuid=uuid), str(uuid))
    if before := _there(declaration, earlier.digest, earlier.type):
        return before
    copied = ("type", "number", "name", "media_type", "digest", "size", "scan", "body")
    return _keep(actor, declaration, **{name: getattr(earlier, name) for name in copied})


def take_away(actor: Actor, *, reference: str, uuid: UUID) -> None:
    """Take a wrong file out of a draft; what was filed stays."""
    declaration = _open(actor, reference)
    if declaration.state != State.DRAFT:
        raise Refused("illegal_move", _("Files of a filed declaration stay: agencies may have looked at them."))
    document = Document.objects.filter(declaration=declaration, uuid=uuid).defer("body").first()
    if document is None:
        return  # pressed twice
    event = Happened("document.removed", {"type": document.type, "digest": document.digest, "name": document.name})
    document.delete()
    record.write(declaration, actor, [event])


def call_anew(actor: Actor, *, reference: str, uuid: UUID, type: str, number: str) -> None:
    """Keep a file under the corrected kind and number of its paper; what was filed under the old ones stays."""
    declaration = _open(actor, reference)
    before = Document.objects.filter(declaration=declaration, uuid=uuid).first()
    if before is None:
        return
    copied = ("name", "media_type", "digest", "size", "scan", "body")
    if declaration.state == State.DRAFT:
        take_away(actor, reference=reference, uuid=uuid)
    _keep(actor, declaration, type=type[:40], number=number[:70], **{name: getattr(before, name) for name in copied})


def earlier_files(declaration: Declaration, words: str = "") -> QuerySet[Document]:
    """The files of the same company at its other declarations, without their bodies, each content once."""
    others = Document.objects.filter(company_id=declaration.company_id).exclude(declaration=declaration)
    for word in words.split():
        others = others.filter(name__icontains=word) | others.filter(number__icontains=word)
    newest = others.order_by("digest", "type", "-added_at").distinct("digest", "type").values("pk")
    return (
        Document.objects.filter(pk__in=newest)
        .select_related("declaration")
        .only("uuid", "type", "number", "name", "size", "scan", "added_at", "declaration__reference")
        .order_by("-added_at", "-pk")
    )


def _open(actor: Actor, reference: str) -> Declaration:
    declaration = found.declaration(actor, reference)
    may_act_for(actor, declaration.company_id)
    if State(declaration.state) not in OPEN_FOR_FILES:
        raise Refused("illegal_move", _("Files can be added only while the declaration is being dealt with."))
    return declaration


def _cleaned(picture: bytes) -> bytes:
    try:
        return pictures.cleaned(picture)
    except pictures.Unfit as unfit:
        raise Problems([Problem(unfit.code, "/file", unfit.sentence)]) from unfit


def _there(declaration: Declaration, digest: str, type: str) -> Document | None:
    return Document.objects.filter(declaration=declaration, digest=digest, type=type[:40]).defer("body").first()


def _keep(actor: Actor, declaration: Declaration, **fields: Any) -> Document:
    by = None if actor.system else actor.person  # an addressee of a postal item has no account
    document = Document.objects.create(
        company_id=declaration.company_id, declaration=declaration, added_by_id=by, **fields
    )
    event = Happened(
        "document.added", {"document": str(document.uuid), "type": document.type, "digest": document.digest}
    )
    record.write(declaration, actor, [event])
    return document
