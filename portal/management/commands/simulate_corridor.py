"""`manage.py simulate_corridor`: trucks and trains of the demo drive, through the addresses that real ones use."""

import json
import os
import time
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.simulator import fleet as fleets
from portal.simulator.driving import Driver, Turn
from portal.simulator.endpoints import Endpoints, NotNow

BETWEEN_S = 5.0


class Command(BaseCommand):
    """Drives the fleet that `load_demo --fleet` wrote down; asks no database."""

    help = (
        "Drive trucks and trains along the corridor against a running demo; they file, report, break seals and arrive."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, how fast, how long, and where."""
        folder = Path(os.environ.get("RUN_DIR") or settings.BASE_DIR / ".run")
        parser.add_argument("--speed", type=float, default=1.0, help="Multiple of real time, until now is reached.")
        parser.add_argument("--back", type=float, default=0.0, metavar="HOURS", help="Begin so many hours ago.")
        parser.add_argument("--vehicles", type=int, default=8, help="Trucks on the way at once.")
        parser.add_argument("--trains", type=int, default=1, help="Trains on the way at once.")
        parser.add_argument("--seed", type=int, help="Another story for those that have not set off yet.")
        parser.add_argument("--minutes", type=float, help="Stop after so many minutes of real time.")
        parser.add_argument("--once", action="store_true", help="Do what is due now and stop.")
        parser.add_argument("--url", help="Address of the portal; else that of .run/demo.json.")
        parser.add_argument("--accounts", type=Path, help="File of accounts; else those of .run/demo.json.")
        parser.add_argument("--fleet", type=Path, default=folder / "fleet.json", help="File of the vehicles.")
        parser.add_argument("--demo", type=Path, default=folder / "demo.json", help="What the running demo wrote.")
        parser.add_argument("--json", action="store_true", help="Print each turn as a line of JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn after turn, until told to stop."""
        fleet = _fleet(options)
        driver = Driver(fleet, _endpoints(options))
        wanted = {"road": options["vehicles"], "rail": options["trains"]}
        began = time.monotonic()
        told = [one.told_until for one in fleet.vehicles if one.state == fleets.MOVING]
        start = max([timezone.now() - timedelta(hours=options["back"]), *told])
        while True:
            passed, now = time.monotonic() - began, timezone.now()
            at = now if options["once"] else min(now, start + timedelta(seconds=passed * options["speed"]))
            patience = BETWEEN_S
            try:
                self._say(driver.turn(at, wanted=wanted, is_now=at == now), at, as_json=options["json"])
            except NotNow as wait:
                patience = max(patience, wait.seconds)
                self.stderr.write(f"waits: {wait}")
            fleets.keep(options["fleet"], fleet)
            if options["once"] or (options["minutes"] is not None and passed >= options["minutes"] * 60):
                return
            time.sleep(patience)

    def _say(self, turn: Turn, at: datetime, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"at": at.isoformat(), **asdict(turn)}, ensure_ascii=False))
            return
        if turn.told or turn.filed or turn.departed or turn.arrived or turn.said:
            counts = f"{len(turn.filed)} filed, {len(turn.departed)} set off, {len(turn.arrived)} arrived"
            self.stdout.write(f"{at:%Y-%m-%d %H:%M} UTC: {turn.told} reports, {counts}")
        for sentence in turn.said:
            self.stderr.write(sentence)


def _fleet(options: dict[str, Any]) -> fleets.Fleet:
    try:
        fleet = fleets.read(options["fleet"])
    except FileNotFoundError:
        raise CommandError(f"{options['fleet']} is not there; `make demo` writes it.") from None
    if options["seed"] is not None:
        for vehicle in fleet.vehicles:
            if vehicle.state in {fleets.WAITING, fleets.FILED}:
                vehicle.seed = options["seed"]
    return fleet


def _endpoints(options: dict[str, Any]) -> Endpoints:
    try:
        demo = {} if options["url"] and options["accounts"] else json.loads(options["demo"].read_text())
        accounts = json.loads(options["accounts"].read_text()) if options["accounts"] else demo["accounts"]
    except FileNotFoundError as missing:
        raise CommandError(f"{missing.filename} is not there: no demo runs; start it with `make demo`.") from None
    return Endpoints(options["url"] or demo["base_url"], {one["username"]: one["token"] for one in accounts})
