"""The two roles: the application's can fill tables, never make, own or unwall them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection

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
