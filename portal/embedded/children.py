"""Starting a server so that it never outlives us, whatever ends us."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1
TERM = signal.SIGTERM
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with(parent: int, by: signal.Signals) -> Callable[[], None] | None:
    """Return what a new child runs before exec so that the kernel sends it `by` when `parent` dies (Linux only)."""
    if _libc is None:
        return None
    prctl = _libc.prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return tie


def die_with_make() -> None:
    """Started by `make`, end when it is killed: nobody would be left to press Ctrl-C."""
    if "MAKELEVEL" in os.environ and (tie := dies_with(os.getppid(), TERM)):
        tie()


def start(
    command: list[str],
    *,
    log: IO[bytes] | int | None,
    env: dict[str, str],
    stop_signal: signal.Signals,
    cwd: str | Path = "/",
    uid: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (a terminal's Ctrl-C reaches only us), tied to our life."""
    return subprocess.Popen(
        command,
        cwd=str(cwd),
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=dies_with(os.getpid(), stop_signal),  # noqa: PLW1509  (one prctl, no lock taken)
        **_as(uid),
    )


def run(command: list[str], *, env: dict[str, str], uid: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run `command` to its end; what it says, errors too, is in `stdout`."""
    return subprocess.run(
        command,
        cwd="/",
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        **_as(uid),
    )


def _as(uid: int | None) -> dict[str, Any]:
    """Return what makes a child run as `uid`; nothing when it runs as ourselves."""
    return {} if uid is None else {"user": uid, "group": uid_group(uid), "extra_groups": []}


def uid_group(uid: int) -> int:
    """Return the primary group of a user."""
    return pwd.getpwuid(uid).pw_gid


def stop(child: subprocess.Popen[bytes], by: signal.Signals, *, patience: float) -> None:
    """Ask, wait `patience` seconds, then end the child's whole group; the child is reaped on return."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(by)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)  # what a child that died by itself left behind


def end_leftover(pid: int, *, by: signal.Signals, sign: str, patience: float = 10) -> None:
    """End a server that a crashed launcher left: only when its command line shows `sign` (its data folder)."""
    if not _shows(pid, sign):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, by)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not _shows(pid, sign):
            return
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)


def _shows(pid: int, sign: str) -> bool:
    """Whether the process lives and its command line holds `sign`; a minimal Linux has /proc but no `ps`."""
    if os.path.isdir("/proc/self"):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as line:
                return sign in line.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return False
    answer = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return sign in answer.stdout
