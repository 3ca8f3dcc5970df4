"""`manage.py clip_map countries-10m.json OUT`: the base map of the control centre, cut from a world in TopoJSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from agencies.customs.control.clipping import region


class Command(BaseCommand):
    """Writes GeoJSON; a ministry with borders of its own gives its own file instead."""

    help = "Cut the base map of the control centre from a world in TopoJSON (npm package world-atlas)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the world is, and where the map goes."""
        parser.add_argument("world", type=Path)
        parser.add_argument("out", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Cut, write, say how large it is."""
        found = region(json.loads(options["world"].read_text(encoding="utf-8")))
        text = json.dumps(found, separators=(",", ":"))
        options["out"].write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{len(found['features'])} countries, {len(text) // 1024} KB")
