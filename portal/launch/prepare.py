"""Before the demo serves: catalogues, tables, static files, data; in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.embedded import children


class Failed(RuntimeError):
    """Preparing went wrong; the message holds what was said."""


def prepare(root: Path, run: Path, environment: dict[str, str], *, fresh: bool) -> list[dict[str, Any]]:
    """Bring database and files up to this version of the code; return the demo's accounts."""
    command = [sys.executable, "-m", "portal.launch.prepare", str(run), "fresh" if fresh else "kept"]
    done = subprocess.run(
        command,
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
        preexec_fn=children.dies_with(os.getpid(), children.TERM),
    )
    if done.returncode:
        raise Failed("The demo could not be prepared; the lines above say why.")
    accounts = run / "accounts.json"
    found: list[dict[str, Any]] = json.loads(accounts.read_text()) if accounts.exists() else []
    return found


def _here(run: Path, *, fresh: bool) -> None:
    """Do it, inside Django."""
    import django
    from django.core.checks import Error, Tags, run_checks
    from django.core.management import call_command, get_commands

    from portal import catalogues

    _say("texts")
    catalogues.compile_all()
    django.setup()
    if wrong := [
        found for found in run_checks(tags=[Tags.database], databases=["default"]) if isinstance(found, Error)
    ]:
        sys.exit("\n".join(str(found.msg) for found in wrong))
    if fresh:
        from portal.launch.emptying import drop_everything

        drop_everything()
    _say("tables")
    call_command("migrate", verbosity=0, interactive=False)
    _say("style sheets and pictures")
    call_command("collectstatic", verbosity=0, interactive=False)
    if "load_demo" in get_commands() and os.environ.get("DEMO_DATA", "1") != "0":
        _say("agencies, offices, people and a day of declarations")
        call_command("load_demo", accounts=str(run / "accounts.json"), fleet=str(run / "fleet.json"))


def _say(what: str) -> None:
    print(f"Preparing {what} ...", flush=True)


if __name__ == "__main__":
    _here(Path(sys.argv[1]), fresh=sys.argv[2] == "fresh")
