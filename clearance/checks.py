"""System checks: no table that refers to a declaration without forced row-level security, and no move unknown to the database."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections

from clearance import workflow
from clearance.models import Declaration


@register(Tags.database)
def trade_tables_have_walls(app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Every concrete table with a foreign key to a declaration (agencies' own included) is walled."""
    if not databases or "default" not in databases:
        return []
    tables = {Declaration._meta.db_table} | {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Declaration
    }
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class where relname = any(%s)",
            [sorted(tables)],
        )
        found = dict(cursor.fetchall())
        cursor.execute("select to_regclass('clearance_move') is not null")
        pairs: set[tuple[str, str, str]] | None = None
        if cursor.fetchone()[0]:
            cursor.execute("select name, source, target from clearance_move")
            pairs = set(cursor.fetchall())
    errors = [
        Error(f"The table {name} refers to declarations but has no forced row-level security.", id="clearance.E001")
        for name, walled in sorted(found.items())
        if not walled
    ]
    if pairs is not None and pairs != workflow.pairs():
        errors.append(Error("The database knows other moves than clearance.workflow.", id="clearance.E002"))
    return errors
