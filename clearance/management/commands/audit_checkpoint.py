"""`manage.py audit_checkpoint --out FILE`: the ends of all chains in one file, to be kept where this portal cannot write."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clearance.auditing import make_checkpoint


class Command(BaseCommand):
    """Make a checkpoint of the record."""

    help = "Write the ends of all chains of events to a file; keep it outside, on paper or at another authority."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write."""
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, then say its hash."""
        checkpoint = make_checkpoint()
        options["out"].write_text(json.dumps(checkpoint, ensure_ascii=False), encoding="utf-8")
        told = {name: value for name, value in checkpoint.items() if name != "heads"} | {"file": str(options["out"])}
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{told['events']} events of {told['declarations']} declarations, at {told['made_at']}\n{told['hash']}"
            )
