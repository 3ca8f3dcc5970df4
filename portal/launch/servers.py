"""The demo's PostgreSQL and broker: private ones, or those that DATABASE_URL and BROKER_URL name."""

import json
import os
import secrets
import shutil
from pathlib import Path

from portal.embedded import places
from portal.embedded.postgres import Postgres
from portal.embedded.valkey import Valkey
from portal.provision import provision
from portal.roles import APPLICATION, OWNER, REPORTING

DATABASE = "portal"


class Servers:
    """What holds the data; `start` answers the environment that leads to it."""

    def __init__(self, run: Path, *, fresh: bool) -> None:
        self.run = run
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        if not os.environ.get("DATABASE_URL"):
            self.postgres = Postgres(run / "postgres")
            if fresh:
                self.postgres.forget()
        elif not os.environ.get("DATABASE_OWNER_URL"):
            raise places.NoServers(
                "DATABASE_URL is set and DATABASE_OWNER_URL is not: tables are made by the owner's role. "
                "docs/operations.md shows how `python -m portal.provision` makes both."
            )
        if not os.environ.get("BROKER_URL"):
            if fresh:
                shutil.rmtree(run / "valkey", ignore_errors=True)
            self.valkey = Valkey(run / "valkey")

    def start(self) -> dict[str, str]:
        """Start what is ours and return the environment for every process of the demo."""
        kept = self._kept()
        environment = dict(os.environ) | {
            "DEMO": "1",
            "SECRET_KEY": kept["secret_key"],
            "STATIC_ROOT": str(self.run / "static"),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONUNBUFFERED": "1",
        }
        if self.postgres:
            self.postgres.start()
            passwords = {role: kept[role] for role in (OWNER, APPLICATION, REPORTING)}
            urls = provision(self.postgres.url, database=DATABASE, passwords=passwords)
            environment |= {
                "DATABASE_URL": urls[APPLICATION],
                "DATABASE_OWNER_URL": urls[OWNER],
                "REPORTING_URL": urls[REPORTING],
            }
        if self.valkey:
            environment["BROKER_URL"] = self.valkey.start().url
        return environment

    def mend(self) -> bool:
        """Start again, at the same address, what died; tell whether anything did."""
        dead = [server for server in (self.postgres, self.valkey) if server and server.has_died()]
        for server in dead:
            server.start()
        return bool(dead)

    def stop(self) -> None:
        """Stop what we started."""
        for server in (self.valkey, self.postgres):
            if server:
                server.stop()

    def _kept(self) -> dict[str, str]:
        """Return this clone's secrets, made once: sessions and addresses outlive a restart."""
        path = self.run / "secrets.json"
        try:
            kept: dict[str, str] = json.loads(path.read_text())
        except FileNotFoundError:
            kept = {name: secrets.token_urlsafe(48) for name in ("secret_key", OWNER, APPLICATION, REPORTING)}
            places.secret(path, json.dumps(kept))
        return kept
