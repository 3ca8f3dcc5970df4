"""`manage.py rulebook rehearse|publish|diff`: an agency's rules compared, tried on what was routed, and published."""

import csv
import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearance import clock, registry, wording
from clearance.acting import SYSTEM, Who, acting_as
from clearance.permissions import NotAllowed
from clearance.progress import watched
from clearance.rehearsing import last_runs, rehearse
from clearance.rules import CompiledBook, RulebookErrors, compile_book
from clearance.services import publishing
from clearance.workflow import Refused


class Command(BaseCommand):
    """Rulebooks from the command line."""

    help = "Compare an agency's rules with those in force, rehearse them, or publish them with two persons."

    def add_arguments(self, parser: CommandParser) -> None:
        """The three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        for name, what in (
            ("diff", "show how the rules differ from those in force"),
            ("rehearse", "show what they would have asked of the declarations routed last"),
            ("publish", "publish them: drafted by one administrator, approved by another"),
        ):
            act: ArgumentParser = acts.add_parser(name, help=what)
            act.add_argument("--agency", required=True, help="code of the agency, or general")
            act.add_argument("--file", type=Path, help="CSV of rules (default: rules.csv of the agency's folder)")
            act.add_argument("--json", action="store_true", help="print the result as JSON")
            if name == "rehearse":
                act.add_argument("--last", type=int, default=500, help="how many declarations (500)")
            if name == "publish":
                act.add_argument("--author", required=True, metavar="USERNAME")
                act.add_argument("--approver", required=True, metavar="USERNAME")
                act.add_argument(
                    "--starts-at", type=datetime.fromisoformat, metavar="TIME", help="with zone; now if none"
                )
                act.add_argument("--note", default="", help="what changed, for colleagues")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act on rules that compile."""
        agency = options["agency"]
        rows = self._rows(agency, options["file"])
        try:
            book = compile_book(agency, rows, book_id=0, known=registry.facts())
        except RulebookErrors as wrong:
            raise CommandError("\n".join(wording.rule_fault_sentence(error) for error in wrong.errors)) from wrong
        told = getattr(self, f"_{options['act']}")(agency, rows, book, options)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, default=str))
        else:
            self.stdout.write("\n".join(_lines(options["act"], told)))

    def _rows(self, agency: str, path: Path | None) -> list[dict[str, str]]:
        if path is None:
            try:
                return registry.rules_of(agency)
            except registry.UnknownAgency as wrong:
                raise CommandError(str(wrong)) from wrong
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError) as wrong:
            raise CommandError(f"{path} cannot be read: {wrong}") from wrong

    def _diff(self, agency: str, rows: list[dict[str, str]], book: CompiledBook, options: Any) -> dict[str, Any]:
        changes = publishing.differences(publishing.rows_in_force(agency, clock.now()), rows)
        return {
            "agency": agency,
            "changes": [
                {
                    "rule": change.rule_id,
                    "what": "added" if change.before is None else "removed" if change.after is None else "changed",
                    "columns": {
                        name: [(change.before or {}).get(name, ""), (change.after or {}).get(name, "")]
                        for name in change.columns
                    },
                }
                for change in changes
            ],
        }

    def _rehearse(self, agency: str, rows: list[dict[str, str]], book: CompiledBook, options: Any) -> dict[str, Any]:
        with acting_as(SYSTEM):
            runs = last_runs(options["last"])
            found = list(rehearse(book, list(watched(runs))))
        differing = [asdict(difference) for difference in found if difference]
        return {"agency": agency, "declarations": len(runs), "differing": differing}

    def _publish(self, agency: str, rows: list[dict[str, str]], book: CompiledBook, options: Any) -> dict[str, Any]:
        author, approver = (self._person(options[name]) for name in ("author", "approver"))
        starts_at = options["starts_at"]
        if starts_at is not None and starts_at.tzinfo is None:
            raise CommandError("Give the start with its zone, such as 2026-01-31T00:00+05:00.")
        try:
            with acting_as(author) as one:
                drafted = publishing.draft(one, agency=agency, rows=rows, note=options["note"])
                with acting_as(approver) as other:
                    published = publishing.publish(other, rulebook_id=drafted.pk, starts_at=starts_at)
        except (Refused, NotAllowed) as wrong:
            raise CommandError(str(wrong)) from wrong
        return {
            "agency": agency,
            "number": published.number,
            "rules": len(rows),
            "digest": published.digest,
            "starts_at": published.starts_at.isoformat() if published.starts_at else None,
        }

    def _person(self, username: str) -> Who:
        found = get_user_model().objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody named {username} signs in here.")
        return Who(found.pk)


def _lines(act: str, told: dict[str, Any]) -> list[str]:
    if act == "publish":
        return [f"Rulebook {told['number']} of {told['agency']}, {told['rules']} rules, from {told['starts_at']}."]
    if act == "rehearse":
        lines = [f"{len(told['differing'])} of {told['declarations']} declarations would be asked otherwise."]
        for one in told["differing"]:
            parts = [f"{name}: {', '.join(one[name])}" for name in ("new", "gone", "changed") if one[name]]
            parts += [f"{one['unplaced']:+d} for the routing desk"] if one["unplaced"] else []
            lines.append(f"{one['reference']}  {'; '.join(parts)}")
        return lines
    if not told["changes"]:
        return ["The rules are those in force."]
    lines = []
    for change in told["changes"]:
        lines.append(f"{change['what']} {change['rule']}")
        if change["what"] == "changed":
            lines += [f"    {name}: {before!r} -> {after!r}" for name, (before, after) in change["columns"].items()]
    return lines
