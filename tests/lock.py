"""`make lock`: pin both requirements.in anew, with hashes, for every platform; --check only compares."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements", "tests/requirements")
_HEAD = "# Made by `make lock` from {source}. Install with pip install --require-hashes.\n"


def pinned(name: str, *, start: str) -> str:
    """Return what `name`.in pins to, keeping the versions of `start` where they still fit."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "requirements.txt")
        out.write_text(start)
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            f"{name}.in",
            "--universal",
            "--python-version",
            "3.11",
        ]
        command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-annotate", "-q", "-o", str(out)]
        subprocess.run(command, cwd=ROOT, check=True)
        return _HEAD.format(source=f"{name}.in") + out.read_text()


def main() -> int:
    """Write the locks, or with --check tell whether they are what would be written."""
    stale = []
    for name in LOCKS:
        path = ROOT / f"{name}.txt"
        before = path.read_text() if path.exists() else ""
        # The runtime's pins lead, so that tests run with exactly what production runs with.
        start = before if name == LOCKS[0] else (ROOT / f"{LOCKS[0]}.txt").read_text() + before
        after = pinned(name, start="" if "--upgrade" in sys.argv else start)
        if after != before:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(after)
    if "--check" in sys.argv and stale:
        print(f"Not what `make lock` would write: {', '.join(stale)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
