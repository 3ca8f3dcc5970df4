"""A database of its own with the demo in it, loaded once by the command that `make demo` runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from portal.provision import with_database
from tests.databases import Databases
from tests.services import MARK

ROOT = Path(__file__).parents[2]
EACH = """
import io, json
from django.core.management import call_command
def each(commands):
    for name, *arguments in commands:
        told = io.StringIO()
        call_command(name, *arguments, stdout=told)
        print(json.dumps(json.loads(told.getvalue())))
"""


@dataclass
class Demo:
    """The loaded demo: how to run commands in it, who may sign in, and how much work the loading took."""

    environment: dict[str, str]
    accounts: Path
    superuser: str
    seconds: float

    def manage(self, *arguments: str) -> str:
        """Run a command beside the demo; its output."""
        return _manage(self.environment, *arguments)

    def manage_each(self, *commands: tuple[str, ...]) -> list[Any]:
        """Run commands that print JSON one after the other in one process; what each told."""
        told = _manage(self.environment, "shell", "-v", "0", "-c", f"{EACH}\neach({commands!r})")
        return [json.loads(line) for line in told.splitlines()]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database, past every wall."""
        with psycopg.connect(self.superuser) as server:
            return server.execute(statement).fetchall()  # type: ignore[arg-type]

    def reported(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask as the role that reads the schema reporting and nothing else."""
        name = urlsplit(self.superuser).path.strip("/")
        with psycopg.connect(with_database(os.environ["TEST_REPORTING_URL"], name)) as server:
            return server.execute(statement).fetchall()  # type: ignore[arg-type]

    def people(self) -> list[dict[str, Any]]:
        """The accounts as programs read them."""
        found: list[dict[str, Any]] = json.loads(self.accounts.read_text())
        return found


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str, django_db_setup: None) -> Iterator[Demo]:
    owner = os.environ["DATABASE_OWNER_URL"]
    superuser = os.environ.get("TEST_SUPERUSER_URL")
    if not superuser:
        pytest.skip("the demo is looked at by a superuser of the test server, which was not given")
    name = f"portal_demo_{os.environ[MARK]}_{worker_id}"
    with psycopg.connect(with_database(superuser, "postgres"), autocommit=True) as server:
        Databases(worker_id).create(server, name)
    environment = os.environ | {
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], name),
        "DATABASE_OWNER_URL": with_database(owner, name),
    }
    accounts = tmp_path_factory.mktemp("demo") / "accounts.json"
    try:
        began = _work_of_children()
        _manage(environment, "load_demo", "--accounts", str(accounts))
        yield Demo(environment, accounts, with_database(superuser, name), _work_of_children() - began)
    finally:
        with psycopg.connect(with_database(superuser, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _work_of_children() -> float:
    """Seconds of a processor that commands run from here have taken: the same on a busy machine and on a quiet one."""
    taken = os.times()
    return taken.children_user + taken.children_system


def _manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
