"""A second window on this machine: a server process with a database, a key and a country of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from portal.provision import with_database

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 60.0


@dataclass
class Window:
    """One installation: where it listens, and the environment of every process of it."""

    country: str
    database: str
    port: int
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *words: str) -> dict[str, Any]:
        """Run a command of this installation in a process of its own; returns its JSON."""
        told: dict[str, Any] = json.loads(self.python("manage.py", *words))
        return told

    def python(self, *words: str) -> str:
        """Run a program of this installation in a process of its own; returns what it writes."""
        done = subprocess.run(
            [sys.executable, *words],
            check=False,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve while the block runs."""
        server = subprocess.Popen(
            [
                sys.executable, "-m", "uvicorn", "portal.asgi:application", "--host", "127.0.0.1", "--port", str(self.port),
                "--log-level", "error", "--lifespan", "off",
            ],
            cwd=ROOT,
            env=self.environment,
        )  # fmt: skip
        try:
            self._await(server)
            yield
        finally:
            server.terminate()
            server.wait(20)

    def _await(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                urlopen(f"{self.url}/healthz", timeout=5).close()
                return
            except OSError:
                assert server.poll() is None, "the window stopped"
                assert time.monotonic() < until, "the window did not start"
                time.sleep(0.1)


def window(country: str, database: str) -> Window:
    """An installation over an existing database of this run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], database),
        "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], database),
        "SECRET_KEY": f"a window of {country}, in a test and nowhere else, long enough",
        "WINDOW_COUNTRY": country,
        "WEBHOOKS_TO_PRIVATE": "1",
    }
    return Window(country, database, port, environment)
