"""Links of carriers, the legal steps of an arrival, and remarks at unloading."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_declined_brokers_wait"),
        ("clearance", "0010_declarations_that_follow"),
        ("customs", "0003_messages_of_the_transit_system"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarrierLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("mail_due_at", models.DateTimeField(blank=True, null=True)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="customs.movement"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mail_due_at__isnull", False)),
                        fields=["mail_due_at"],
                        name="links_to_be_mailed",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="a_link_keeps_a_digest_only"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True), ("revoked_by__isnull", False), _connector="OR"
                        ),
                        name="somebody_revokes_a_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mail_due_at__isnull", True),
                            models.Q(models.Q(("email", ""), _negated=True), ("revoked_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_link_is_mailed_to_an_address_while_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presentation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrived_at", models.DateTimeField()),
                ("noticed_by", models.CharField(max_length=8)),
                ("seals_said", models.CharField(blank=True, default="", max_length=6)),
                ("papers_due_at", models.DateTimeField()),
                ("papers_at", models.DateTimeField(blank=True, null=True)),
                ("register_due_at", models.DateTimeField(blank=True, null=True)),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("complete_due_at", models.DateTimeField(blank=True, null=True)),
                ("declare_due_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
                    ),
                ),
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presentation", to="customs.movement"
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("noticed_by__in", ["trader", "carrier", "officer"])),
                        name="an_arrival_is_told_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seals_said__in", ["", "whole", "broken"])),
                        name="what_is_said_of_seals_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("papers_at__isnull", True), ("register_due_at__isnull", False), _connector="XOR"
                        ),
                        name="papers_start_the_clock_of_registration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registered_at__isnull", True), ("complete_due_at__isnull", False), _connector="XOR"
                        ),
                        name="registration_starts_the_clock_of_completion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registered_at__isnull", True), ("papers_at__isnull", False), _connector="OR"
                        ),
                        name="what_is_registered_was_handed_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=4)),
                ("number", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=12)),
                ("quantity", models.DecimalField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ("unit", models.CharField(blank=True, default="", max_length=8)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="customs.movement"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", "item"), ("kind__in", ["shortage", "excess", "damage"])),
                            models.Q(("about", "seal"), ("kind__in", ["broken", "missing", "other_number"])),
                            _connector="OR",
                        ),
                        name="a_remark_is_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["shortage", "excess"]), _negated=True),
                            models.Q(("quantity__gt", 0), ("unit__in", ["kg", "packages"])),
                            _connector="OR",
                        ),
                        name="a_shortage_or_excess_has_a_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="a_remark_says_what_it_is_about"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other_number"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="another_number_of_a_seal_is_named",
                    ),
                ],
            },
        ),
        RunSQL(sql.text("arrivals.sql"), RunSQL.noop),
    ]
