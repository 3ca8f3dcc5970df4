"""Which of the two doors to the one database is used: the application's for rows, the owner's for tables."""

from typing import Any


class TwoDoors:
    """Everything reads and writes through `default`; only `owner` migrates."""

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        """Both doors open to the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Only the owner makes tables."""
        return db == "owner"
