"""Saying where the demo is: on the terminal, in `.run/demo.json` for programs, in `.run/env` for commands."""

import contextlib
import os
from json import dumps
from pathlib import Path
from typing import Any

from portal.embedded import places

_FOR_COMMANDS = ("DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "SECRET_KEY", "DEMO", "STATIC_ROOT", "SITE_URL")


def write(
    run: Path, port: int, environment: dict[str, str], pids: dict[str, int], accounts: list[dict[str, Any]]
) -> None:
    """Write both files anew; each appears whole and only we may read it."""
    demo = {
        "base_url": f"http://127.0.0.1:{port}",
        "mail_url": f"http://127.0.0.1:{port}/demo/mail/",
        "database_url": environment["DATABASE_URL"],
        "broker_url": environment["BROKER_URL"],
        "reporting_url": environment.get("REPORTING_URL"),
        "pids": pids,
        "accounts": accounts,
    }
    _whole(run / "demo.json", dumps(demo, indent=1, ensure_ascii=False))
    _whole(run / "env", "".join(f"{name}={environment[name]}\n" for name in _FOR_COMMANDS if name in environment))


def remove(run: Path) -> None:
    """A demo that ended has no address."""
    for name in ("demo.json", "env"):
        with contextlib.suppress(FileNotFoundError):
            (run / name).unlink()


def tell(port: int, accounts: list[dict[str, Any]]) -> None:
    """Print the address and who may sign in."""
    print(f"\nThe portal is at http://127.0.0.1:{port}  (Ctrl-C ends it)")
    print(f"Its e-mails are caught and shown at http://127.0.0.1:{port}/demo/mail/\n")
    if accounts:
        print("The second factor is off in this demo. Who may sign in, for example:\n")
        rows = [
            (a["kind"], a.get("company") or a.get("agency") or "", a["username"], a["password"]) for a in _few(accounts)
        ]
        widths = [max(len(str(row[column])) for row in rows) for column in range(4)]
        for row in rows:
            print("  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        print(f"\nAll {len(accounts)} accounts, with tokens for the API: .run/demo.json.", end="")
    print(" What each process says: .run/logs/.", flush=True)


def _few(accounts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every company's people, and one officer and one administrator of each agency."""
    seen: set[tuple[str, str]] = set()
    few = []
    for account in accounts:
        place = (account["kind"], account.get("agency") or "")
        if account.get("company") or place not in seen:
            few.append(account)
            seen.add(place)
    return few


def _whole(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".new")
    places.secret(draft, text)
    os.replace(draft, path)
