"""`make check`: lint, format, import contracts, types, deploy check, missing migrations, pins, translations."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Enough for settings to load and for the deploy check to judge a production; nothing is connected to.
PRODUCTION = {
    "DATABASE_URL": "postgres://portal_app:x@127.0.0.1:1/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner:x@127.0.0.1:1/portal",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "only-for-the-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "example.org",
    "DEMO": "0",
    "DEBUG": "0",
}
MANAGE = [sys.executable, "-W", "ignore:Got an error checking a consistent migration:RuntimeWarning", "manage.py"]
CHECKS: dict[str, list[str]] = {
    "lint": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "-q", "."],
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "deploy": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "translations": [sys.executable, "-m", "tests.catalogues", "--check"],
}


def main() -> int:
    """Run the named checks, or all; print what failed; return how many failed."""
    wanted = sys.argv[1:] or list(CHECKS)
    failed = []
    for name in wanted:
        began = time.monotonic()
        done = subprocess.run(
            CHECKS[name],
            cwd=ROOT,
            env=os.environ | PRODUCTION,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout.rstrip(), flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(wanted)} checks failed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
