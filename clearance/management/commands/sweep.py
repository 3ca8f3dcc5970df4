"""`manage.py sweep --inline`: do everything that is due now, here, without a broker or a worker."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearance import advance, duties, tasks


class Command(BaseCommand):
    """Do what is due."""

    help = "Do everything that is due: routing, timers, warnings of clocks. With --inline here, else by the workers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the work is done."""
        parser.add_argument("--inline", action="store_true", help="do it in this process, without a broker")
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until nothing is due; a step that fails is put off, so this ends."""
        if not options["inline"]:
            try:
                tasks.ask_for_sweep()
            except Exception as broken:
                raise CommandError(f"The broker does not answer: {broken}. Use --inline.") from broken
            self.stdout.write(json.dumps({"sent": True}) if options["json"] else "The workers were told.")
            return
        advanced = warned = 0
        while step := advance.sweep():
            advanced += step
        while step := advance.warn():
            warned += step
        advance.return_orphans()
        others = duties.do_all(inline=True)
        tasks.beat()
        told = {"advanced": advanced, "warnings": warned, "still_due": len(advance.due()), **others}
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            self.stdout.write(f"{advanced} declarations advanced, {warned} warnings of clocks recorded.")
