"""The table of the doc: every task in its order, between the marks, and nothing else of the doc changes."""

from __future__ import annotations

import pytest

from tests.usability.table import BEGIN, COLUMNS, DOC, END, TASKS, table_of, with_table

COUNTS = {task: dict.fromkeys(COLUMNS, number) for number, task in enumerate(TASKS)}


def test_a_row_for_each_task_in_order() -> None:
    lines = table_of(COUNTS).splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]] == list(TASKS.values())
    assert lines[3] == f"| {TASKS['trader-second']} | 1 | 1 | 1 | 1 | 1 | 1 |"


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    text = f"Before\n{BEGIN}\nold\n{END}\nAfter\n"
    assert with_table(text, "new") == f"Before\n{BEGIN}\nnew\n{END}\nAfter\n"


def test_a_task_that_was_not_counted_is_missed() -> None:
    with pytest.raises(KeyError):
        table_of({task: row for task, row in COUNTS.items() if task != "clerk"})


def test_the_doc_has_the_table() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert with_table(text, text.split(BEGIN)[1].split(END)[0].strip("\n")) == text
    assert all(f"| {words} |" in text for words in TASKS.values())
