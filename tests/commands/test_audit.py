"""The record examined: whatever somebody with every right in the database changes in it comes to light."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from clearance import auditing, chains
from clearance.acting import SYSTEM, acting_as
from clearance.models import Event
from portal.provision import with_database
from tests.acting import file, pay, present
from tests.cast import Cast

SUPERUSER = os.environ.get("TEST_SUPERUSER_URL")
pytestmark = pytest.mark.skipif(
    not SUPERUSER, reason="tampering needs a superuser of the test server, which was not given"
)


@contextmanager
def every_right() -> Iterator[psycopg.Cursor[Any]]:
    """A superuser for whom no trigger fires and no policy holds: the strongest tamperer there is."""
    url = with_database(str(SUPERUSER), connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as server, server.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        yield cursor


def verified(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit status and result of `audit_verify --json`."""
    out, status = StringIO(), 0
    try:
        call_command("audit_verify", *arguments, "--json", stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, json.loads(out.getvalue())


def codes_of(result: dict[str, Any]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for finding in result["findings"]:
        found.setdefault(finding["declaration"], set()).add(finding["code"])
    return found


COPY = """
insert into clearance_event (declaration_id, company_id, seq, public_seq, kind, payload_version, payload, moved_from,
  moved_to, actor_kind, actor_id, agency, office, is_public, occurred_at, recorded_at, digest, previous, hash)
select declaration_id, company_id, {seq}, public_seq, 'note.added', payload_version, '{{}}', null, null, actor_kind,
  actor_id, agency, office, is_public, occurred_at, recorded_at, digest, previous, hash
  from clearance_event where declaration_id = %(id)s and seq = 2
"""

TAMPERINGS: dict[str, tuple[str, str]] = {
    "an event changed": (
        "update clearance_event set actor_kind = 'system', actor_id = null where declaration_id = %(id)s and seq = 1",
        "event_changed",
    ),
    "a payload changed": (
        "update clearance_event set payload = payload || '{\"version\": 7}' where declaration_id = %(id)s and seq = 1",
        "payload_changed",
    ),
    "an event deleted": ("delete from clearance_event where declaration_id = %(id)s and seq = 2", "sequence_broken"),
    "the last event deleted": (
        "delete from clearance_event where declaration_id = %(id)s"
        " and seq = (select last_seq from clearance_declaration where id = %(id)s)",
        "chain_cut",
    ),
    "two events reordered": (
        "update clearance_event set seq = case seq when 2 then 1003 when 3 then 2 end"
        " where declaration_id = %(id)s and seq in (2, 3);"
        " update clearance_event set seq = 3 where declaration_id = %(id)s and seq = 1003",
        "chain_broken",
    ),
    "an event inserted at the end": (COPY.format(seq="99"), "sequence_broken"),
    "a moment changed": (
        "update clearance_event set occurred_at = occurred_at - interval '1 day' where declaration_id = %(id)s and seq = 1",
        "event_changed",
    ),
    "hidden from the trader": (
        "update clearance_event set is_public = false, public_seq = null where declaration_id = %(id)s and seq = 1",
        "public_sequence_broken",
    ),
    "a state set by hand": (
        "update clearance_declaration set state = 'cancelled' where id = %(id)s", "state_differs",
    ),
    "a filed content changed": (
        "update clearance_version set content = jsonb_set(content, '{invoice_total}', '\"1.00\"') where declaration_id = %(id)s",
        "version_changed",
    ),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_every_tampering_is_found_where_it_happened(committed_cast: Cast):
    declarations = {name: file(committed_cast) for name in TAMPERINGS}
    untouched = present(committed_cast, pay(committed_cast, file(committed_cast)))
    status, result = verified()
    assert (status, result["ok"], result["findings"]) == (0, True, [])
    assert result["events"] == recorded_events()
    with every_right() as cursor:
        for name, (statements, _code) in TAMPERINGS.items():
            for statement in statements.split(";"):
                cursor.execute(statement, {"id": declarations[name].pk})
    status, result = verified()
    found = codes_of(result)
    assert status == 1
    assert untouched.pk not in found
    missed = {name for name, (_sql, code) in TAMPERINGS.items() if code not in found.get(declarations[name].pk, set())}
    assert not missed


def recorded_events() -> int:
    with acting_as(SYSTEM):
        return Event.objects.count()


@pytest.mark.django_db(transaction=True)
def test_python_sees_what_a_replaced_function_of_the_database_hides(committed_cast: Cast):
    declaration = file(committed_cast)
    with every_right() as cursor:
        cursor.execute(
            "create or replace function sw_event_hash(e clearance_event) returns text language sql immutable as"
            " $$ select e.hash $$"
        )
        cursor.execute(
            "update clearance_event set agency = 'health' where declaration_id = %s and seq = 1", [declaration.pk]
        )
    findings = auditing.verify().findings
    assert [(f.declaration, f.seq, f.code) for f in findings] == [(declaration.pk, 1, "event_changed")]


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_kept_outside_sees_a_chain_that_was_cut_and_mended(committed_cast: Cast, tmp_path: Path):
    declaration, gone = file(committed_cast), file(committed_cast)
    kept = tmp_path / "checkpoint.json"
    call_command("audit_checkpoint", "--out", str(kept), stdout=StringIO())
    assert verified("--checkpoint", str(kept))[0] == 0
    with every_right() as cursor:
        cursor.execute(
            "delete from clearance_event where declaration_id = %(id)s"
            " and seq = (select last_seq from clearance_declaration where id = %(id)s)",
            {"id": declaration.pk},
        )
        cursor.execute(
            "update clearance_declaration d set (last_seq, last_hash, last_public_seq) = (select e.seq, e.hash,"
            " coalesce(e.public_seq, d.last_public_seq) from clearance_event e where e.declaration_id = d.id"
            " order by e.seq desc limit 1) where id = %s",
            [declaration.pk],
        )
        for table in ("event", "version", "signoff", "routingrun", "holderinterval"):
            cursor.execute(f"delete from clearance_{table} where declaration_id = %s", [gone.pk])  # type: ignore[arg-type]
        cursor.execute("delete from clearance_declaration where id = %s", [gone.pk])
    assert verified()[0] == 0, "without the checkpoint nothing shows"
    status, result = verified("--checkpoint", str(kept))
    assert status == 1
    assert codes_of(result) == {declaration.pk: {"chain_rewritten"}, gone.pk: {"chain_gone"}}


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_file_that_was_changed_is_told(committed_cast: Cast, tmp_path: Path):
    file(committed_cast)
    kept = tmp_path / "checkpoint.json"
    call_command("audit_checkpoint", "--out", str(kept), stdout=StringIO())
    content = json.loads(kept.read_text())
    content["heads"][0][3] = "0" * 64
    kept.write_text(json.dumps(content))
    status, result = verified("--checkpoint", str(kept))
    assert status == 1
    assert codes_of(result)[0] == {"checkpoint_changed"}


@pytest.mark.django_db(transaction=True)
def test_personal_data_erased_by_law_leaves_the_chain_whole(committed_cast: Cast):
    declaration = file(committed_cast)
    with every_right() as cursor:
        cursor.execute(
            "update clearance_event set payload = '{\"erased\": true}' where declaration_id = %s and seq = 1",
            [declaration.pk],
        )
    audit = auditing.verify()
    assert (audit.findings, audit.erased) == ((), 1)


@pytest.mark.parametrize(
    "text", ["plain", 'quo"te\\', "tab\tnew\nline", "Қазақша — русский", "\x7f \u2028", "", "a/b"], ids=repr
)
@pytest.mark.django_db
def test_python_writes_jsonb_as_postgresql_does(text: str):
    values = [text, 1, None, True]
    with connection.cursor() as cursor:
        cursor.execute("select jsonb_build_array(%s::text, 1, null, true)::text", [text])
        assert chains.as_jsonb(values) == cursor.fetchone()[0]


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path):
    wrong: list[Callable[[], Any]] = [
        lambda: auditing.read_checkpoint("[]"),
        lambda: auditing.read_checkpoint('{"heads": [[1, 2]], "hash": ""}'),
        lambda: auditing.read_checkpoint("not json"),
    ]
    for read in wrong:
        with pytest.raises(ValueError):
            read()
