"""`manage.py create_administrator`: the first two administrators of an agency, from whom on granting needs two."""

import getpass
import json
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from agencies.offices import agency_codes
from agencies.services import found_administrator
from portal.accounts.models import User


class Command(BaseCommand):
    """Found an agency's administration."""

    help = (
        "Make an administrator of an agency. Works for the first two of each agency; from then on they grant and "
        "approve in the portal. The password is asked for, or read from ADMINISTRATOR_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add who and where."""
        parser.add_argument("username")
        parser.add_argument("--agency", required=True, help="Code of the agency, for example customs.")
        parser.add_argument("--email", default="")
        parser.add_argument("--name", default="", help="Full name.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the person if unknown, and the founding grant."""
        agency = options["agency"]
        if agency not in agency_codes():
            raise CommandError(f"There is no agency {agency}. Choose one of: {', '.join(agency_codes())}.")
        try:
            with transaction.atomic():
                user = User.objects.filter(username=options["username"]).first() or self._person(options)
                found_administrator(user=user, agency=agency)
        except IntegrityError as refused:
            constraint = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "")
            if constraint == "only_two_administrators_are_founded":
                raise CommandError(
                    f"{agency} has two administrators. They grant and approve further ones in the portal."
                ) from refused
            if constraint == "a_person_has_a_role_at_an_office_once":
                raise CommandError(f"{options['username']} administers {agency} already.") from refused
            raise
        if options["json"]:
            self.stdout.write(json.dumps({"username": user.username, "agency": agency}))
        else:
            self.stdout.write(f"{user.username} administers {agency}.")

    def _person(self, options: dict[str, Any]) -> User:
        user = User(username=options["username"], email=options["email"], full_name=options["name"])
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_password(password, user)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        user.set_password(password)
        user.save()
        return user
