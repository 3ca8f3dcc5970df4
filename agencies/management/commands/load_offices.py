"""`manage.py load_offices`: places, assumed hours and coverage, and the country's days; safe to run again."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from agencies.offices import load_offices


class Command(BaseCommand):
    """Load the offices."""

    help = "Load offices, assumed hours and coverage, and the country's days. What was edited stays."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--json`."""
        parser.add_argument("--json", action="store_true", help="Print the counts as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was added."""
        loaded = load_offices(today=timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(loaded)))
            return
        self.stdout.write(
            f"{loaded.offices} offices; added {loaded.hours} opening hours, {loaded.coverage} coverage rows, "
            f"{loaded.days} days."
        )
