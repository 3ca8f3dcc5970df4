"""The walls around what windows tell each other, as a repeatable file."""

from pathlib import Path

from django.db.migrations.operations import RunSQL


def apply(name: str) -> RunSQL:
    """The migration operation that runs a file of this folder."""
    return RunSQL((Path(__file__).parent / name).read_text(encoding="utf-8"), RunSQL.noop)
