"""Writing down what happened: events go to the database in one statement, which numbers and chains them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from clearance import clock
from clearance.acting import Actor
from clearance.models import Declaration


@dataclass(frozen=True)
class Happened:
    """One event to record: codes and values, never sentences."""

    kind: str
    payload: dict[str, Any] = field(default_factory=dict)
    public: bool = True
    agency: str = ""
    office: str = ""
    moved: tuple[str, str] | None = None
    by_system: bool = False
    at: datetime | None = None


INSERT = """
insert into clearance_event (declaration_id, company_id, kind, payload_version, payload, moved_from, moved_to,
    actor_kind, actor_id, agency, office, is_public, occurred_at, digest, previous, hash)
select r.declaration, r.company, r.kind, 1, r.payload, r.moved_from, r.moved_to, r.actor_kind, r.actor, r.agency,
       r.office, r.public, r.at, '', '', ''
  from jsonb_to_recordset(%s::jsonb) as r(declaration bigint, company bigint, kind text, payload jsonb,
       moved_from text, moved_to text, actor_kind text, actor bigint, agency text, office text, public boolean,
       at timestamptz)
"""


def write(declaration: Declaration, actor: Actor, events: Sequence[Happened]) -> None:
    """Record `events` of one declaration, in order, as done by `actor`; one statement."""
    write_many([(declaration, actor, events)])


def write_many(entries: Sequence[tuple[Declaration, Actor, Sequence[Happened]]]) -> None:
    """Record the events of several declarations in one statement."""
    rows = [_row(declaration, actor, event) for declaration, actor, events in entries for event in events]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [json.dumps(rows, cls=DjangoJSONEncoder)])


def _row(declaration: Declaration, actor: Actor, event: Happened) -> dict[str, Any]:
    system = actor.system or event.by_system
    officer = not system and declaration.company_id not in actor.companies
    return {
        "declaration": declaration.pk,
        "company": declaration.company_id,
        "kind": event.kind,
        "payload": event.payload,
        "moved_from": event.moved[0] if event.moved else None,
        "moved_to": event.moved[1] if event.moved else None,
        "actor_kind": "system" if system else ("officer" if officer else "trader"),
        "actor": None if system else actor.user_id,
        "agency": event.agency,
        "office": event.office,
        "public": event.public,
        "at": (event.at or clock.now()).isoformat(),
    }
