"""The limit: the life of a declaration in bare psycopg, with the same commits and the same durability, and nothing else.

No rules, no walls, no chain, no reasons: what the disk and the protocol cost. Own tables in a schema of their own.
"""

import json

import psycopg

TABLES = """
create schema if not exists bench;
create table if not exists bench.declaration (id bigserial primary key, reference text, state text, left_open int);
create table if not exists bench.version (declaration bigint, number int, content jsonb);
create table if not exists bench.signoff (id bigserial primary key, declaration bigint, agency text, state text);
create index if not exists bench_signoff on bench.signoff (declaration);
create table if not exists bench.event (declaration bigint, seq int, kind text, payload jsonb);
"""
AGENCIES = ("plant_health", "veterinary")
EVENT = "insert into bench.event values (%s, %s, %s, '{}')"


def life(connection: psycopg.Connection, content: dict) -> None:
    """File, route, pay, present, claim and decide each of two agencies, release: eight commits."""
    with connection.cursor() as cursor:
        with connection.transaction():
            cursor.execute(
                "insert into bench.declaration (reference, state, left_open) values ('x', 'lodged', 2) returning id"
            )
            pk = cursor.fetchone()[0]
            cursor.execute("insert into bench.version values (%s, 1, %s)", (pk, json.dumps(content)))
            cursor.execute(EVENT, (pk, 1, "lodged"))
        with connection.transaction():
            cursor.execute("select id from bench.declaration where id = %s for no key update", (pk,))
            cursor.execute(
                "insert into bench.signoff (declaration, agency, state) select %s, unnest(%s::text[]), 'open' returning id",
                (pk, list(AGENCIES)),
            )
            rows = [row[0] for row in cursor.fetchall()]
            cursor.execute(EVENT, (pk, 2, "routed"))
        for seq, kind in ((3, "paid"), (4, "presented")):
            with connection.transaction():
                cursor.execute("update bench.declaration set state = 'accepted' where id = %s", (pk,))
                cursor.execute(EVENT, (pk, seq, kind))
        for number, row in enumerate(rows):
            with connection.transaction():
                cursor.execute("update bench.signoff set state = 'claimed' where id = %s and state = 'open'", (row,))
                cursor.execute(EVENT, (pk, 5 + 2 * number, "claimed"))
            with connection.transaction():
                cursor.execute("select id from bench.declaration where id = %s for no key update", (pk,))
                cursor.execute("update bench.signoff set state = 'decided' where id = %s", (row,))
                cursor.execute(
                    "update bench.declaration set left_open = left_open - 1 where id = %s returning left_open", (pk,)
                )
                cursor.execute(EVENT, (pk, 6 + 2 * number, "decided"))
                if number == len(rows) - 1:
                    cursor.execute("update bench.declaration set state = 'released' where id = %s", (pk,))
                    cursor.execute(EVENT, (pk, 99, "released"))
