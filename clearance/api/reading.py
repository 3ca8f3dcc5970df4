"""Reading what a program sends: media type, JSON that can be stored, a declaration in JSON or XML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from clearance import messages
from clearance.api.errors import Turned
from clearance.content import Problem, Problems, pointer_to, read_json
from clearance.messages import Message
from clearance.services.filing import Original

JSON, XML = "application/json", "application/xml"
XML_TYPES = frozenset({XML, "text/xml"})
ENVELOPE = frozenset({"content", "signature", "version"})
DEEPEST = 32
TOO_LARGE = frozenset({"too_large"})


@dataclass(frozen=True)
class Received:
    """A declaration as a program sent it; `message` only for XML."""

    content: dict[str, Any]
    digest: str
    signature: Mapping[str, Any] | None = None
    version: int | None = None
    message: Message | None = None
    original: Original | None = None
    prefix: str = ""

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the content, located in what was sent."""
        if self.message is not None:
            return self.message.located(problems)
        return [_moved(problem, self.prefix) for problem in problems]


class StrictParser(Parser):
    """JSON bodies of the other calls: the same strictness, the same errors."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value of the body; raises Turned (415) or Problems."""
        if request.content_type != JSON:
            raise Turned(415)
        return json_of(request.body)


def declaration_of(request: HttpRequest) -> Received:
    """The declaration in the body; raises Turned (413, 415) and Problems with every fault of its form."""
    body = request.body
    if request.content_type == JSON:
        received = _from_json(body)
    elif request.content_type in XML_TYPES:
        received = _from_xml(body, request.content_type)
    else:
        raise Turned(415)
    return received


def json_of(body: bytes) -> Any:
    """A JSON value whose texts can be stored; raises Problems."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Problems([Problem("not_utf8", "", _("Send the text as UTF-8."))]) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        text = _("Mend the JSON: the text stops being JSON there.")
        raise Problems([Problem("not_json", "", text, line=line)]) from error
    if problems := list(_unstorable(value)):
        raise Problems(problems)
    return value


def _from_json(body: bytes) -> Received:
    digest = hashlib.sha256(body).hexdigest()
    outer: Any = None
    with suppress(ValueError, RecursionError):  # `read_json` says what is wrong, with its place
        outer = json.loads(body)
    if not isinstance(outer, dict) or not ENVELOPE & set(outer):
        content, problems = read_json(body)
        return _sound(Received(content, digest), problems)
    signature, version = outer.pop("signature", None), outer.pop("version", None)
    prefix = "/content" if "content" in outer else ""
    faults = []
    if prefix:
        faults = [
            Problem("unknown_key", pointer_to(key), _("Remove this key: only content, signature and version go here."))
            for key in outer
            if key != "content"
        ]
    if signature is not None and not isinstance(signature, dict):
        faults.append(Problem("object_expected", "/signature", _("Give the signature as an object with its own keys.")))
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        faults.append(Problem("number_expected", "/version", _("Give the version as a whole number, without quotes.")))
    faults += _unstorable(signature)
    content, problems = read_json(json.dumps(outer["content"] if prefix else outer))
    return _sound(
        Received(content, digest, signature, version, prefix=prefix),
        [*faults, *(_moved(problem, prefix) for problem in problems)],
    )


def _from_xml(body: bytes, media_type: str) -> Received:
    message = messages.read(body, media_type)
    received = Received(
        message.content, hashlib.sha256(body).hexdigest(), message=message, original=Original(body, media_type)
    )
    return _sound(received, [problem for problem in message.problems if problem.severity == "error"])


def _sound(received: Received, problems: list[Problem]) -> Received:
    if any(problem.code in TOO_LARGE for problem in problems):
        raise Turned(413, [problem for problem in problems if problem.code in TOO_LARGE])
    if problems:
        raise Problems(problems)
    return received


def _moved(problem: Problem, prefix: str) -> Problem:
    if not prefix:
        return problem
    return Problem(
        problem.code, prefix + problem.pointer, problem.message, problem.hint, problem.line, problem.severity
    )


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _unstorable(value: Any) -> Iterable[Problem]:
    """Texts that cannot be stored (control characters, halves of a pair) and nesting nobody needs; no recursion."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(value, ())]
    while waiting:
        here, at = waiting.pop()
        if len(at) > DEEPEST:
            yield Problem("too_deep", "", _("Use at most 32 levels of nesting."))
            return
        if isinstance(here, dict):
            waiting.extend((part, (*at, key)) for key, part in here.items())
            waiting.extend((key, at) for key in here)
        elif isinstance(here, list):
            waiting.extend((part, (*at, place)) for place, part in enumerate(here))
        elif isinstance(here, str) and any(
            (sign < " " and sign not in "\t\n\r") or "\ud800" <= sign <= "\udfff" for sign in here
        ):
            yield Problem("control_character", pointer_to(*at), _("Remove the control character from this text."))
