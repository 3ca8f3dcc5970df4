"""A portal of its own for a trial: private servers in a temporary folder, the tests' cast, workers and beat."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from portal.embedded import children
from portal.embedded.postgres import Postgres
from portal.embedded.valkey import Valkey
from portal.provision import provision
from portal.roles import APPLICATION, OWNER, REPORTING

ROOT = Path(__file__).resolve().parents[1]


class Standing:
    """PostgreSQL (durable, as in production), Valkey, two workers and beat; everything ends with `stop`."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-trial-"))
        self.folder.chmod(0o711)
        self.postgres = Postgres(self.folder / "postgres").start()
        self.valkey = Valkey(self.folder / "valkey").start()
        passwords = {role: secrets.token_urlsafe(16) for role in (OWNER, APPLICATION, REPORTING)}
        urls = provision(self.postgres.url, database="portal", passwords=passwords)
        os.environ.update(
            DATABASE_URL=urls[APPLICATION],
            DATABASE_OWNER_URL=urls[OWNER],
            BROKER_URL=self.valkey.url,
            SECRET_KEY="trial-" + secrets.token_urlsafe(48),
            ALLOWED_HOSTS="127.0.0.1",
            DEMO="0",
            DEBUG="0",
            SSL_REDIRECT="0",
            DJANGO_SETTINGS_MODULE="portal.settings",
            **environment,
        )
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def furnish(self) -> None:
        """Make the tables and put the cast of the tests into them."""
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        from tests.cast import build

        build()

    def work(self, name: str) -> None:
        """Start (again) `worker-1`, `worker-2` or `beat`."""
        what: list[str] = ["beat"] if name == "beat" else ["worker", "--concurrency", "2", "-n", f"{name}@%h"]
        more = [] if name == "beat" else ["--without-gossip", "--without-mingle"]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = children.start(
                [sys.executable, "-m", "celery", "-A", "portal", *what, *more, "--loglevel", "ERROR"],
                log=log,
                env=dict(os.environ),
                stop_signal=signal.SIGTERM,
                cwd=ROOT,
            )

    def kill(self, name: str) -> None:
        """End a process of ours at once, with its children: nothing is handed over, nothing is said."""
        process = self.processes[name]
        for pid in [*_children_of(process.pid), process.pid]:
            _kill(pid, signal.SIGKILL)
        process.wait(timeout=10)

    def say_what_was_logged(self) -> None:
        """Print the ends of the logs, for whoever looks into a violation."""
        for path in sorted(self.folder.glob("*.log")):
            print(f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}")

    def stop(self) -> None:
        """End everything this trial started and remove its folder."""
        for name, process in self.processes.items():
            if process.poll() is None:
                self.kill(name)
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def _kill(pid: int, by: signal.Signals) -> None:
    try:
        os.kill(pid, by)
    except ProcessLookupError:
        return


def report(title: str, figures: dict[str, Any]) -> None:
    """Print the figures of a trial, one a line."""
    print(f"\n{title}")
    for name, value in figures.items():
        print(f"  {name:<44} {value}")
