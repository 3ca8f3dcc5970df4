"""`make demo` starts everything, mends what dies, and leaves nothing running however it ends."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from tests.house.conftest import ROOT, Launcher, free_port, left_running

pytestmark = [pytest.mark.launcher, pytest.mark.slow]
Start = Callable[[], Launcher]


TIED = (
    "import os, time; from portal.embedded import children; children.die_with_make();"
    "print(os.getpid(), flush=True); time.sleep(60)"
)

TESTS = (
    "import os, sys, time; from pathlib import Path; from tests.house.conftest import Launcher;"
    "launcher = Launcher(Path(sys.argv[1]), dict(os.environ), int(sys.argv[2]));"
    "print(launcher.process.pid, flush=True); time.sleep(60)"
)


def demo_of(launcher: Launcher) -> dict[str, Any]:
    return json.loads((launcher.run / "demo.json").read_text())


def ready(base_url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{base_url}/readyz", timeout=10) as answer:
        return json.load(answer)


def wait_for(question: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until
        time.sleep(0.1)


def cluster(url: str) -> str:
    with psycopg.connect(url) as connection:
        found = connection.execute("select system_identifier::text from pg_control_system()").fetchone()
        assert found
        return str(found[0])


def test_a_demo_works_goes_on_with_its_data_mends_itself_and_leaves_nothing_however_it_ends(launch: Start) -> None:
    """One folder for the whole life: only its first start makes a database."""
    first = launch()
    first.wait_until_announced()
    works(first)
    before = cluster(demo_of(first)["database_url"])
    refuses_a_second(first)
    ends(first, by=signal.SIGINT)

    second = launch()
    second.wait_until_announced()
    assert cluster(demo_of(second)["database_url"]) == before
    starts_again_what_dies(second)
    family = second.family()
    second.end(signal.SIGKILL)
    assert left_running(family) == []
    (second.run / "demo.json").unlink()

    third = launch()
    third.wait_until_announced()
    assert ready(demo_of(third)["base_url"])["ready"], "also after it was killed"
    ends(third, by=signal.SIGTERM)


def works(launcher: Launcher) -> None:
    demo = demo_of(launcher)
    assert ready(demo["base_url"])["ready"]
    wait_for(lambda: ready(demo["base_url"])["status"] == "ready")  # beat, broker, worker and database all took part
    assert set(demo["pids"]) >= {"web", "events", "worker", "beat"}
    assert all(psutil.pid_exists(pid) for pid in demo["pids"].values())
    assert (launcher.run / "demo.json").stat().st_mode & 0o077 == 0
    assert (launcher.run / "env").stat().st_mode & 0o077 == 0
    assert len(launcher.family()) >= 8


def refuses_a_second(launcher: Launcher) -> None:
    """Two launchers of one clone are refused in words."""
    second = launcher.another(free_port())
    assert second.process.wait(60) == 1
    assert "running already" in second.out.read_text()
    assert ready(demo_of(launcher)["base_url"])["ready"]


def starts_again_what_dies(launcher: Launcher) -> None:
    demo = demo_of(launcher)
    broker = next(found for found in launcher.family() if "valkey-server" in " ".join(found.cmdline()))
    broker.kill()
    for name in ("web", "worker", "beat", "events"):
        os.kill(demo["pids"][name], signal.SIGKILL)
    wait_for(lambda: not set(demo["pids"].values()) & set(demo_of(launcher)["pids"].values()))

    def mended() -> bool:
        try:
            return ready(demo["base_url"])["status"] == "ready"
        except OSError:
            return False

    wait_for(mended)


def ends(launcher: Launcher, *, by: signal.Signals) -> None:
    """It stops in order, and nothing of it is left."""
    family = launcher.family()
    assert launcher.end(by) == 0, launcher.out.read_text()
    assert left_running(family, seconds=1) == []
    assert not (launcher.run / "demo.json").exists()


def test_make_killed_takes_the_launcher_with_it() -> None:
    """`make` killed outright cannot pass the signal on; the kernel does."""
    make = subprocess.Popen(
        [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]])", "-c", TIED],
        env=os.environ | {"MAKELEVEL": "1"},
        stdout=subprocess.PIPE,
    )
    assert make.stdout
    child = psutil.Process(int(make.stdout.readline()))
    make.kill()
    make.wait()
    assert left_running([child], seconds=5) == []


def test_tests_killed_outright_leave_no_launcher_behind(folder: Path, bare_environment: dict[str, str]) -> None:
    tests = subprocess.Popen(
        [sys.executable, "-c", TESTS, str(folder / "run"), str(free_port())],
        cwd=ROOT,
        env=bare_environment,
        stdout=subprocess.PIPE,
    )
    assert tests.stdout
    launcher = psutil.Process(int(tests.stdout.readline()))
    tests.kill()
    tests.wait()
    assert left_running([launcher], seconds=30) == []
