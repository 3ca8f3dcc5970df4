"""`manage.py file_declarations PATH… --as USERNAME`: file declarations and dispatch lists from files, as that person."""

import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clearance.acting import Actor, Who, acting_as
from clearance.api.clients import client_of
from clearance.content import Problem, Problems
from clearance.declared_files import CSV, DeclaredFile, files_in, media_type_of, read_file
from clearance.dispatch_lists import parse_dispatch
from clearance.permissions import NotAllowed
from clearance.progress import watched
from clearance.services import filing, posting
from clearance.services.filing import Original
from clearance.workflow import Refused

SCOPES = frozenset({"read", "file", "sign"})


class Command(BaseCommand):
    """File from files."""

    help = "File declarations (WCO XML or JSON) and postal dispatch lists (CSV) from files or folders."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which files, and who files them."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders of files")
        parser.add_argument("--as", dest="username", required=True, metavar="USERNAME", help="who files and signs")
        parser.add_argument("--draft", action="store_true", help="keep drafts, file nothing")
        parser.add_argument("--json", action="store_true", help="print a list of results as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """File each; the same file again gives the same reference. Exit status 1 when one could not be filed."""
        person = get_user_model().objects.filter(username=options["username"], is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody named {options['username']} signs in here.")
        who = Who(person.pk, scopes=SCOPES)
        results: list[dict[str, Any]] = []
        for path in watched(list(files_in(options["paths"]))):
            results += _filed(path, who, draft=options["draft"])
        if options["json"]:
            self.stdout.write(json.dumps(results, ensure_ascii=False))
        else:
            for result in results:
                self.stdout.write(_told(result))
        if any(result["reference"] is None for result in results):
            sys.exit(1)


def _filed(path: Path, who: Who, *, draft: bool) -> list[dict[str, Any]]:
    try:
        if media_type_of(b"", path) == CSV:
            return _dispatch(path, who)
        file = read_file(path)
    except OSError as wrong:
        return [_result(path, problems=[Problem("file", "", f"{wrong.strerror}: {path}")])]
    except Problems as wrong:
        return [_result(path, problems=wrong.problems)]
    if not file.is_readable:
        return [_result(path, problems=file.problems)]
    try:
        with acting_as(who) as actor:
            return [_one(actor, file, draft=draft)]
    except Problems as wrong:
        return [_result(path, problems=file.located(wrong.problems))]
    except (Refused, NotAllowed) as wrong:
        return [_result(path, problems=[Problem(getattr(wrong, "code", "not_allowed"), "", str(wrong))])]


def _one(actor: Actor, file: DeclaredFile, *, draft: bool) -> dict[str, Any]:
    company = client_of(actor, file.content)
    options: dict[str, Any] = {
        "company_id": company,
        "content": file.content,
        "original": Original(file.data, file.media_type) if file.message else None,
        "idempotency_key": f"file:{'draft:' if draft else ''}{file.digest}",
        "body_digest": file.digest,
    }
    filed = filing.save_draft(actor, **options) if draft else filing.file(actor, **options)
    return _result(file.path, reference=filed.declaration.reference, created=filed.created)


def _dispatch(path: Path, who: Who) -> list[dict[str, Any]]:
    rows = parse_dispatch(path.read_bytes(), CSV)
    try:
        with acting_as(who) as actor:
            operator = next((member.company for member in actor.own if member.is_postal_operator), None)
            if operator is None:
                raise NotAllowed("Only a person of a postal operator files dispatch lists.")
            filed = posting.file_dispatch(actor, company_id=operator, rows=rows)
    except (Refused, NotAllowed) as wrong:
        return [_result(path, problems=[Problem(getattr(wrong, "code", "not_allowed"), "", str(wrong))])]
    return [
        {
            "file": str(path),
            "item_id": item.item_id,
            "reference": item.reference,
            "created": item.created,
            "errors": posting.located(item, row),
        }
        for item, row in zip(filed, rows, strict=True)
    ]


def _result(path: Path, *, reference: str | None = None, created: bool = False, problems: Any = ()) -> dict[str, Any]:
    return {
        "file": str(path),
        "reference": reference,
        "created": created,
        "errors": [problem.as_dict() for problem in problems],
    }


def _told(result: dict[str, Any]) -> str:
    name = " ".join(filter(None, (result["file"], result.get("item_id"))))
    if result["reference"]:
        return f"{name}: {result['reference']}{'' if result['created'] else ' (filed before)'}"
    lines = [f"{name}: not filed"]
    for error in result["errors"]:
        where = " ".join(filter(None, (f"line {error['line']}" if error.get("line") else "", error["pointer"])))
        lines.append(f"  {where}: {error['message']} {error['hint']}".rstrip())
    return "\n".join(lines)
