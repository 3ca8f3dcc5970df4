"""Taking a neighbour's notice: signed, read whole, numbered or refused, and of one effect however often it comes."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from clearance.content import Problem, problems_of
from clearance.identifiers import REFERENCE_ALPHABET, is_bin_or_iin
from clearance.models import Office
from clearance.workflow import Refused
from portal.neighbours import saying, signing
from portal.neighbours.models import Incoming, Neighbour, Standing

KEPT_FOR = timedelta(days=30)
"""Pre-arrival information is kept for 30 calendar days (EAEU Customs Code, Art. 11)."""
LARGEST = 2 * 1024 * 1024
LONGEST_REFERENCE = 60
NOT_JSON = Problem("not_json", "", _("Send one JSON object in UTF-8."))
_HS = re.compile(r"[0-9]{6,10}")


@dataclass(frozen=True)
class Receipt:
    """What the neighbour is answered; `is_new` is False when the same message had come before."""

    notice: Incoming
    is_new: bool


def receive(headers: Mapping[str, str], body: bytes) -> Receipt:
    """Keep a signed notice; raises Forged, and Refused (`same_id`) when an id comes again with another body."""
    with acting_as(SYSTEM):
        neighbour, message = who_signed(headers, body)
        digest = hashlib.sha256(body).hexdigest()
        with transaction.atomic():
            # Two of the same at once: the second waits for the first and then finds it.
            Neighbour.objects.select_for_update().get(pk=neighbour.pk)
            before = Incoming.objects.filter(neighbour=neighbour, message=message).first()
            if before is None:
                return Receipt(_keep(neighbour, message, digest, body), is_new=True)
        if before.digest != digest:
            raise Refused("same_id", _("This message id was used for another notice."))
        return Receipt(before, is_new=False)


def who_signed(headers: Mapping[str, str], body: bytes) -> tuple[Neighbour, UUID]:
    """The neighbour that signed a message just now, and the id of the message; raises Forged."""
    neighbour = Neighbour.objects.filter(code=headers.get(signing.SENDER, ""), active=True).first()
    if neighbour is None:
        raise signing.Forged
    return neighbour, _uuid(signing.check(headers, body, neighbour.public_key, now=clock.now()))


def _keep(neighbour: Neighbour, message: UUID, digest: str, body: bytes) -> Incoming:
    told, problems = read(body)
    now = clock.now()
    notice = Incoming(
        neighbour=neighbour,
        message=message,
        number=_number(now),
        reference=str(told.get("reference") or "")[:LONGEST_REFERENCE],
        version=told["version"] if not problems else 1,
        digest=digest,
        body=told,
        problems=[problem.as_dict() for problem in problems],
        state=Standing.REFUSED if problems else Standing.EXPECTED,
        received_at=now,
        expires_at=now + KEPT_FOR,
    )
    if not problems:
        notice.office = Office.objects.get(pk=told["entry_office"])
        notice.bins = _bins(told["goods"])
        notice.vehicles = saying.vehicles_of(told["goods"])
        _take_the_place_of_earlier(notice)
    notice.save()
    return notice


def _take_the_place_of_earlier(notice: Incoming) -> None:
    """A newer version replaces what was expected; one that was overtaken, or whose goods are declared, only stays on record."""
    same = Incoming.objects.filter(neighbour=notice.neighbour, reference=notice.reference)
    counting = same.filter(state__in=[Standing.EXPECTED, Standing.USED]).first()
    if counting is None:
        return
    if counting.state == Standing.USED or counting.version > notice.version:
        notice.state = Standing.REPLACED
    else:
        same.filter(pk=counting.pk).update(state=Standing.REPLACED)


def read(body: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """What a notice says and everything wrong with it, each with its place."""
    if len(body) > LARGEST:
        return {}, [Problem("too_large", "", _("Send at most 2 MB."))]
    told = object_in(body)
    if told is None:
        return {}, [NOT_JSON]
    problems = [*_of_the_head(told), *_of_the_goods(told.get("goods"))]
    return ({} if any(one.code == "control_character" for one in problems) else told), problems


def object_in(body: bytes) -> dict[str, Any] | None:
    """The JSON object that a body is; None for anything else."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def moment_of(text: Any) -> datetime | None:
    """A moment with its zone as ISO 8601 has it; None for anything else."""
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _of_the_head(told: Mapping[str, Any]) -> list[Problem]:
    found = []
    reference = told.get("reference")
    if not isinstance(reference, str) or not reference.isprintable() or not 0 < len(reference) <= LONGEST_REFERENCE:
        found.append(
            Problem("reference_missing", "/reference", _("Give your reference of the release, 1 to 60 signs."))
        )
    version = told.get("version")
    if type(version) is not int or not 1 <= version < 2**31:
        found.append(Problem("number_expected", "/version", _("Give the version as a whole number from 1.")))
    if moment_of(told.get("released_at")) is None:
        found.append(
            Problem(
                "moment_expected", "/released_at", _("Give the moment of release with its zone, as ISO 8601 has it.")
            )
        )
    office = told.get("entry_office")
    if not isinstance(office, str) or not Office.objects.filter(pk=office).exists():
        found.append(Problem("office_unknown", "/entry_office", _("Give the code of one of our offices.")))
    return found


def _of_the_goods(goods: Any) -> list[Problem]:
    if not isinstance(goods, dict):
        return [Problem("object_expected", "/goods", _("Give the goods as an object with its own keys."))]
    found = [
        Problem(one.code, "/goods" + one.pointer, one.message, hint=one.hint, line=one.line)
        for one in problems_of(goods)
    ]
    if found:
        return found
    items = goods.get("items") or []
    if not items:
        return [Problem("items_missing", "/goods/items", _("Give at least one item."))]
    for place, item in enumerate(items):
        if not _HS.fullmatch(str(item.get("commodity_code") or "")):
            found.append(
                Problem(
                    "code_wrong",
                    f"/goods/items/{place}/commodity_code",
                    _("Give the commodity code with at least six digits."),
                )
            )
        if not item.get("description"):
            found.append(
                Problem(
                    "description_missing", f"/goods/items/{place}/description", _("Describe the goods of this item.")
                )
            )
    return found


def _bins(goods: Mapping[str, Any]) -> list[str]:
    """The numbers of our companies among the parties; they may see the notice."""
    numbers = {str((goods.get(name) or {}).get("id") or "") for name in ("consignee", "consignor", "carrier")}
    return sorted(number for number in numbers if is_bin_or_iin(number))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise signing.Forged from error


def _number(now: datetime) -> str:
    mark = "".join(secrets.choice(REFERENCE_ALPHABET) for _sign in range(8))
    return f"PI{clock.day_of(now):%y}-{mark[:4]}-{mark[4:]}"
