"""`manage.py neighbour`: the windows next door - own key, list, add, stop."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clearance.acting import SYSTEM, acting_as
from clearance.models import Office
from portal.neighbours import signing
from portal.neighbours.models import Facing, Neighbour


class Command(BaseCommand):
    """Tell our key, and keep the neighbours and the offices that face each other."""

    help = "Windows of other countries: `key`, `list`, `add CODE NAME URL KEY --facing OURS=THEIRS`, `stop CODE`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("key", help="the public key of this window, for its neighbours")
        acts.add_parser("list", help="the neighbours and the offices that face each other")
        add = acts.add_parser("add", help="add a neighbour, or change one that is there")
        for name in ("code", "name", "url", "key"):
            add.add_argument(name)
        add.add_argument(
            "--facing", action="append", default=[], metavar="OURS=THEIRS", help="may be given several times"
        )
        stop = acts.add_parser("stop", help="tell a neighbour nothing more, and believe nothing more of it")
        stop.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(SYSTEM), transaction.atomic():
            told = getattr(self, f"_{options['act']}")(options)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _plain(told))

    def _key(self, options: dict[str, Any]) -> dict[str, Any]:
        window = signing.own()
        return {"window": window.country, "key": window.public_key}

    def _list(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"neighbours": [_shown(one) for one in Neighbour.objects.prefetch_related("facing")]}

    def _add(self, options: dict[str, Any]) -> dict[str, Any]:
        try:
            signing.key_of(options["key"])
        except ValueError as error:
            raise CommandError(
                "The key is not one: ask the neighbour for what its `manage.py neighbour key` tells."
            ) from error
        values = {"name": options["name"], "url": options["url"], "public_key": options["key"], "active": True}
        neighbour, _is_new = Neighbour.objects.update_or_create(code=options["code"].upper(), defaults=values)
        try:
            neighbour.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for pair in options["facing"]:
            ours, _sign, theirs = pair.partition("=")
            if not theirs or not Office.objects.filter(pk=ours).exists():
                raise CommandError(f"{pair}: write OUR-OFFICE=THEIR-OFFICE with the code of one of our offices.")
            Facing.objects.update_or_create(office_id=ours, defaults={"neighbour": neighbour, "theirs": theirs})
        return _shown(neighbour)

    def _stop(self, options: dict[str, Any]) -> dict[str, Any]:
        neighbour = Neighbour.objects.filter(code=options["code"].upper()).first()
        if neighbour is None:
            raise CommandError(f"There is no neighbour {options['code']}.")
        neighbour.active = False
        neighbour.save(update_fields=["active"])
        return _shown(neighbour)


def _shown(neighbour: Neighbour) -> dict[str, Any]:
    return {
        "code": neighbour.code,
        "name": neighbour.name,
        "url": neighbour.url,
        "active": neighbour.active,
        "facing": {one.office_id: one.theirs for one in neighbour.facing.all()},
    }


def _plain(told: dict[str, Any]) -> str:
    rows = told.get("neighbours", [told])
    return (
        "\n".join("  ".join(f"{name}: {value}" for name, value in row.items()) for row in rows) or "No neighbours yet."
    )
