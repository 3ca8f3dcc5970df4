"""Calls of a railway's programs: send a train list, see how far each note of a train is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status

from agencies.customs.models import Train
from agencies.customs.trains import columns, contents, filing, reading
from agencies.customs.trains.forms import NEEDED as ASKED
from clearance.acts import Actor, NotAllowed, Problem, Problems

router = Router(tags=["trains"])
LONGEST = {"list_number": 20, "number": 17}
NEEDED = ("list_number", "office", "destination_office")
WAGON: dict[str, Any] = {
    "type": "object",
    "required": list(columns.NEEDED),
    "properties": {name: {"type": "string"} for name in columns.COLUMNS},
}
LIST = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": [*NEEDED, "wagons"],
                    "properties": {
                        **{name: {"type": "string"} for name in contents.Head.__dataclass_fields__},
                        "wagons": {"type": "array", "maxItems": columns.LONGEST, "items": WAGON},
                    },
                }
            }
        },
    }
}


class TrainFault(Schema):
    """What is wrong in a list: the wagon by its place (from 1), the column ("" for the train), and what to do."""

    wagon: int
    column: str
    note: str
    code: str
    message: str
    hint: str = ""


class TrainNote(Schema):
    """A consignment note: its declaration, and where it stands."""

    note: str
    reference: str
    consignee: str
    stage: str
    why_held: str
    wagons: list[str]


class TrainOut(Schema):
    """A train and its notes; `filed` counts those that this call filed, `errors` say why others were left out."""

    id: UUID
    list_number: str
    number: str
    office: str
    destination_office: str
    notes: list[TrainNote]
    filed: int = 0
    errors: list[TrainFault] = []


@router.post("trains", url_name="trains", response={200: TrainOut, 201: TrainOut}, openapi_extra=LIST)
def send_train(request: HttpRequest, partly: bool = False, company: Annotated[str, Query(max_length=12)] = "") -> Any:
    """File a train list: each consignment note becomes a declaration. Sent again, it files only what was left out.

    Nothing is filed while a wagon is wrong (422 with every fault), unless `partly` asks for the right notes. `company`: the
    BIN, where the token acts for several.
    """
    actor = _actor(request)
    given, rows = columns.from_json(request.body)
    sent = filing.file_train(
        actor,
        company_id=_company(actor, company),
        head=_head(given),
        rows=rows,
        partly=partly,
    )
    if sent.train is None or (sent.faults and not sent.filed):
        raise filing.as_problems(sent.faults)
    faults = [_fault(one) for one in sent.faults]
    return Status(201 if sent.filed else 200, {**_shown(sent.train), "filed": sent.filed, "errors": faults})


@router.get("trains/{uuid}", url_name="train", response=TrainOut)
def read_train(request: HttpRequest, uuid: UUID) -> Any:
    """One train: every note with the state of its declaration or movement, and its wagons as they are now."""
    return _shown(reading.train(uuid))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _company(actor: Actor, bin_: str) -> int:
    signing = [one for one in (*actor.own, *actor.clients) if bin_ in ("", one.bin)]
    if not signing:
        raise NotAllowed(_("You cannot file for this company. Ask its administrator to add you or to delegate to you."))
    if len({one.company for one in signing}) > 1:
        raise Problems([Problem("company_missing", "/company", _("Name the company by its BIN: you act for several."))])
    return int(signing[0].company)


def _head(given: Mapping[str, str]) -> contents.Head:
    """What holds for the whole train; Problems at each key that is missing, too long or unknown."""
    known = contents.Head.__dataclass_fields__
    problems = [Problem(f"{name}_missing", f"/{name}", ASKED[name]) for name in NEEDED if not given.get(name)]
    problems += [
        Problem("too_long", f"/{name}", _("Shorten it to %(most)s characters.") % {"most": most})
        for name, most in LONGEST.items()
        if len(given.get(name, "")) > most
    ]
    problems += [
        Problem("unknown_key", f"/{name[:40]}", _("Remove this key: it is not known here."))
        for name in given
        if name not in known
    ]
    if problems:
        raise Problems(problems)
    return contents.Head(**{name: value for name, value in given.items() if value})


def _shown(train: Train) -> dict[str, Any]:
    return {
        "id": train.uuid,
        "list_number": train.list_number,
        "number": train.number,
        "office": train.departure_id,
        "destination_office": train.destination_id,
        "notes": [
            {
                **{name: getattr(line, name) for name in ("note", "reference", "consignee", "stage", "why_held")},
                "wagons": [wagon.now or wagon.number for wagon in line.wagons],
            }
            for line in reading.lines_of(train)
        ],
    }


def _fault(one: filing.Fault) -> dict[str, Any]:
    return {
        "wagon": one.line,
        **{name: getattr(one, name) for name in ("column", "note", "code")},
        "message": str(one.message),
        "hint": str(one.hint),
    }
