"""The database's own half of customs' walls, as repeatable files."""

from pathlib import Path

HERE = Path(__file__).parent


def text(name: str) -> str:
    """The content of one file; each can be run again on a database that has it already."""
    return (HERE / name).read_text(encoding="utf-8")
