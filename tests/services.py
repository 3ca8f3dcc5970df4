"""A pytest plugin (`-p tests.services`): PostgreSQL and Valkey for the tests, up before Django reads its settings.

Servers named by DATABASE_URL / BROKER_URL are used; else private ones are started in a temporary folder and reaped.
Under xdist the controller starts them and its workers inherit the addresses.
"""

import atexit
import base64
import contextlib
import hashlib
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from portal import catalogues
from portal.embedded.postgres import Postgres
from portal.embedded.valkey import Valkey
from portal.provision import provision, with_database
from portal.roles import APPLICATION, OWNER, REPORTING

MARK = "PORTAL_TEST_RUN"
_PREFIX = "portal-tests-"
_MEMORY = Path("/dev/shm")
_ROOM = 3 * 1024**3


def _start() -> None:
    """Put every address the settings need into the environment, once for a run."""
    if MARK in os.environ:
        return  # a worker of xdist: the controller did it
    os.environ[MARK] = secrets.token_hex(4)
    # Some sixty processes are started in a run: what one has compiled the next need not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ["DEMO"] = "0"
    os.environ["DEBUG"] = "0"
    os.environ["SSL_REDIRECT"] = "0"
    # Tests sign officers in without a device; those of the second factor switch it on.
    os.environ["REQUIRE_SECOND_FACTOR"] = "0"
    os.environ["SECRET_KEY"] = "tests-" + secrets.token_urlsafe(48)
    os.environ["RELEASE_NOTE_KEY"] = base64.b64encode(secrets.token_bytes(32)).decode()
    os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
    os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"  # a bare machine may not know "localhost"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    catalogues.compile_all()
    _forget_the_dead()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=quick_place()))
    folder.chmod(0o711)
    (folder / "pid").write_text(str(os.getpid()))
    stops = contextlib.ExitStack()
    stops.callback(shutil.rmtree, folder, ignore_errors=True)
    mine = os.getpid()
    atexit.register(lambda: stops.close() if os.getpid() == mine else None)
    _postgres(folder, stops)
    if not os.environ.get("BROKER_URL"):
        valkey = Valkey(folder / "valkey", durable=False).start()
        stops.callback(valkey.stop)
        os.environ["BROKER_URL"] = valkey.url


def quick_place() -> str:
    """Where servers of tests keep their files: in memory where there is room, for a new database is a thousand files."""
    has_room = os.access(_MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return str(_MEMORY) if has_room else tempfile.gettempdir()


def _postgres(folder: Path, stops: contextlib.ExitStack) -> None:
    """Find a server, make the two roles on it, and name them."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    if not given:
        postgres = Postgres(folder / "postgres", durable=False).start()
        stops.callback(postgres.stop)
        given = postgres.url
    if _is_superuser(given):
        # The same for every run at this server, so that two runs at once do not change each other's passwords.
        seed = hashlib.sha256(f"{urlsplit(given).password}".encode()).hexdigest()
        passwords = {
            role: hashlib.sha256(f"{role}{seed}".encode()).hexdigest() for role in (OWNER, APPLICATION, REPORTING)
        }
        urls = provision(given, database="portal_tests", passwords=passwords, tests=True)
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = urls[APPLICATION], urls[OWNER]
        os.environ["TEST_REPORTING_URL"] = urls[REPORTING]
        os.environ["TEST_SUPERUSER_URL"] = given
    elif not (os.environ.get("DATABASE_URL") and os.environ.get("DATABASE_OWNER_URL")):
        raise SystemExit(
            "The tests need both DATABASE_URL (portal_app) and DATABASE_OWNER_URL (portal_owner, with CREATEDB), "
            "or one of them as a superuser, or none of them."
        )


def _is_superuser(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            found = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    except psycopg.OperationalError:
        if not urlsplit(url).path.strip("/"):
            raise
        with psycopg.connect(with_database(url, "postgres"), connect_timeout=5) as connection:
            found = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    return bool(found and found[0])


def _forget_the_dead() -> None:
    """Remove folders of runs that were killed; the kernel has ended their servers."""
    for folder in [one for place in {tempfile.gettempdir(), str(_MEMORY)} for one in Path(place).glob(f"{_PREFIX}*")]:
        with contextlib.suppress(OSError, ValueError):
            pid = int((folder / "pid").read_text())
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)


_start()
