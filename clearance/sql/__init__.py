"""The database's own half of the walls: functions, triggers, policies and reporting views, as repeatable files."""

from pathlib import Path

from django.db.migrations.operations import RunSQL

HERE = Path(__file__).parent
FILES = (
    "actors.sql",
    "record.sql",
    "workflow.sql",
    "walls.sql",
    "reporting.sql",
    "appeals.sql",
    "goods.sql",
    "drafts.sql",
    "worklist.sql",
    "queue.sql",
    "successors.sql",
)


def text(name: str) -> str:
    """The content of one file; each can be run again on a database that has it already."""
    return (HERE / name).read_text(encoding="utf-8")


def apply(*names: str) -> list[RunSQL]:
    """Migration operations that run the named files (all of them without names)."""
    return [RunSQL(text(name), RunSQL.noop) for name in (names or FILES)]
