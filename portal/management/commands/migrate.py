"""`manage.py migrate` as the owner role: the application's own role cannot create tables."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from clearance.reference.starting import load_starter
from portal.migrating import rendering_no_neighbours


class Command(migrate.Command):
    """Django's migrate, through the owner's door by default."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Change the default database."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; through any other door nothing would be made and everything be marked as made."""
        options["database"] = "owner"
        with rendering_no_neighbours():
            super().handle(*args, **options)
        whole = not any(options.get(partly) for partly in ("app_label", "plan", "check_unapplied", "fake"))
        if whole:
            load_starter()
