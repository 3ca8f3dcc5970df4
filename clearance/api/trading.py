"""Calls of traders about a filed declaration; arrival and payment, which officers confirm."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status
from pydantic import ValidationError as Invalid

from clearance.api import bodies, shapes, showing
from clearance.api.declarations import BODY, actor_of, filed_answer
from clearance.api.errors import Turned
from clearance.api.invalid import problems_of
from clearance.api.reading import JSON, declaration_of, json_of
from clearance.content import Problem, Problems
from clearance.services import arriving, files, paying, stopping, trading

router = Router(tags=["declarations"])


@router.post("declarations/{reference}/present", url_name="present", response=shapes.Line)
def present(request: HttpRequest, reference: str, asked: bodies.Presentation | None = None) -> Any:
    """Say that the goods are there: by a trader a notice, by an officer of customs the confirmation."""
    asked = asked or bodies.Presentation()
    declaration = arriving.present(actor_of(request), reference=reference, at=asked.at, office=asked.office)
    return showing.summary(declaration)


@router.post("declarations/{reference}/payments", url_name="payments", response={200: shapes.Line, 201: shapes.Line})
def pay(request: HttpRequest, reference: str, asked: bodies.PaymentIn) -> Any:
    """Record what was paid or secured; the same payment reference twice is one."""
    declaration, created = paying.pay(
        actor_of(request),
        reference=reference,
        amount=asked.amount,
        currency=asked.currency,
        payment_reference=asked.reference,
        kind=asked.kind,
    )
    return Status(201 if created else 200, showing.summary(declaration))


@router.post("declarations/{reference}/amend", url_name="amend", response=shapes.Filed, openapi_extra=BODY)
def amend(request: HttpRequest, reference: str, version: Annotated[int | None, Query(ge=1, le=100_000)] = None) -> Any:
    """Replace the whole content: `{"content": …, "version": 1}`, or the declaration alone with `?version=1`."""
    received = declaration_of(request)
    looked_at = received.version if received.version is not None else version
    if looked_at is None:
        text = _("Enter the version you looked at, so that two changes never overwrite each other.")
        raise Problems([Problem("missing", "/version", text)])
    try:
        declaration = trading.amend(
            actor_of(request),
            reference=reference,
            content=received.content,
            version=looked_at,
            signature=received.signature,
            original=received.original,
        )
    except Problems as error:
        raise Problems(received.located(error.problems)) from error
    return filed_answer(request, declaration)


@router.post("declarations/{reference}/withdraw", url_name="withdraw", response=shapes.Line)
def withdraw(request: HttpRequest, reference: str, asked: bodies.Withdrawal) -> Any:
    """Take a filed declaration back before release."""
    return showing.summary(trading.withdraw(actor_of(request), reference=reference, reason=asked.reason))


@router.post("declarations/{reference}/answers", url_name="answers", response=shapes.QuestionOut)
def answer(request: HttpRequest, reference: str, asked: bodies.AnswerIn) -> Any:
    """Answer an officer's question."""
    actor = actor_of(request)
    question = trading.answer(actor, question=uuid_of(asked.question, "/question"), text=asked.text)
    if question.declaration.reference != reference.strip().upper():
        raise Turned(404)
    return showing.question(question)


@router.post(
    "declarations/{reference}/documents",
    url_name="documents",
    response={201: shapes.DocumentOut},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": bodies.DocumentIn.model_json_schema()},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file", "type"],
                        "properties": {
                            "file": {"type": "string", "format": "binary"},
                            "type": {"type": "string"},
                            "number": {"type": "string"},
                        },
                    }
                },
            },
        }
    },
)
def attach(request: HttpRequest, reference: str) -> Any:
    """Attach a file: PDF, PNG, JPEG or XML of at most 10 MB; the same file under the same type is attached once.

    A picture is kept without what the camera wrote into it; digest and size are those of what is kept.
    """
    asked, data = _file_of(request)
    document = files.attach(
        actor_of(request),
        reference=reference,
        name=asked.name,
        data=data,
        type=asked.type,
        number=asked.number,
    )
    shown = {name: getattr(document, name) for name in ("name", "type", "number", "media_type", "digest", "size")}
    return Status(201, {"id": str(document.uuid), **shown})


@router.post("declarations/{reference}/split", url_name="split", response=shapes.SplitOut)
def split(request: HttpRequest, reference: str, asked: bodies.SplitIn | None = None) -> Any:
    """Let the allowed items go on without the refused ones."""
    signature = asked.signature if asked else None
    kept, refused = trading.split(actor_of(request), reference=reference, signature=signature)
    return {"kept": showing.summary(kept), "refused": showing.summary(refused)}


@router.post("declarations/{reference}/disposal", url_name="disposal", response=shapes.Line)
def dispose(request: HttpRequest, reference: str, asked: bodies.DisposalIn) -> Any:
    """Record what happens to refused goods; with it the declaration ends."""
    return showing.summary(stopping.dispose(actor_of(request), reference=reference, disposal=asked.disposal))


@router.post("declarations/{reference}/refuse_registration", url_name="refuse_registration", response=shapes.Line)
def refuse_registration(request: HttpRequest, reference: str, asked: bodies.RefusalIn) -> Any:
    """Refuse registration, with every reason at once."""
    declaration = stopping.refuse_registration(actor_of(request), reference=reference, reasons=asked.reasons)
    return showing.summary(declaration)


def uuid_of(text: str, pointer: str) -> str:
    """A UUID in its usual form; raises Turned (404), because no such thing exists."""
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise Turned(
            404, [Problem("not_found", pointer, _("There is no such thing, or you may not see it."))]
        ) from error


def _file_of(request: HttpRequest) -> tuple[bodies.DocumentIn, bytes]:
    if request.content_type == JSON:
        try:
            asked = bodies.DocumentIn.model_validate(json_of(request.body))
        except Invalid as error:
            raise Problems(problems_of(error.errors(include_url=False))) from error
        try:
            return asked, base64.b64decode(asked.data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Problems([Problem("base64", "/data", _("Send the file in base64."))]) from error
    if request.content_type != "multipart/form-data":
        raise Turned(415, [Problem("unsupported_media_type", "", _("Send multipart/form-data or application/json."))])
    file = request.FILES.get("file")
    if file is None:
        raise Problems([Problem("missing", "/file", _("Choose a file."))])
    given = {name: str(request.POST[name]) for name in ("type", "number") if name in request.POST}
    try:
        asked = bodies.DocumentIn.model_validate(
            {"name": (file.name or "")[:200], "media_type": file.content_type or "", "data": "", **given}
        )
    except Invalid as error:
        raise Problems(problems_of(error.errors(include_url=False))) from error
    return asked, file.read()
