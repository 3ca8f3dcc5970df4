"""The demo's processes: web, events, worker, beat and the simulator; one that dies is started again."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from portal.embedded import children, places

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = {"web": 10.0, "events": 5.0, "worker": 20.0, "beat": 5.0, "simulator": 5.0}  # seconds to end by itself


@dataclass
class Child:
    """A running process and when it may be started again after a death."""

    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0


class Family:
    """Starts, watches and stops what serves the demo."""

    def __init__(self, logs: Path, environment: dict[str, str], port: int) -> None:
        self.logs = logs
        self.environment = environment
        self.port = port
        inner = places.free_port()
        run = [sys.executable, "-m"]
        self.commands = {
            "web": [
                *run, "gunicorn", "-c", "python:portal.serving", "portal.wsgi",
            ],
            "events": [
                *run, "uvicorn", "portal.front:application", "--host", "127.0.0.1", "--port", str(port),
                "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "1", "--lifespan", "off",
                "--no-server-header", "--no-proxy-headers",
            ],
            "worker": [
                *run, "celery", "-A", "portal", "worker", "--concurrency", "2", "--without-gossip", "--without-mingle",
                "--loglevel", "WARNING",
            ],
            "beat": [*run, "celery", "-A", "portal", "beat", "--loglevel", "WARNING"],
        }  # fmt: skip
        run_folder = logs.parent
        if environment.get("SIMULATE") != "0" and (run_folder / "fleet.json").exists():
            self.commands["simulator"] = [
                sys.executable, "manage.py", "simulate_corridor", "--speed", "60", "--back", "2",
                "--url", f"http://127.0.0.1:{port}", "--accounts", str(run_folder / "accounts.json"),
                "--fleet", str(run_folder / "fleet.json"),
            ]  # fmt: skip
        self.environment |= {"WEB_ADDRESS": f"127.0.0.1:{inner}", "BEHIND_PROXY": "1"}
        self.children: dict[str, Child] = {}

    def start(self) -> None:
        """Start every process."""
        self.logs.mkdir(exist_ok=True)
        for name in self.commands:
            self.children[name] = Child(self._spawn(name), time.monotonic())

    def pids(self) -> dict[str, int]:
        """Return who runs now."""
        return {name: child.process.pid for name, child in self.children.items()}

    def mend(self) -> bool:
        """Start again what died, slower each time it dies young; tell whether a process changed."""
        changed = False
        for name, child in self.children.items():
            if child.process.poll() is None:
                continue
            lived = time.monotonic() - child.started
            deaths = 0 if lived > 30 else child.deaths
            if lived < min(10.0, 0.5 * deaths):
                continue
            children.stop(child.process, signal.SIGTERM, patience=0)
            print(f"{name} ended with {child.process.returncode}; starting it again (.run/logs/{name}.log)", flush=True)
            self.children[name] = Child(self._spawn(name), time.monotonic(), deaths + 1)
            changed = True
        return changed

    def wait_until_ready(self) -> None:
        """Wait until the portal says it can work; a process that cannot start says why."""
        until = time.monotonic() + 180
        while time.monotonic() < until:
            for name, child in self.children.items():
                if child.process.poll() is not None:
                    raise places.NoServers(f"{name} did not start:\n{self._said(name)}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                    if json.load(answer)["ready"]:
                        return
            except (urllib.error.URLError, OSError, ValueError):
                pass
            time.sleep(0.1)
        raise places.NoServers(f"The portal did not become ready within three minutes:\n{self._said('web')}")

    def stop(self) -> None:
        """Ask all at once, then wait for each."""
        for child in self.children.values():
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        for name, child in self.children.items():
            children.stop(child.process, signal.SIGTERM, patience=PATIENCE[name])

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open("ab") as log:
            return children.start(
                self.commands[name],
                log=log,
                env=self.environment | {"PORTAL_PROCESS": f"portal-{name}"},
                stop_signal=signal.SIGTERM,
                cwd=ROOT,
            )

    def _said(self, name: str) -> str:
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace")[-2000:] if os.path.exists(path) else ""
