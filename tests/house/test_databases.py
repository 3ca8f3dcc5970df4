"""The tests' own ground: what one test commits, the next does not see; each worker has a database of its own."""

import os

import psycopg
import pytest
from django.db import connection, connections

KEY = "left by a test"


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from portal_cache where cache_key = %s", [KEY])
        (found,) = cursor.fetchone()
        return int(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(turn: int) -> None:
    assert rows() == 0
    with connection.cursor() as cursor:
        cursor.execute("insert into portal_cache values (%s, 'x', now())", [KEY])
    with psycopg.connect(os.environ["DATABASE_URL"]) as another:
        assert another.execute("select count(*) from portal_cache where cache_key = %s", [KEY]).fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_does_in_its_transaction_is_undone(turn: int) -> None:
    assert rows() == 0
    with connection.cursor() as cursor:
        cursor.execute("insert into portal_cache values (%s, 'x', now())", [KEY])
    assert rows() == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_left_open_does_not_keep_the_next_test_waiting() -> None:
    psycopg.connect(os.environ["DATABASE_URL"]).execute("select 1")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_both_doors_open_to_the_same_database() -> None:
    names = set()
    for alias in ("default", "owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute("select current_database(), current_user")
            name, role = cursor.fetchone()
            names.add(name)
            assert role == {"default": "portal_app", "owner": "portal_owner"}[alias]
    assert len(names) == 1
