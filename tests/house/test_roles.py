"""The two roles: the application's can fill tables, never make, own or unwall them."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import ProgrammingError, connection

from portal.provision import with_database
from portal.roles import APPLICATION, what_is_wrong_with_the_application_role

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_the_application_role_is_unprivileged() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == (APPLICATION,)
    assert what_is_wrong_with_the_application_role() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (a int)",
        "alter table portal_cache add a int",
        "truncate portal_cache",
        "create function f() returns int language sql as 'select 1'",
    ],
)
def test_the_application_makes_and_empties_nothing(statement: str) -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_superuser_in_database_url_stops_the_start_in_words(bare_environment: dict[str, str]) -> None:
    if "TEST_SUPERUSER_URL" not in os.environ:
        pytest.skip("The servers of this run were given without a superuser's address.")
    environment = bare_environment | {
        "DATABASE_URL": os.environ["TEST_SUPERUSER_URL"],
        "BROKER_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "ALLOWED_HOSTS": "example.org",
    }
    starts = (
        ["manage.py", "check", "--database", "default"],
        ["-m", "gunicorn", "-c", "python:portal.serving", "--bind", "127.0.0.1:0", "portal.wsgi"],
        ["-m", "celery", "-A", "portal", "worker", "--concurrency", "1"],
        ["manage.py", "shell", "-c", "from clearance.models import Heartbeat; Heartbeat.objects.count()"],
    )
    for start in starts:
        done = subprocess.run(
            [sys.executable, *start], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode != 0, start
        assert "is a superuser" in done.stderr, (start, done.stderr)


@pytest.mark.django_db(transaction=True)
def test_the_reporting_role_reads_the_reporting_views_and_nothing_else() -> None:
    if "TEST_REPORTING_URL" not in os.environ:
        pytest.skip("The servers of this run were given without an address of the reporting role.")
    here = urlsplit(os.environ["DATABASE_URL"]).path.strip("/")
    with psycopg.connect(with_database(os.environ["TEST_REPORTING_URL"], here), autocommit=True) as reporting:
        for view in ("declarations", "signoffs", "events"):
            assert reporting.execute(f"select count(*) from reporting.{view}").fetchone() == (0,)
        for statement in (
            "select * from public.clearance_declaration",
            "select * from public.accounts_user",
            "create table reporting.mine (a int)",
            "select public.sw_act_as(1)",
        ):
            with pytest.raises(psycopg.errors.Error) as refused:
                reporting.execute(statement)
            assert isinstance(refused.value, psycopg.errors.InsufficientPrivilege | psycopg.errors.UndefinedFunction)
