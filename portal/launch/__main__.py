"""`make demo`: start everything, say where it is, restart what dies, stop what was started and nothing else."""

import contextlib
import fcntl
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from types import FrameType

from portal.embedded import children
from portal.embedded.places import NoServers
from portal.launch import announce, prepare
from portal.launch.family import Family
from portal.launch.servers import Servers

ROOT = Path(__file__).resolve().parents[2]
RUN = Path(os.environ.get("RUN_DIR") or ROOT / ".run").resolve()


class Stopped(Exception):
    """Somebody asked us to end: Ctrl-C, or a signal."""


def main() -> int:
    """Run the demo until it is asked to stop; return the exit status."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), _stop)
    children.die_with_make()
    try:
        port = _port()
        RUN.mkdir(exist_ok=True)
        with contextlib.ExitStack() as stack:
            _alone(stack)
            _run(port, stack)
    except Stopped:
        print("\nStopped. The data stays in .run; `make demo` goes on with it.", flush=True)
        return 0
    except (NoServers, prepare.Failed) as refusal:
        print(f"\n{refusal}", file=sys.stderr, flush=True)
        return 1
    return 0


def _run(port: int, stack: contextlib.ExitStack) -> None:
    """Start servers, prepare the database, start the processes, and watch."""
    fresh = os.environ.get("RESET", "") not in ("", "0")
    servers = Servers(RUN, fresh=fresh)
    stack.callback(servers.stop)
    environment = servers.start() | {"SITE_URL": f"http://127.0.0.1:{port}"}
    accounts = prepare.prepare(ROOT, RUN, environment, fresh=fresh)
    family = Family(RUN / "logs", environment, port)
    stack.callback(family.stop)
    family.start()
    family.wait_until_ready()
    announce.write(RUN, port, environment, family.pids(), accounts)
    stack.callback(announce.remove, RUN)
    announce.tell(port, accounts)
    waiting = threading.Event()
    while True:
        waiting.wait(0.5)
        if servers.mend() or family.mend():
            announce.write(RUN, port, environment, family.pids(), accounts)


def _alone(stack: contextlib.ExitStack) -> None:
    """Two launchers in one clone would share one cluster."""
    lock = stack.enter_context((RUN / "lock").open("w"))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise NoServers("The demo of this clone is running already; .run/demo.json says where.") from None


def _port() -> int:
    """Return the port to serve on; refuse one that is taken."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise NoServers(f"PORT is {text!r}; write a number from 1 to 65535, for example: make demo PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise NoServers(f"Port {text} cannot be used ({error.strerror}). Type: make demo PORT=8001") from None
    return int(text)


def _stop(number: int, frame: FrameType | None) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)  # a second Ctrl-C must not leave servers behind
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
