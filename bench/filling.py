"""Long queues for a trial: one filed declaration copied many times, different in what the filters look for."""

import psycopg

from bench.standing import Standing

TABLES = ("clearance_declaration", "clearance_signoff", "clearance_mark")
COMPANIES = 200
OWN_OF_DECLARATION = {"id", "uuid", "reference", "local_ref", "idempotency_key", "company_id", "border_mode", "vehicle"}
OWN_OF_SIGN_OFF = {"id", "uuid", "declaration_id", "due_at", "run_id", "company_id", "border_mode", "lane"}
BORDER_MODE = "case when n % 1000 = 3 then '40' when n % 10 = 4 then '20' else '30' end"
LANE = "case when n % 100 = 0 then 'red' when n % 500 = 1 then 'blue' when n % 5 = 2 then 'yellow' else 'green' end"
VEHICLE = "lpad((n * 7919 % 10000000)::text, 7, '0') || 'B'"
OTHERS = "veterinary"
"""Another agency whose sign-off is open on one declaration in a thousand."""


def copy(standing: Standing, name: str) -> None:
    """A database of its own with everything that the portal's has; nobody may be connected to that."""
    with psycopg.connect(standing.postgres.url, autocommit=True) as server:
        server.execute(f"create database {name} template portal")


def fill(standing: Standing, pattern: int, more: int, database: str = "portal") -> None:
    """Copy a declaration with its open sign-offs `more` times, past the triggers, as the superuser."""
    from portal.provision import with_database

    with psycopg.connect(with_database(standing.postgres.url, database), autocommit=True) as server:
        server.execute("set session_replication_role = replica")
        server.execute("set synchronous_commit = off")
        server.execute("set maintenance_work_mem = '256MB'")
        indexes = _without_indexes(server)
        start = server.execute("select max(id) from clearance_declaration").fetchone()[0]
        _companies(server)
        _declarations(server, pattern, start, more)
        _sign_offs(server, pattern, start)
        server.execute(
            "insert into clearance_mark (declaration_id, company_id, text)"
            " select id, company_id, unnest(array[reference, vehicle]) from clearance_declaration where id > %s",
            [start],
        )
        for definition in indexes:
            server.execute(definition)
        for table in TABLES:
            server.execute(f"vacuum analyze {table}")


def _without_indexes(server: psycopg.Connection) -> list[str]:
    """A million rows go in faster without indexes; gives what makes them again, and with them what is unique."""
    unique = server.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype = 'u' and conrelid = any (%s::regclass[])",
        [list(TABLES)],
    ).fetchall()
    for table, name, _definition in unique:
        server.execute(f"alter table {table} drop constraint {name}")
    indexes = server.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid = any (%s::regclass[]) and not indisprimary",
        [list(TABLES)],
    ).fetchall()
    for name, _definition in indexes:
        server.execute(f"drop index {name}")
    again = [f"alter table {table} add constraint {name} {definition}" for table, name, definition in unique]
    return again + [definition for _name, definition in indexes]


def _companies(server: psycopg.Connection) -> None:
    columns = _columns(server, "accounts_company", {"id", "uuid", "bin", "name"})
    server.execute(
        f"insert into accounts_company (uuid, bin, name, {columns})"
        f" select gen_random_uuid(), '9' || lpad(n::text, 11, '0'), 'Caravan ' || n, {columns}"
        " from (select * from accounts_company order by id limit 1) one, generate_series(1, %s) n on conflict do nothing",
        [COMPANIES],
    )


def _declarations(server: psycopg.Connection, pattern: int, start: int, more: int) -> None:
    columns = _columns(server, "clearance_declaration", OWN_OF_DECLARATION)
    server.execute(
        f"insert into clearance_declaration (id, uuid, reference, local_ref, company_id, border_mode, vehicle, {columns})"
        f" select n, gen_random_uuid(), 'X' || n, 'X' || n, c.ids[1 + n %% {COMPANIES}],"
        f" {BORDER_MODE.replace('%', '%%')}, {VEHICLE.replace('%', '%%')}, {columns}"
        " from clearance_declaration d, generate_series(%s::bigint + 1, %s::bigint + %s) n,"
        " (select array_agg(id order by id desc) ids from accounts_company) c where d.id = %s",
        [start, start, more, pattern],
    )
    server.execute("select setval('clearance_declaration_id_seq', %s)", [start + more])


def _sign_offs(server: psycopg.Connection, pattern: int, start: int) -> None:
    """The pattern's open rows for each copy, and a row of another agency on one copy in a thousand."""
    columns = _columns(server, "clearance_signoff", OWN_OF_SIGN_OFF)
    foreign = columns.replace("agency", f"'{OTHERS}'", 1).replace("executed_by", f"'{OTHERS}'", 1)
    for chosen, taken in ((columns, ""), (foreign, " and n % 1000 = 7 and s.agency = 'plant_health'")):
        server.execute(
            f"insert into clearance_signoff (uuid, declaration_id, due_at, company_id, border_mode, lane, {columns})"
            f" select gen_random_uuid(), n, s.due_at + n * interval '1 second', d.company_id, d.border_mode,"
            f" {LANE}, {', '.join(_of('s', name) for name in chosen.split(', '))}"
            " from (select id n, company_id, border_mode from clearance_declaration"
            f" where id > {start:d}) d, clearance_signoff s where s.declaration_id = {pattern:d} and s.state = 'open'{taken}"
        )


def _of(table: str, name: str) -> str:
    return name if name.startswith("'") else f"{table}.{name}"


def _columns(server: psycopg.Connection, table: str, without: set[str]) -> str:
    rows = server.execute(
        "select column_name from information_schema.columns where table_name = %s and table_schema = 'public'"
        " order by ordinal_position",
        [table],
    )
    return ", ".join(name for (name,) in rows if name not in without)
