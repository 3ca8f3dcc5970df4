"""Sheets of goods that wait to be imported, what a scanner said of a file, and files that leave with a draft."""

import clearance.workflow
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from clearance import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_the_record_is_append_only"),
        ("clearance", "0004_appeals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("form", models.CharField(max_length=4)),
                ("encoding", models.CharField(blank=True, default="", max_length=20)),
                ("rows", models.JSONField()),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="scan",
            field=models.CharField(
                choices=[("clean", "clean"), ("not_scanned", "not_scanned")],
                default=clearance.workflow.Scan["NOT_SCANNED"],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan__in", ["clean", "not_scanned"])), name="the_scan_of_a_file_is_known"
            ),
        ),
        migrations.AddField(
            model_name="itemsheet",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="itemsheet",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="itemsheet",
            name="declaration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemsheet",
            constraint=models.UniqueConstraint(fields=("declaration",), name="one_sheet_waits_for_each_declaration"),
        ),
        *sql.apply("goods.sql"),
    ]
