"""`manage.py load_reference KIND FILE`: a new edition of an official list; shows what changes, asks, keeps the old ones."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearance import clock
from clearance.progress import watched
from clearance.reference.kinds import KINDS, Difference, UnreadableList, difference, read
from clearance.reference.lists import batches, entries_of, in_force, load

SHOWN = 10
"""Keys of each sort that are shown before the question."""


class Command(BaseCommand):
    """Load a list."""

    help = "Load a new edition of an official list from a CSV in UTF-8.\n\n" + "\n".join(
        f"  {kind.name:15} {kind.what}; columns: {', '.join(dict.fromkeys((*kind.key, *kind.needed)))}, and any other"
        for kind in KINDS.values()
    )

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        """Keep the list of kinds readable in --help."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Which list, from where, since when."""
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--valid-from", type=date.fromisoformat, metavar="DAY", help="first day in force (today)")
        parser.add_argument("--source", default="", help="where the list comes from (the file's name)")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--json", action="store_true", help="print the result as JSON; needs --yes to load")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare with the edition in force, ask, load."""
        kind = KINDS[options["kind"]]
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                entries = read(kind, lines)
        except (OSError, UnicodeDecodeError) as wrong:
            raise CommandError(f"{options['file']} cannot be read: {wrong}") from wrong
        except UnreadableList as wrong:
            raise CommandError("\n".join([f"{options['file']}:", *wrong.faults[:50]])) from wrong
        since = options["valid_from"] or clock.now().date()
        before = in_force(kind.name, since)
        changes = difference(entries_of(before), entries)
        told: dict[str, Any] = {
            "kind": kind.name,
            "entries": len(entries),
            "before": before.number if before else None,
            "added": len(changes.added),
            "removed": len(changes.removed),
            "changed": len(changes.changed),
            "loaded": None,
        }
        if not options["json"]:
            self._show(told, changes)
        if changes and self._agreed(options):
            steps = watched(list(batches(len(entries))))
            version = load(
                kind, entries, source=options["source"] or options["file"].name, valid_from=since, steps=steps
            )
            told["loaded"] = version.number
        if options["json"]:
            self.stdout.write(json.dumps(told))
        elif told["loaded"]:
            self.stdout.write(f"Loaded as edition {told['loaded']}, in force from {since}.")
        elif not changes:
            self.stdout.write("Nothing changes: nothing was loaded.")
        else:
            self.stdout.write("Nothing was loaded.")

    def _show(self, told: dict[str, Any], changes: Difference) -> None:
        of = f"edition {told['before']}" if told["before"] else "no edition before"
        self.stdout.write(f"{told['kind']}: {told['entries']} entries; {of}")
        for name in ("added", "removed", "changed"):
            keys = getattr(changes, name)
            if keys:
                more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
                self.stdout.write(f"  {name} {len(keys)}: {', '.join(keys[:SHOWN])}{more}")

    def _agreed(self, options: dict[str, Any]) -> bool:
        if options["yes"]:
            return True
        if options["json"] or not sys.stdin.isatty():
            return False
        return input("Load this edition? [y/N] ").strip().lower() in {"y", "yes", "д", "да", "иә"}
