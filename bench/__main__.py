"""`make bench`: ratios in one run, ours beside the limit; prints a table and writes .run/bench.json."""

import argparse
import json
from pathlib import Path

from bench.standing import ROOT, Standing


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--only", choices=["life", "plan", "claims", "queue"])
    given = words.parse_args()
    standing = Standing()
    try:
        standing.furnish()
        from bench import measures

        found = {}
        for name in ("plan", "life", "claims", "queue"):
            if given.only in (None, name):
                found[name] = getattr(measures, name)(standing, given.rounds)
                _print(name, found[name])
        path = Path(ROOT / ".run" / "bench.json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=1) + "\n")
    finally:
        standing.stop()


def _print(name: str, rows: list[dict[str, object]]) -> None:
    """A plain table: one line a row, columns by their names."""
    print(f"\n{name}")
    columns = list(rows[0])
    print("  " + "".join(f"{column:>18}" for column in columns))
    for row in rows:
        print("  " + "".join(f"{row[column]!s:>18}" for column in columns))


if __name__ == "__main__":
    main()
