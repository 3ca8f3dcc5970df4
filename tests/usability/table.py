"""The table of docs/usability.md: what each task costs, written between two marks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DOC = Path(__file__).parents[2] / "docs" / "usability.md"
BEGIN, END = "<!-- counted: begin -->", "<!-- counted: end -->"
TASKS = {
    "trader-first": "Trader: her first import, one item of goods and two documents",
    "trader-second": "Trader: her second import, as a copy of the first",
    "broker": "Broker of thirty: answers for one client, files for another",
    "officer-mouse": "Plant-health officer: ten sign-offs by mouse",
    "officer-keyboard": "Plant-health officer: the same by keyboard alone",
    "clerk": "Clerk of the post: two hundred parcels, seven exceptions",
    "administrator": "Administrator: an officer leaves, a successor is asked for",
    "second-administrator": "Second administrator: signs for the successor",
}
COLUMNS = {
    "pages": "pages",
    "clicks": "clicks",
    "keys": "keys",
    "letters": "letters typed",
    "turns": "turns of the wheel",
    "waits": "waits",
}

Counts = Mapping[str, Mapping[str, int]]


def table_of(counts: Counts) -> str:
    """The table in Markdown, tasks in the order of the doc."""
    head = "| task | " + " | ".join(COLUMNS.values()) + " |\n|---|" + "---:|" * len(COLUMNS)
    rows = [
        f"| {words} | " + " | ".join(str(counts[task][column]) for column in COLUMNS) + " |"
        for task, words in TASKS.items()
    ]
    return "\n".join([head, *rows])


def with_table(text: str, table: str) -> str:
    """The doc with this table between its marks."""
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n{table}\n{END}{after}"
