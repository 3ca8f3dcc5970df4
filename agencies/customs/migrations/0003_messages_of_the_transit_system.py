"""Messages of the transit system in and out, with the walls around them."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_declined_brokers_wait"),
        ("clearance", "0009_roles_of_a_control_centre"),
        ("customs", "0002_corridors_alarms_and_stops"),
    ]

    operations = [
        migrations.CreateModel(
            name="NctsCorrespondence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(max_length=35)),
                ("prelodged", models.BooleanField(default=False)),
                ("told_seq", models.IntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sender", ""), _negated=True), name="a_correspondence_is_with_somebody"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NctsMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("direction", models.CharField(max_length=3)),
                ("type", models.CharField(blank=True, default="", max_length=6)),
                ("sender", models.CharField(blank=True, default="", max_length=35)),
                ("identification", models.CharField(blank=True, default="", max_length=35)),
                ("correlation", models.CharField(blank=True, default="", max_length=35)),
                ("number", models.CharField(blank=True, default="", max_length=22)),
                ("repeats", models.BooleanField(default=False)),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("errors", models.JSONField(default=list)),
                ("event_seq", models.IntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clearance.declaration",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["company", "id"], name="messages_of_a_company"),
                    models.Index(fields=["declaration", "id"], name="messages_of_a_declaration"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])), name="a_message_goes_in_or_out"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("direction", "in"), ("repeats", False), models.Q(("identification", ""), _negated=True)
                        ),
                        fields=("company", "sender", "identification"),
                        name="a_message_has_one_effect",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "in")),
                        fields=("company", "sender", "identification", "digest"),
                        name="the_same_message_is_kept_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("direction", "out")),
                        fields=("sender", "identification"),
                        name="an_answer_has_its_own_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("event_seq__isnull", False)),
                        fields=("declaration", "type", "event_seq"),
                        name="an_event_is_told_once_in_each_message",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction", "in"),
                            models.Q(
                                models.Q(("type", ""), _negated=True),
                                models.Q(("sender", ""), _negated=True),
                                models.Q(("identification", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction", "in"), models.Q(("errors", []), ("repeats", False)), _connector="OR"
                        ),
                        name="an_answer_has_no_faults",
                    ),
                ],
            },
        ),
        RunSQL(sql.text("ncts.sql"), RunSQL.noop),
    ]
