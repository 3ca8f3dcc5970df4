"""`make pages`: every page of the running demo in three languages, both themes and two widths is looked at and pictured.

`make pages ARGS="draft declaration --languages ru,kk --people aigul"` takes only pages whose name begins so. Pictures,
contact sheets and faults.txt are written to .run/pages; the status is 1 when there are faults.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).parents[2]
RUN = Path(os.environ.get("RUN_DIR") or ROOT / ".run")


def main() -> int:
    """Find the pages, look at those wanted, write what was seen; the number of faults decides the status."""
    wanted = _wanted()
    notes = RUN / "demo.json"
    if not notes.exists():
        sys.exit("No demo is running here. Start one with `make demo`, then type `make pages` in another terminal.")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }  # Playwright keeps a loop
    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, chromium_path
    from tests.every_page import finding, report, rounds

    began = time.monotonic()
    folder = RUN / "pages"
    folder.mkdir(exist_ok=True)
    demo = json.loads(notes.read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        house = rounds.House(chromium, demo)
        visits, missing = finding.kept(house, folder / "visits.json", newer_than=notes, again=wanted.again)
        chosen = [visit for visit in visits if _is_wanted(visit, wanted)]
        if wanted.list:
            print(*(f"{visit.person or '-':24} {visit.name:32} {visit.path}" for visit in chosen), sep="\n")
            chosen = []
        seen = rounds.look_at(house, chosen, wanted, folder)
        chromium.close()
    return report.write(folder, seen, missing, seconds=time.monotonic() - began)


def _wanted() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make pages", description=__doc__)
    reader.add_argument("names", nargs="*", help="beginnings of page names; none means every page")
    reader.add_argument("--languages", default="kk,ru,en", type=_listed)
    reader.add_argument("--themes", default="light,dark", type=_listed)
    reader.add_argument("--widths", default="1280,390", type=_listed)
    reader.add_argument("--people", default="", type=_listed, help="only pages visited as these; `-` means nobody")
    reader.add_argument("--again", action="store_true", help="find the pages anew, though the demo is the same")
    reader.add_argument("--list", action="store_true", help="only say which pages there are")
    return reader.parse_args()


def _listed(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _is_wanted(visit: Any, wanted: argparse.Namespace) -> bool:
    by_name = not wanted.names or any(visit.name.startswith(name) for name in wanted.names)
    return by_name and (not wanted.people or (visit.person or "-") in wanted.people)


if __name__ == "__main__":
    sys.exit(main())
