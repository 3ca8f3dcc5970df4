"""`manage.py load_demo`: fill an empty portal with the demo's people and declarations; a second call adds nothing."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portal.demo import people
from portal.demo.fleet import written
from portal.demo.loading import load
from portal.simulator import fleet as fleets


class Command(BaseCommand):
    """Load the demo once and write down who may sign in."""

    help = "Load offices, people, rulebooks and a few days of declarations into an empty portal; once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the accounts are written."""
        parser.add_argument("--accounts", metavar="FILE", help="Write user names, passwords and tokens to this file.")
        parser.add_argument("--fleet", metavar="FILE", help="Write the vehicles of simulate_corridor to this file.")
        parser.add_argument("--json", action="store_true", help="Print the accounts as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load; tokens cannot be read again, so a lost file of accounts gets new ones."""
        loaded = load(now=timezone.now(), told=self._tell if options["verbosity"] > 1 else lambda what: None)
        if options["fleet"] and (loaded or not Path(options["fleet"]).exists()):
            fleets.keep(Path(options["fleet"]), written(now=timezone.now()))
        path = Path(options["accounts"]) if options["accounts"] else None
        if not loaded and not (path and not path.exists()) and not options["json"]:
            self.stdout.write("The demo is loaded already.")
            return
        accounts = people.accounts(now=timezone.now())
        if path:
            _write_secretly(path, json.dumps(accounts, ensure_ascii=False, indent=1))
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": loaded, "accounts": accounts}, ensure_ascii=False))
        elif loaded:
            self.stdout.write(f"The demo is loaded: {len(accounts)} people may sign in.")

    def _tell(self, what: str) -> None:
        self.stdout.write(f"  {what.replace('_', ' ')}")


def _write_secretly(path: Path, text: str) -> None:
    """A file that only we may read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(draft, path)
