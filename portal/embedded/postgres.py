"""The private PostgreSQL: made once, started and stopped with us."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from portal.embedded import children, places
from portal.embedded.server import Server

SUPERUSER = "portal_superuser"
# A child process must not inherit the caller's PGHOST, nor its language: initdb would take it for sorting.
_PLAIN = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))} | {"LC_ALL": "C", "TZ": "UTC"}


class Postgres(Server):
    """One private cluster under `base`; `durable=False` only for tests."""

    stop_signal = signal.SIGINT  # "fast": end sessions, checkpoint, leave
    patience = 20

    def __init__(self, base: Path, *, durable: bool = True) -> None:
        super().__init__(durable=durable)
        self.place = places.postgres(base)

    @property
    def url(self) -> str:
        """Return the superuser's address; it only provisions."""
        password = (self.place.base / "superuser.password").read_text()
        return f"postgres://{SUPERUSER}:{quote(password)}@127.0.0.1:{self.port}/postgres"

    def start(self) -> "Postgres":
        """Make the cluster if there is none, end a leftover, start, and wait until it answers."""
        self._end_leftover()
        if not (self.place.base / "made").exists():
            self._make()
        self.port = self.port or places.free_port()
        sockets = places.sockets(self.place)
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "512MB"}
            options |= {"autovacuum": "off"}
        command = [
            str(self.place.bin / "postgres"),
            "-D",
            str(self.place.data),
            "-k",
            str(sockets),
            "-p",
            str(self.port),
        ]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._log = (self.place.base / "postgres.log").open("ab")
        self.process = children.start(
            command, log=self._log, env=_PLAIN, stop_signal=self.stop_signal, uid=self.place.uid
        )
        self._wait_until_it_answers()
        return self

    def forget(self) -> None:
        """Remove the cluster, so that the next start makes a new one."""
        self._end_leftover()
        (self.place.base / "made").unlink(missing_ok=True)

    def _end_leftover(self) -> None:
        """A launcher that crashed where the kernel does not tell children left its server running."""
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return
        children.end_leftover(pid, by=self.stop_signal, sign=str(self.place.data))

    def _make(self) -> None:
        """Run initdb; `made` is written last, so a cluster whose making was cut short is made anew."""
        password = secrets.token_urlsafe(24)
        failed = ""
        # C.UTF-8 for characters: with plain C, pg_trgm finds no letters in Russian and Kazakh names.
        for ctype in ("C.UTF-8", "en_US.UTF-8"):
            shutil.rmtree(self.place.data, ignore_errors=True)
            places.private(self.place.data, self.place.uid)
            told = self.place.data.parent / "initdb.password"
            places.secret(told, password)
            if self.place.uid is not None:
                os.chown(told, self.place.uid, children.uid_group(self.place.uid))
            answer = self._initdb(ctype, told)
            told.unlink()
            if answer.returncode == 0:
                break
            failed = answer.stdout.decode(errors="replace")[-2000:]
        else:
            raise places.NoServers(f"PostgreSQL could not be prepared under {self.place.base}:\n{failed}")
        places.secret(self.place.base / "superuser.password", password)
        (self.place.base / "made").touch()

    def _initdb(self, ctype: str, password_file: Path) -> subprocess.CompletedProcess[bytes]:
        command = [
            *(str(self.place.bin / "initdb"), "-D", str(self.place.data), "-U", SUPERUSER, "-E", "UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--lc-ctype={ctype}", "--lc-collate=C"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--data-checksums", "--no-instructions"),
        ]
        if not self.durable:
            command.append("--no-sync")
        return children.run(command, env=_PLAIN, uid=self.place.uid)

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=3).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    said = (self.place.base / "postgres.log").read_text(errors="replace")[-2000:]
                    raise places.NoServers(f"PostgreSQL did not start under {self.place.base}:\n{said}") from None
                time.sleep(0.03)
