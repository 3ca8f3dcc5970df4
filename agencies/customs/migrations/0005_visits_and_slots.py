"""Visits of vehicles with their checks and slots, and the walls around them."""

import agencies.customs.gate.life
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
        ("clearance", "0011_operators_of_sites"),
        ("customs", "0004_arrivals_and_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("plate", models.CharField(max_length=20)),
                ("written", models.CharField(max_length=40)),
                ("trailer", models.CharField(blank=True, default="", max_length=20)),
                ("vin", models.CharField(blank=True, default="", max_length=20)),
                ("driver", models.CharField(blank=True, default="", max_length=120)),
                ("state", models.CharField(default=agencies.customs.gate.life.State["BOOKED"], max_length=12)),
                ("since", models.DateTimeField()),
                ("gate_in_at", models.DateTimeField(blank=True, null=True)),
                ("gate_out_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "company",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("place", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("ground", models.CharField(blank=True, default="", max_length=16)),
                ("first_starts_at", models.DateTimeField()),
                ("moves", models.PositiveSmallIntegerField(default=0)),
                ("held", models.BooleanField(default=False)),
                ("takes_place", models.BooleanField(default=True)),
                ("deposit", models.DecimalField(decimal_places=2, max_digits=18)),
                ("deposit_state", models.CharField(default="held", max_length=8)),
                ("booked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "booked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slot", to="customs.visit"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "place"],
            },
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
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
                    "taken_off_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carries", to="customs.visit"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=40)),
                ("requirement", models.CharField(max_length=60)),
                ("control", models.CharField(max_length=12)),
                ("rules", models.JSONField(default=list)),
                ("documents", models.JSONField(default=list)),
                ("legal_basis", models.TextField(blank=True, default="")),
                ("state", models.CharField(default="open", max_length=8)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="customs.visit"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="customs.visit"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["office", "state", "since"], name="visits_of_a_site"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("gate_out_at__isnull", False)),
                fields=["office", "gate_out_at"],
                name="visits_that_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "booked",
                            "called",
                            "cancelled",
                            "gate_in",
                            "gate_out",
                            "no_show",
                            "processed",
                            "scanned",
                            "waiting_zone",
                            "weighed",
                        ],
                    )
                ),
                name="a_visit_stands_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("plate", ""), _negated=True), name="a_visit_has_a_plate"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "gate_out"), _negated=True),
                    models.Q(("gate_in_at__isnull", False), ("gate_out_at__isnull", False)),
                    _connector="OR",
                ),
                name="who_left_had_come_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["booked", "called", "gate_in", "processed", "scanned", "waiting_zone", "weighed"])
                ),
                fields=("plate",),
                name="a_plate_is_on_one_visit_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["booked", "called", "gate_in", "processed", "scanned", "waiting_zone", "weighed"]),
                    models.Q(("vin", ""), _negated=True),
                ),
                fields=("vin",),
                name="a_vin_is_on_one_visit_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("takes_place", True)), fields=["starts_at"], name="slots_to_look_at"
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["company", "-starts_at"], name="slots_of_a_company"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("takes_place", True)),
                fields=("office", "starts_at", "place"),
                name="a_place_of_an_hour_is_given_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["ordinary", "priority", "post", "fast"])), name="a_slot_is_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "priority"), ("ground", ""), _connector="XOR"), name="priority_has_a_ground"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("deposit_state__in", ["held", "returned", "lost"])), name="a_deposit_is_somewhere"
            ),
        ),
        migrations.AddIndex(
            model_name="carried",
            index=models.Index(fields=["declaration", "visit"], name="visits_of_a_declaration"),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.UniqueConstraint(
                fields=("visit", "declaration"), name="a_visit_carries_a_declaration_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="carried",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_off_at__isnull", True), ("taken_off_by__isnull", True)),
                    models.Q(
                        ("taken_off_at__isnull", False),
                        ("taken_off_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="goods_are_taken_off_by_somebody_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitcheck",
            constraint=models.UniqueConstraint(
                fields=("visit", "requirement"), name="a_visit_is_checked_for_a_thing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True), ("state", "open")),
                    models.Q(
                        ("done_at__isnull", False), ("done_by__isnull", False), ("state__in", ["passed", "failed"])
                    ),
                    _connector="OR",
                ),
                name="a_visit_check_is_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="a_failed_check_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="visitstep",
            index=models.Index(fields=["visit", "kind", "-at"], name="steps_of_a_visit"),
        ),
        migrations.AddConstraint(
            model_name="visitstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["weigh", "weigh_again"]), _negated=True),
                    ("facts__kg__gt", 0),
                    _connector="OR",
                ),
                name="a_weighing_has_a_weight",
            ),
        ),
        RunSQL(sql.text("visits.sql"), RunSQL.noop),
    ]
