"""Check a release note without database and network: `manage.py verify_note FILE --keys keys.json`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.public.notes import offline


class Command(BaseCommand):
    """Says what a file, a payload or the text of a square code is; ends with 1 for whatever is not genuine."""

    help = "Checks a release note (PDF, payload or text of its square code) with nothing but the public keys."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        offline.arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        code, lines = offline.checked(options["note"], options["keys"])
        self.stdout.write("\n".join(lines))
        if code:
            raise SystemExit(code)
