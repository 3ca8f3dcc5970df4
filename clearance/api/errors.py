"""Errors as every program gets them: `{"errors": [{code, pointer, message, hint}]}`, all at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _

from clearance.content import Problem, Problems
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from clearance.workflow import Refused

OF_STATUS: Mapping[int, Problem] = {
    400: Problem("bad_request", "", _("This request could not be read. Check its form and send it again.")),
    401: Problem("not_signed_in", "", _("Send a valid token as “Authorization: Bearer TOKEN”.")),
    403: Problem("not_allowed", "", _("You may not do this.")),
    404: Problem("not_found", "", _("There is no such thing, or you may not see it.")),
    405: Problem("method_not_allowed", "", _("This address does not take this method. “Allow” names those it takes.")),
    413: Problem("too_large", "", _("The message must be smaller than 10 MB.")),
    415: Problem("unsupported_media_type", "", _("Send application/json or application/xml.")),
    429: Problem("too_many_requests", "", _("Too many requests. Wait as long as “Retry-After” says, in seconds.")),
    500: Problem("fault", "", _("The portal has a fault. Nothing was saved. Try again in a minute.")),
    503: Problem("unavailable", "", _("The portal is not available. Try again in a minute.")),
}


class Turned(Exception):
    """A request turned away before any act: its status, the problems, and headers such as Allow or Retry-After."""

    def __init__(self, status: int, problems: Sequence[Problem] = (), headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.problems = tuple(problems) or (OF_STATUS[status],)
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Told:
    """What an exception means to whoever sent the request."""

    status: int
    problems: tuple[Problem, ...]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The first message, for a page."""
        return str(self.problems[0].message)


EXPECTED = (
    Turned,
    Refused,
    NotAllowed,
    NotFound,
    Problems,
    ObjectDoesNotExist,
    Http404,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    BadRequest,
    MultiPartParserError,
    UnreadablePostError,
)
"""What an act may raise about what was asked; anything else is a fault of ours."""


def told(error: Exception) -> Told:
    """What one of EXPECTED means: its status and problems."""
    match error:
        case Turned():
            return Told(error.status, error.problems, error.headers)
        case Refused():
            return Told(409, (Problem(error.code, "", str(error.sentence)),))
        case NotAllowed():
            return Told(403, (Problem("not_allowed", "", str(error.sentence)),))
        case Problems():
            return Told(422, error.problems)
        case NotFound() | ObjectDoesNotExist() | Http404():
            return Told(404, (OF_STATUS[404],))
        case PermissionDenied():
            return Told(403, (OF_STATUS[403],))
        case RequestDataTooBig():
            return Told(413, (OF_STATUS[413],))
        case _:
            return Told(400, (OF_STATUS[400],))


def answer(error: Told | Exception) -> HttpResponse:
    """The JSON answer to an error."""
    means = error if isinstance(error, Told) else told(error)
    body = {"errors": [problem.as_dict() for problem in means.problems]}
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json", status=means.status)
    for name, value in means.headers.items():
        response[name] = value
    return response


def of_status(status: int) -> HttpResponse:
    """The JSON answer where only a status is known."""
    known = OF_STATUS.get(status) or OF_STATUS[400 if status < 500 else 500]
    return answer(Told(status, (known,)))
