"""Appeals against refusals, and the walls around them."""

import clearance.workflow
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from clearance import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_the_record_is_append_only"),
        ("clearance", "0003_a_split_carries_precisely"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("agency", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("returned", "returned"),
                            ("withdrawn", "withdrawn"),
                            ("decided", "decided"),
                        ],
                        default=clearance.workflow.AppealState["FILED"],
                        max_length=10,
                    ),
                ),
                ("grounds", models.TextField()),
                ("grounds_language", models.CharField(max_length=2)),
                ("filed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "upheld"), ("partly", "partly"), ("rejected", "rejected")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("reason_language", models.CharField(blank=True, default="", max_length=2)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="clearance.declaration"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="clearance.signoff"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", clearance.workflow.AppealState["FILED"])),
                        fields=["agency", "filed_at"],
                        name="appeal_open",
                    ),
                    models.Index(fields=["declaration"], name="appeal_of_declaration"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grounds", ""), _negated=True), name="an_appeal_has_grounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["decided", "filed", "returned", "withdrawn"])),
                        name="an_appeal_has_a_state_of_the_table",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [clearance.workflow.AppealState["FILED"], clearance.workflow.AppealState["DECIDED"]],
                            )
                        ),
                        fields=("sign_off",),
                        name="a_refusal_is_appealed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", clearance.workflow.AppealState["FILED"])),
                            models.Q(
                                models.Q(("state", clearance.workflow.AppealState["FILED"]), _negated=True),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_appeal_that_ended_says_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "outcome__in",
                                    [
                                        clearance.workflow.Outcome["PARTLY"],
                                        clearance.workflow.Outcome["REJECTED"],
                                        clearance.workflow.Outcome["UPHELD"],
                                    ],
                                ),
                                ("state", clearance.workflow.AppealState["DECIDED"]),
                            ),
                            models.Q(
                                models.Q(("state", clearance.workflow.AppealState["DECIDED"]), _negated=True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_appeal_has_an_outcome",
                    ),
                ],
            },
        ),
        *sql.apply("appeals.sql"),
    ]
