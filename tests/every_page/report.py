"""What a round found, as a table for people and a status for programs."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tests.every_page.rounds import Seen


def write(folder: Path, seen: Seen, missing: list[str], *, seconds: float) -> int:
    """Write faults.txt, print it and the count; return the exit status."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, view, fault in seen.faults:
        if view.strip() not in places[name, fault]:
            places[name, fault].append(view.strip())
    lines = [f"{name}  [{'; '.join(views)}]  {fault}" for (name, fault), views in sorted(places.items())]
    lines += [
        f"{key}  no page of this row was found: add a door, a way or a reason in tests/every_page" for key in missing
    ]
    lines.append(f"{seen.views} views in {seconds:.0f} s, {len(lines)} faults, {len(seen.sheets)} contact sheets")
    text = "\n".join(lines) + "\n"
    (folder / "faults.txt").write_text(text, encoding="utf-8")
    print(text)
    return int(bool(places or missing))
