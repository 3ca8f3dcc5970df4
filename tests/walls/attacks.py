"""Attacks by straight SQL as the application's role, and what the database answers."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from clearance.models import Declaration
from tests.acting import file, pay, present
from tests.cast import Cast
from tests.goods import APPLES, imports

MOVE = """insert into clearance_event (declaration_id, company_id, kind, payload_version, payload, moved_from, moved_to,
  actor_kind, actor_id, agency, office, is_public, occurred_at, digest, previous, hash)
  values (%s, %s, %s, 1, %s, %s, %s, 'system', null, '', '', true, now(), '', '', '')"""


@contextmanager
def refused(match: str):
    """The block is refused by the database with these words."""
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        yield


def sql(statement: str, *params: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def record_move(declaration: Declaration, name: str, source: str, target: str, kind: str = "declaration.move") -> None:
    sql(MOVE, declaration.pk, declaration.company_id, kind, f'{{"move": "{name}"}}', source, target)


def release(declaration: Declaration) -> None:
    """What somebody would write who wanted to release past every check of the application."""
    record_move(declaration, "release", declaration.state, "released", "declaration.released")
    sql(
        "update clearance_declaration set state = 'released', released_version = version, released_at = now(),"
        " money_position = 'paid', presented_at = now(), open_blocking = 0, undecided_blocking = 0, open_holds = 0,"
        " routing_due = false, routed_version = version where id = %s",
        declaration.pk,
    )


def settle_constraints() -> None:
    sql("set constraints all immediate")


def accepted_apples(cast: Cast) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(APPLES))))
