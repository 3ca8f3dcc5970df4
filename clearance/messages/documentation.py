"""The mapping table as people read it in docs/messages.md; `python -m clearance.messages.documentation` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from . import mapping
from .mapping import STATEMENTS, Group, Row
from .values import Measured, WithAttribute

START, END = "<!-- the table below is made by the code -->", "<!-- end of the table -->"


def table() -> str:
    """Return the table in Markdown."""
    lines = ["| element below Declaration | field | WCO | written as |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(cells)} |" for cells in _lines(mapping.DECLARATION, "", "")]
    return "\n".join(lines)


def _lines(rows: Sequence[Row | Group], element: str, field: str) -> Iterator[tuple[str, str, str, str]]:
    for row in rows:
        path = element + row.path.replace("|", " + ")
        if isinstance(row, Group):
            yield f"`{path}`", f"`{field}{row.field}[]`", row.wco, "one element for each entry"
            yield from _lines(row.rows, f"{path}/", f"{field}{row.field}[].")
            continue
        names = [name.replace("/", ".") for name in row.fields if name and name != STATEMENTS]
        said = ", ".join(f"`{field}{name}`" for name in names)
        yield f"`{path}`", said or "-", row.wco, _way(row)


def _way(row: Row) -> str:
    way = (type(row.way).__doc__ or "").split(".")[0].split("\n")[0]
    if isinstance(row.way, Measured):
        way = f"A number, always in {row.way.unit} (`{row.way.attribute}`); anything else is kept and not counted"
    elif isinstance(row.way, WithAttribute):
        way = f"A number and its `{row.way.attribute}`"
    return f"{way} ({row.condition})" if row.condition else way


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
