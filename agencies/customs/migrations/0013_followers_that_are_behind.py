"""Who follows positions and failed is behind with a movement until it has caught up."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    dependencies = [
        ("customs", "0012_a_reason_is_more_than_blanks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Backlog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("follower", models.CharField(max_length=40)),
                ("first", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="backlogs", to="customs.movement"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["due_at"], name="backlogs_that_are_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("movement", "follower"), name="a_follower_is_behind_with_a_movement_once"
                    )
                ],
            },
        ),
        RunSQL(sql.text("backlog.sql"), RunSQL.noop),
    ]
