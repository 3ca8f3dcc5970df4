"""A declaration may follow another one, whose answers then stand for the same goods."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clearance import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_declined_brokers_wait"),
        ("clearance", "0009_roles_of_a_control_centre"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="declaration",
            name="predecessor",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successors",
                to="clearance.declaration",
            ),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("predecessor__isnull", False)),
                fields=["predecessor"],
                name="declaration_after_another",
            ),
        ),
        *sql.apply("workflow.sql", "successors.sql"),
    ]
