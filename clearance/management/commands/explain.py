"""`manage.py explain FILE|REFERENCE`: which agencies would have to agree, and why. Saves nothing, draws nothing."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from clearance import clock, deriving, rulebooks, wording
from clearance.acting import SYSTEM, acting_as
from clearance.content import Problem
from clearance.content.reading import read_json
from clearance.explaining import explain
from clearance.messages.reading import read
from clearance.models import Declaration, Version
from clearance.routing import plan
from clearance.selectors import find


class Command(BaseCommand):
    """Explain a file or a declaration we have, as a trader may read it."""

    help = "Say which agencies a declaration needs, for which requirements, by which rules and why. Saves nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to explain."""
        parser.add_argument("what", metavar="FILE|REFERENCE", help="a JSON or WCO XML file, or a reference")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the plan; located errors and exit 1 for a file that cannot be read."""
        with acting_as(SYSTEM) as actor:
            path = Path(options["what"])
            content = _of_file(path) if path.is_file() else _of_reference(actor, options["what"])
            _ids, books = rulebooks.in_force(clock.now())
            told = wording.worded(explain(plan(deriving.facts_to_explain(content), books)))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for line in lines(told):
            self.stdout.write(line)


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """An explanation as lines of text."""
    for agency in told["agencies"]:
        yield agency["name"]
        for asked in agency["sign_offs"]:
            by_itself = f" · {_('decides itself')}" if asked["automatic"] else ""
            yield f"  {asked['title']} · {asked['requirement']} · {asked['control']}{by_itself}"
            yield f"    {asked['because_text']}"
            yield f"    {', '.join(asked['rules'])} · {asked['legal_basis']} · {asked['deadline_text']}"
            if asked["default_note"]:
                yield f"    {asked['default_note']}"
            for paper in asked["missing_text"]:
                yield f"    {_('Missing: %(paper)s') % {'paper': paper}}"
    for one in told["unplaced"]:
        yield f"{one['rule']}: {one['text']}"
    if not told["agencies"] and not told["unplaced"]:
        yield wording.because_sentence({"reason": "nobody_asked"})


def _of_file(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        content, problems = read_json(data)
        content = content.get("content", content)
    else:
        message = read(data)
        content, problems = message.content, [one for one in message.problems if one.severity == "error"]
    if problems:
        raise CommandError("\n".join(_located(problem) for problem in problems))
    return content


def _of_reference(actor: Any, reference: str) -> dict[str, Any]:
    try:
        declaration = find(actor, reference)
    except Declaration.DoesNotExist:
        raise CommandError(_("There is no file and no declaration named %(name)s.") % {"name": reference}) from None
    if declaration.version == 0:
        return dict(declaration.draft or {})
    return dict(Version.objects.get(declaration=declaration, number=declaration.version).content)


def _located(problem: Problem) -> str:
    line = f" ({_('line %(line)s') % {'line': problem.line}})" if problem.line else ""
    return f"{problem.pointer or '/'}{line}: {problem.message}"
