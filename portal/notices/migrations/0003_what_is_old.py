"""What was told long ago is found by an index, and the database lets only that be deleted."""

from pathlib import Path

import django.db.models.functions.comparison
from django.db import migrations, models

KEEPING = Path(__file__).parents[1] / "sql" / "keeping.sql"


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_walls")]
    operations = [
        migrations.AddIndex(
            "notice",
            models.Index(
                django.db.models.functions.comparison.Coalesce("read_at", "at"),
                condition=models.Q(
                    ("mail_due_at__isnull", True),
                    models.Q(("inbox", False), ("read_at__isnull", False), _connector="OR"),
                ),
                name="notice_done_with",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["at"],
                condition=models.Q(("inbox", True), ("mail_due_at__isnull", True), ("read_at__isnull", True)),
                name="notice_never_read",
            ),
        ),
        migrations.AddIndex("attempt", models.Index(fields=["at"], name="attempt_by_age")),
        migrations.AddIndex(
            "delivery",
            models.Index(
                django.db.models.functions.comparison.Coalesce("tried_at", "made_at"),
                condition=models.Q(("due_at__isnull", True)),
                name="delivery_done_with",
            ),
        ),
        migrations.RunSQL(KEEPING.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
