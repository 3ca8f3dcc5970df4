"""Roles, database and default privileges, made by a superuser; run again it changes nothing.

`python -m portal.provision` does it for the servers of an installation: see docs/operations.md.
"""

import os
import sys
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from portal.roles import APPLICATION, OWNER, REPORTING

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")


def provision(superuser_url: str, *, database: str, passwords: dict[str, str], tests: bool = False) -> dict[str, str]:
    """Make the roles, the database and what lies in it; return the address of each role.

    `passwords` names every role whose password is to be set; with `tests` the owner may make databases.
    """
    with psycopg.connect(superuser_url, autocommit=True) as server:
        for role in (OWNER, APPLICATION, REPORTING):
            _make_role(server, role, passwords.get(role), createdb=tests and role == OWNER)
        _make_database(server, database)
    with psycopg.connect(with_database(superuser_url, database), autocommit=True) as inside:
        furnish(inside)
    roles = (OWNER, APPLICATION, REPORTING)
    return {role: address(superuser_url, role, passwords.get(role), database) for role in roles}


def furnish(inside: psycopg.Connection[Any]) -> None:
    """Make in the connected database what the roles may do, before the first table."""
    for extension in EXTENSIONS:
        inside.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
    grants = """
        revoke all on schema public from public;
        grant usage, create on schema public to {owner};
        grant usage on schema public to {app};
        create schema if not exists reporting authorization {owner};
        grant usage on schema reporting to {app}, {reporting};
        alter default privileges for role {owner} in schema public
            grant select, insert, update, delete on tables to {app};
        alter default privileges for role {owner} in schema public grant usage, select on sequences to {app};
        alter default privileges for role {owner} in schema reporting grant select on tables to {reporting};
        alter default privileges for role {owner} revoke execute on functions from public;
        alter default privileges for role {owner} grant execute on functions to {app};
    """
    names = {"owner": sql.Identifier(OWNER), "app": sql.Identifier(APPLICATION), "reporting": sql.Identifier(REPORTING)}
    for statement in filter(None, (part.strip() for part in grants.split(";"))):
        inside.execute(sql.SQL(statement).format(**names))


def with_database(url: str, database: str) -> str:
    """Return the same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database)}"))


def address(url: str, role: str, password: str | None, database: str) -> str:
    """Return the address of a role at the server of `url`."""
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    who = quote(role) + (f":{quote(password)}" if password else "")
    return urlunsplit(parts._replace(netloc=f"{who}@{server}", path=f"/{quote(database)}"))


def _make_role(server: psycopg.Connection[Any], role: str, password: str | None, *, createdb: bool) -> None:
    known = server.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    name = sql.Identifier(role)
    if not known:
        server.execute(sql.SQL("create role {} login").format(name))
    server.execute(
        sql.SQL("alter role {} login nosuperuser nobypassrls nocreaterole noreplication").format(name)
        + sql.SQL(" createdb" if createdb else "")
    )
    if password:
        server.execute(sql.SQL("alter role {} password {}").format(name, sql.Literal(password)))


def _make_database(server: psycopg.Connection[Any], database: str) -> None:
    name = sql.Identifier(database)
    if not server.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
        server.execute(sql.SQL("create database {} owner {}").format(name, sql.Identifier(OWNER)))
    server.execute(sql.SQL("revoke all on database {} from public").format(name))
    server.execute(
        sql.SQL("grant connect on database {} to {}, {}").format(
            name, sql.Identifier(APPLICATION), sql.Identifier(REPORTING)
        )
    )


def main() -> None:
    """Provision the server of POSTGRES_SUPERUSER_URL with the roles and passwords of the two addresses."""
    needed = {
        name: os.environ.get(name, "") for name in ("POSTGRES_SUPERUSER_URL", "DATABASE_URL", "DATABASE_OWNER_URL")
    }
    for name, value in needed.items():
        if not value:
            sys.exit(f"{name} is not set. docs/operations.md shows a production start from an empty database.")
    passwords = {}
    for name, role in (("DATABASE_URL", APPLICATION), ("DATABASE_OWNER_URL", OWNER)):
        parts = urlsplit(needed[name])
        if unquote(parts.username or "") != role:
            sys.exit(f"{name} must name the role {role}.")
        passwords[role] = unquote(parts.password or "")
    if os.environ.get("REPORTING_PASSWORD"):
        passwords[REPORTING] = os.environ["REPORTING_PASSWORD"]
    database = unquote(urlsplit(needed["DATABASE_URL"]).path.strip("/"))
    provision(needed["POSTGRES_SUPERUSER_URL"], database=database, passwords=passwords)
    print(f"The database {database} and the roles {OWNER}, {APPLICATION} and {REPORTING} are there.")


if __name__ == "__main__":
    main()
