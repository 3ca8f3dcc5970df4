"""`manage.py load_corridors [FILE]`: the drawing the portal ships, or one of your own; the old one is kept."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.customs.corridors import replacing
from clearance.acts import SYSTEM, Problems, acting_as


class Command(BaseCommand):
    """Load corridors, control zones and rest places."""

    help = (
        "Load corridors, control zones and rest places. Without a file: the approximate ones, where nothing is drawn."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and `--json`."""
        parser.add_argument("file", nargs="?", type=Path, help="GeoJSON; what it does not name stays.")
        parser.add_argument("--json", action="store_true", help="Print what changed as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what changed, or every fault at its place."""
        try:
            with acting_as(SYSTEM):
                file = options["file"]
                changes = replacing.replace(None, file.read_bytes()) if file else replacing.load_starter()
        except OSError as error:
            raise CommandError(str(error)) from error
        except Problems as faults:
            told = "\n".join(f"{problem.pointer}: {problem.message}" for problem in faults.problems)
            raise CommandError(f"Nothing was loaded.\n{told}") from faults
        if options["json"]:
            self.stdout.write(json.dumps([{"part": one.part, "key": one.key, "what": one.what} for one in changes]))
            return
        self.stdout.write(f"{len(changes)} drawings added or changed.")
