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
from clearance.reference.kinds import KINDS, UnreadableList
from clearance.reference.lists import in_force
from clearance.reference.loading import SHOWN, Told, load


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
        """Read, compare with the edition in force, ask, keep; Ctrl-C at any moment leaves everything as it was."""
        kind, path = KINDS[options["kind"]], options["file"]
        since = options["valid_from"] or clock.today()
        try:
            total = _lines_in(path)
            with path.open(encoding="utf-8-sig", newline="") as lines:
                told = load(
                    kind,
                    watched(lines, total=total),
                    source=options["source"] or path.name,
                    valid_from=since,
                    agreed=lambda told: self._agrees(told, options),
                )
        except (OSError, UnicodeDecodeError) as wrong:
            raise CommandError(f"{path} cannot be read: {wrong}") from wrong
        except UnreadableList as wrong:
            raise CommandError("\n".join([f"{path}:", *wrong.faults[:50]])) from wrong
        except KeyboardInterrupt:
            kept = in_force(kind.name, since)
            still = f"edition {kept.number} stays in force" if kept else "there is still no edition"
            raise CommandError(f"Stopped: nothing was loaded, {still}.", returncode=130) from None
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(kind.name, told)))
        elif told.loaded:
            self.stdout.write(f"Loaded as edition {told.loaded.number}, in force from {since}.")
        elif not told.changes:
            self.stdout.write("Nothing changes: nothing was loaded.")
        else:
            self.stdout.write("Nothing was loaded.")

    def _agrees(self, told: Told, options: dict[str, Any]) -> bool:
        if not options["json"]:
            self._show(options["kind"], told)
        return self._agreed(options)

    def _show(self, kind: str, told: Told) -> None:
        of = f"edition {told.before.number}" if told.before else "no edition before"
        self.stdout.write(f"{kind}: {told.entries} entries; {of}")
        for name, keys in told.changes.first.items():
            count = getattr(told.changes, name)
            if count:
                more = f" and {count - SHOWN} more" if count > SHOWN else ""
                self.stdout.write(f"  {name} {count}: {', '.join(keys)}{more}")

    def _agreed(self, options: dict[str, Any]) -> bool:
        if options["yes"]:
            return True
        if options["json"] or not sys.stdin.isatty():
            return False
        return input("Load this edition? [y/N] ").strip().lower() in {"y", "yes", "д", "да", "иә"}


def _lines_in(path: Path) -> int:
    """How many lines the file has, for the progress bar."""
    with path.open("rb") as lines:
        return sum(1 for _line in lines)


def _as_json(kind: str, told: Told) -> dict[str, Any]:
    return {
        "kind": kind,
        "entries": told.entries,
        "before": told.before.number if told.before else None,
        "added": told.changes.added,
        "removed": told.changes.removed,
        "changed": told.changes.changed,
        "loaded": told.loaded.number if told.loaded else None,
    }
