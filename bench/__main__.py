"""`make bench`: ratios in one run, ours beside the limit; prints a table and writes .run/bench.json."""

import argparse
import json
from functools import partial
from pathlib import Path

from bench.standing import ROOT, Standing


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--only", choices=["life", "plan", "claims", "queue", "ingest"])
    words.add_argument("--seconds", type=int, default=20, help="how long devices report; 600 for the whole trial")
    given = words.parse_args()
    standing = Standing()
    try:
        standing.furnish()
        from bench import measures, positions, queues

        found = {}
        everything = {
            "plan": measures.plan,
            "life": measures.life,
            "ingest": partial(positions.ingest, seconds=given.seconds),
            "claims": queues.claims,
            "queue": queues.queue,
        }
        for name, measure in everything.items():
            if given.only in (None, name):
                found[name] = measure(standing, given.rounds)
                _print(name, found[name])
        path = Path(ROOT / ".run" / "bench.json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=1) + "\n")
    finally:
        standing.stop()


def _print(name: str, rows: list[dict[str, object]]) -> None:
    """A plain table: one line a row, columns by their names."""
    print(f"\n{name}")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    wide = [max(len(str(text)) for text in [column, *(row.get(column, "") for row in rows)]) for column in columns]
    for line in [columns, *([row.get(column, "") for column in columns] for row in rows)]:
        print("  " + "  ".join(str(text).rjust(width) for text, width in zip(line, wide, strict=True)), flush=True)


if __name__ == "__main__":
    main()
