"""Processes and folders that outlive no test of the house."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from portal.embedded import children

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def bare_environment() -> dict[str, str]:
    """The environment of somebody who has set nothing: no servers, no settings."""
    ours = ("DATABASE_", "BROKER_", "SECRET_", "ALLOWED_", "REQUIRE_", "SSL_", "DEMO", "DEBUG")
    tests = ("TEST_", "PORTAL_", "DJANGO_", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours + tests)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Launcher:
    """One `make demo` in a folder of its own, with everything it started; it ends with the test run, however that ends."""

    def __init__(self, run: Path, environment: dict[str, str], port: int) -> None:
        self.run = run
        self.port = port
        self.environment = environment
        self.out = run.with_name("launcher.out")
        with self.out.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.launch"],
                cwd=ROOT,
                env=environment | {"RUN_DIR": str(run), "PORT": str(port), "DEMO_DATA": "0", "SIMULATE": "0"},
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=children.dies_with(os.getpid(), children.TERM),  # noqa: PLW1509  (one prctl, no lock taken)
            )

    def another(self, port: int) -> "Launcher":
        """One more, in the same folder."""
        return Launcher(self.run, self.environment, port)

    def wait_until_announced(self, seconds: float = 300) -> float:
        """Wait for demo.json; return how long it took."""
        began = time.monotonic()
        while not (self.run / "demo.json").exists():
            assert self.process.poll() is None, self.out.read_text()
            assert time.monotonic() - began < seconds, self.out.read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def family(self) -> list[psutil.Process]:
        """Every process it started, and theirs."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(40)


def left_running(family: list[psutil.Process], seconds: float = 15) -> list[str]:
    """What of `family` still runs after `seconds`."""
    _gone, alive = psutil.wait_procs(family, timeout=seconds)
    return [" ".join(process.cmdline()) for process in alive if process.is_running()]


@contextmanager
def a_folder() -> Iterator[Path]:
    """A temporary folder that others may pass through (pytest's own is closed, so servers would move out of it)."""
    made = Path(tempfile.mkdtemp(prefix="portal-house-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@contextmanager
def launching(environment: dict[str, str]) -> Iterator[Callable[[], Launcher]]:
    """Start the demo in a temporary folder; whatever a failing test leaves is ended by pid."""
    started: list[Launcher] = []
    families: list[psutil.Process] = []
    with a_folder() as folder:

        def start() -> Launcher:
            started.append(Launcher(folder / "run", environment, free_port()))
            return started[-1]

        try:
            yield start
        finally:
            for launcher in started:
                if launcher.process.poll() is None:
                    families += launcher.family()
                    launcher.process.kill()
                    launcher.process.wait()
            for process in families:
                if process.is_running():
                    process.kill()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder that others may pass through."""
    with a_folder() as made:
        yield made


@pytest.fixture
def launch(bare_environment: dict[str, str]) -> Iterator[Callable[[], Launcher]]:
    """Start the demo, and start it again in the same folder."""
    with launching(bare_environment) as start:
        yield start
