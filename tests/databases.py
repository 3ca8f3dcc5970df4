"""One migrated template for a run, one clone for each worker, a fresh clone after each test that commits.

The owner makes them; the tests themselves speak as the application's role (`default`), so a missing right shows.
"""

import os
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from portal.provision import furnish, with_database
from portal.roles import OWNER
from tests.cast import build
from tests.services import MARK

_LOCK = 7_210_559
# Processes keep rulebooks and editions by their number for good: a number is never given twice in a run.
_KEPT_BY_NUMBER = ("clearance_rulebook", "reference_listversion")


class Databases:
    """The template and this worker's clone of it."""

    def __init__(self, worker: str) -> None:
        self.run = os.environ[MARK]
        self.template = f"portal_template_{self.run}"
        self.empty = f"{self.template}_empty"  # migrated, without the cast: what a demo begins with
        self.clone = f"portal_test_{self.run}_{worker}"
        self.renewals = 0
        # A superuser where there is one: to drop a clone, what a test left connected to it must be ended.
        self.server_url = os.environ.get("TEST_SUPERUSER_URL") or os.environ["DATABASE_OWNER_URL"]

    def prepare(self) -> None:
        """Make the template if no other worker has, then this worker's clone."""
        with self._server() as server:
            server.execute("select pg_advisory_lock(%s)", [_LOCK])
            if not self._is_there(server, self.template):
                self._make_template(server)
            self._clone(server)
        point_at(self.clone)

    def renew(self) -> None:
        """Throw away what a test committed."""
        connections.close_all()
        with self._server() as server:
            self._drop(server, self.clone)
            self._clone(server)
        self.renewals += 1
        with psycopg.connect(with_database(self.server_url, self.clone), autocommit=True) as inside:
            for table in _KEPT_BY_NUMBER:
                inside.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, self.renewals * 1000])

    def remove(self) -> None:
        """Drop the clone; the last worker drops the template."""
        connections.close_all()
        with self._server() as server:
            self._drop(server, self.clone)
            server.execute("select pg_advisory_lock(%s)", [_LOCK])
            left = server.execute("select 1 from pg_database where datname like %s", [f"portal_test_{self.run}%"])
            if not left.fetchone():
                self._drop(server, self.template)
                self._drop(server, self.empty)

    def create(self, server: psycopg.Connection[Any], name: str) -> None:
        """Make a database that is migrated and has nobody in it."""
        self._create(server, name, self.empty)

    def _server(self) -> psycopg.Connection[Any]:
        return psycopg.connect(with_database(self.server_url, "postgres"), autocommit=True)

    def _make_template(self, server: psycopg.Connection[Any]) -> None:
        making = f"{self.template}_making"
        self._create(server, making, "template0")
        with psycopg.connect(with_database(self.server_url, making), autocommit=True) as inside:
            furnish(inside)
        point_at(making)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        self._rename(server, making, self.empty)
        self._create(server, making, self.empty)
        build()
        connections.close_all()
        self._rename(server, making, self.template)

    def _create(self, server: psycopg.Connection[Any], name: str, template: str) -> None:
        made = sql.SQL("create database {} template {} owner {}")
        server.execute(made.format(*(sql.Identifier(one) for one in (name, template, OWNER))))

    def _rename(self, server: psycopg.Connection[Any], name: str, to: str) -> None:
        server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(name), sql.Identifier(to)))

    def _clone(self, server: psycopg.Connection[Any]) -> None:
        self._create(server, self.clone, self.template)

    def _drop(self, server: psycopg.Connection[Any], name: str) -> None:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def _is_there(self, server: psycopg.Connection[Any], name: str) -> bool:
        return bool(server.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


def point_at(name: str) -> None:
    """Make both of Django's doors, and the environment of child processes, lead to the database `name`."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        connections.settings[alias]["NAME"] = name
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ[variable] = with_database(os.environ[variable], name)
