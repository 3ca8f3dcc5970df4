"""The database's own half of the walls: chained events, guarded moves, row-level security, reporting views."""

from typing import Any

from django.db import migrations

from clearance import sql, workflow


def write_moves(apps: Any, schema_editor: Any) -> None:
    """Give the database the table of moves that its guard looks into."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("delete from clearance_move")
        cursor.executemany(
            "insert into clearance_move (name, source, target) values (%s, %s, %s)", sorted(workflow.pairs())
        )


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0001_initial"),
        ("accounts", "0002_the_record_is_append_only"),
    ]
    operations = [
        *sql.apply("actors.sql", "record.sql", "workflow.sql"),
        migrations.RunPython(write_moves, migrations.RunPython.noop),
        *sql.apply("walls.sql", "reporting.sql"),
    ]
