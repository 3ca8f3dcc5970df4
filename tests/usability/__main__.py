"""`make usability`: five people do their main task in Chromium, and what it costs them goes into docs/usability.md.

`make usability ARGS=--check` fails instead when the committed table is not what is counted now.
`USABILITY_PICTURES=folder` keeps a picture of every page on the way.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.usability.table import DOC, TASKS, Counts, table_of, with_table

STORIES = sorted(Path(__file__).parent.glob("story_*.py"))


def main(arguments: list[str]) -> None:
    """Tell the stories, print the table, and write it or hold it against the committed one."""
    table = table_of(counted())
    print(table)
    committed = DOC.read_text(encoding="utf-8")
    counted_now = with_table(committed, table)
    if "--check" not in arguments:
        DOC.write_text(counted_now, encoding="utf-8")
    elif counted_now != committed:
        sys.exit("docs/usability.md says something else: type `make usability` and look at what changed.")


def counted() -> Counts:
    """The effort of every task, each story told once from a fresh database."""
    with tempfile.TemporaryDirectory() as notes:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *map(str, STORIES)]
        if subprocess.run(command, env={**os.environ, "USABILITY_NOTES": notes}, check=False).returncode:
            sys.exit("A story did not end well; the lines above say where.")
        found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(notes).glob("*.json")}
    if missing := TASKS.keys() - found.keys():
        sys.exit("Not counted, for want of Chromium: " + ", ".join(sorted(missing)))
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
