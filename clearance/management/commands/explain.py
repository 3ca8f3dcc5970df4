"""`manage.py explain FILE|REFERENCE`: which agencies would agree, about what and why; saves nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearance import clock, deriving, rulebooks, wording
from clearance.acting import SYSTEM, acting_as
from clearance.declared_files import read_file
from clearance.explaining import explain
from clearance.facts import Facts
from clearance.identifiers import is_reference
from clearance.models import Declaration, RoutingRun, Version
from clearance.plans import Plan
from clearance.routing import plan
from clearance.services.filing import problems_of


class Command(BaseCommand):
    """Explain a plan."""

    help = "Say which agencies must agree and why, for a file (WCO XML or JSON) or a declaration. Saves nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to explain."""
        parser.add_argument("subject", metavar="FILE|REFERENCE")
        parser.add_argument("--restricted", action="store_true", help="with restricted rules; for officers' eyes only")
        parser.add_argument("--json", action="store_true", help="print the plan as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan without drawing a lane and without saving."""
        with acting_as(SYSTEM):
            planned, wrong = self._planned(options["subject"])
        told = wording.worded(explain(planned, restricted=options["restricted"])) | {"errors": wrong}
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, default=str))
            return
        for problem in wrong:
            self.stdout.write(f"! {problem['pointer']}: {problem['message']}")
        for line in _lines(told):
            self.stdout.write(line)

    def _planned(self, subject: str) -> tuple[Plan, list[dict[str, Any]]]:
        """The plan, and what would stop the filing; a routed declaration is explained by the facts it was routed on."""
        if is_reference(subject.strip().upper()):
            declaration = Declaration.objects.filter(reference=subject.strip().upper()).first()
            if declaration is None:
                raise CommandError(f"There is no declaration {subject}.")
            run = RoutingRun.objects.filter(declaration=declaration).order_by("-number").first()
            if run is not None:
                books = [rulebooks.compiled(agency, pk) for agency, pk in sorted(run.rulebooks.items())]
                return plan(Facts.from_json(run.facts), books), []
            version = Version.objects.filter(declaration=declaration).order_by("-number").first()
            content = version.content if version else declaration.draft or {}
            return self._of(content), [problem.as_dict() for problem in problems_of(content)]
        try:
            file = read_file(Path(subject))
        except OSError as wrong:
            raise CommandError(f"{subject} is neither a file that can be read nor a reference.") from wrong
        if not file.is_readable:
            sentences = "\n".join(f"{problem.pointer}: {problem.message}" for problem in file.problems)
            raise CommandError(f"{subject} cannot be read:\n{sentences}")
        return self._of(file.content), [problem.as_dict() for problem in file.located(problems_of(file.content))]

    def _of(self, content: dict[str, Any]) -> Plan:
        _ids, books = rulebooks.in_force(clock.now())
        if not books:
            raise CommandError("No rulebook is in force. Publish one: manage.py rulebook publish.")
        return plan(deriving.facts_to_explain(content), books)


def _lines(told: dict[str, Any]) -> list[str]:
    lines = []
    for agency in told["agencies"]:
        lines.append(f"{wording.in_language(agency['names'])} ({agency['agency']})")
        for asked in agency["sign_offs"]:
            by_itself = ", decides itself" if asked["automatic"] else ""
            lines.append(
                f"  {asked['title']} [{asked['control']}, {asked['stage']}, {asked['deadline_text']}{by_itself}]"
            )
            lines.append(f"    {asked['because_text']} ({', '.join(asked['rules'])}; {asked['legal_basis']})")
    if not told["agencies"]:
        lines.append("No agency is asked by a rule: the routing desk would decide.")
    lines += [f"? {one['rule']}: {one['reason']}" for one in told["unplaced"]]
    return lines
