"""`manage.py add_agency NAME`: a folder for a new agency that passes every generic test at once."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from clearance import registry
from clearance.scaffolding import FolderExists, NotACode, add_agency


class Command(BaseCommand):
    """Scaffold an agency's folder; nothing outside it is touched."""

    help = "Make the folder of a new agency: agency.py, rules.csv with one rule in dry run, examples.csv."

    def add_arguments(self, parser: CommandParser) -> None:
        """The code of the agency and its names."""
        parser.add_argument("name", help="code of the agency, such as cultural_heritage")
        parser.add_argument("--en", help="name in English")
        parser.add_argument("--ru", help="name in Russian")
        parser.add_argument("--kk", help="name in Kazakh")
        parser.add_argument("--into", type=Path, default=registry.HOME, help="folder of the agency folders")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the folder and say what to do next."""
        code = options["name"]
        english = options["en"] or code.replace("_", " ").capitalize()
        names = {"en": english, "ru": options["ru"] or english, "kk": options["kk"] or english}
        try:
            files = add_agency(code, names, into=options["into"])
        except (NotACode, FolderExists) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"agency": code, "files": [str(path) for path in files]}, ensure_ascii=False))
            return
        for path in files:
            self.stdout.write(str(path))
        self.stdout.write(_("Next: write its rules and examples, then publish its first rulebook."))
