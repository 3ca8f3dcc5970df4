"""The tests' own ground: what one test commits, the next does not see; each worker has a database of its own."""

import os
from datetime import date

import psycopg
import pytest
from django.db import connection, connections

from clearance import calendars
from clearance.models import CalendarDay

# What one test changes the next must not meet: one process asks both.
pytestmark = pytest.mark.xdist_group("databases")
KEY = "left by a test"


@pytest.fixture(scope="module")
def numbers() -> set[int]:
    """Numbers of rulebooks given in this process."""
    return set()


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


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_a_closed_day_is_forgotten_with_the_transaction_that_wrote_it(turn: int) -> None:
    tuesday = date(2026, 11, 24)
    assert tuesday not in calendars.calendar_of("KZ-ALMATY-CENTRE").exceptions
    CalendarDay.objects.create(
        office_id="KZ-ALMATY-CENTRE", day=tuesday, kind="holiday", name_en="x", name_ru="x", name_kk="x"
    )
    calendars.forget()
    assert calendars.calendar_of("KZ-ALMATY-CENTRE").exceptions[tuesday] == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_no_number_of_a_rulebook_is_given_twice(turn: int, numbers: set[int]) -> None:
    """What is compiled of one is kept by its number, in the process and not in the database."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('clearance_rulebook', 'id'))")
        (number,) = cursor.fetchone()
    assert number not in numbers
    numbers.add(number)


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
