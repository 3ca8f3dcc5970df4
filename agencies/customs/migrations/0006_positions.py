"""Devices, positions in parts of a week, and the last position of each movement."""

import django.contrib.postgres.fields
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
        ("clearance", "0008_finding_and_filtering"),
        ("customs", "0005_visits_and_slots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=100)),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("seal_number", models.CharField(blank=True, default="", max_length=20)),
                ("digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("prefix", models.CharField(blank=True, default="", editable=False, max_length=12)),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, default="", max_length=100)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("registered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "gateway",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaks_for",
                        to="customs.device",
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="customs.movement",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bindings", to="customs.movement"
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bindings", to="customs.device"
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="KnownBy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=7)),
                ("number", models.CharField(max_length=60)),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="known_by", to="customs.movement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LastPosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heard_at", models.DateTimeField()),
                ("at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("speed_kmh", models.FloatField(null=True)),
                ("course", models.PositiveSmallIntegerField(null=True)),
                ("accuracy_m", models.FloatField(null=True)),
                ("source", models.CharField(default="", max_length=7)),
                ("place", models.CharField(default="", max_length=100)),
                ("battery", models.PositiveSmallIntegerField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="last_position", to="customs.movement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=7)),
                ("subject", models.CharField(default="", max_length=60)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("speed_kmh", models.FloatField(null=True)),
                ("course", models.PositiveSmallIntegerField(null=True)),
                ("accuracy_m", models.FloatField(null=True)),
                ("battery", models.PositiveSmallIntegerField(null=True)),
                ("code", models.CharField(default="", max_length=2)),
                ("place", models.CharField(default="", max_length=100)),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.company",
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clearance.declaration",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="customs.device",
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="customs.movement",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        RunSQL(sql.text("positions_in_parts.sql"), RunSQL.noop),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["app", "camera", "gateway", "seal", "station", "tracker"])),
                name="a_device_is_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_device_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^([0-9a-f]{64})?$")), name="a_token_of_a_device_is_kept_as_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), _negated=True),
                    models.Q(("gateway__isnull", False), models.Q(("number", ""), _negated=True)),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="a_device_has_a_token_or_speaks_through_a_gateway",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("movement__isnull", True), ("kind__in", ["app", "seal", "tracker"]), _connector="OR"
                ),
                name="only_what_rides_is_on_a_movement",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("movement__isnull", True), ("moved_at__isnull", False), _connector="OR"),
                name="a_binding_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("movement__isnull", True), ("ended_at__isnull", True), _connector="OR"),
                name="an_ended_device_is_on_no_movement",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="a_device_stands_on_the_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest", ""), _negated=True), fields=("digest",), name="a_token_is_one_device_s"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), models.Q(("number", ""), _negated=True)),
                fields=("gateway", "number"),
                name="a_gateway_knows_a_device_by_one_number",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), models.Q(("seal_number", ""), _negated=True)),
                fields=("seal_number",),
                name="a_seal_number_is_one_device_s",
            ),
        ),
        migrations.AddIndex(
            model_name="binding",
            index=models.Index(fields=["device", "-since"], name="bindings_of_a_device"),
        ),
        migrations.AddConstraint(
            model_name="binding",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="a_binding_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="binding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("device",),
                name="a_device_is_on_one_movement_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="knownby",
            index=models.Index(fields=["number", "kind"], name="movements_by_number"),
        ),
        migrations.AddConstraint(
            model_name="knownby",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["vehicle", "seal"])), name="a_movement_is_known_by_vehicle_or_seal"
            ),
        ),
        migrations.AddConstraint(
            model_name="knownby",
            constraint=models.UniqueConstraint(
                fields=("movement", "kind", "number"), name="a_number_is_said_once_of_a_movement"
            ),
        ),
        migrations.AddConstraint(
            model_name="lastposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("at__isnull", True), ("latitude__isnull", True), ("received_at__isnull", True), ("source", "")
                    ),
                    models.Q(
                        ("at__isnull", False),
                        ("received_at__isnull", False),
                        ("source__in", ["driver", "plate", "seal", "station", "tracker"]),
                    ),
                    _connector="OR",
                ),
                name="a_last_position_has_its_moment_and_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="lastposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="a_last_position_is_on_the_earth",
            ),
        ),
        migrations.AddIndex(
            model_name="position",
            index=models.Index(fields=["movement", "-at"], name="track_of_a_movement"),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["driver", "plate", "seal", "station", "tracker"])),
                name="a_position_has_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__in", ["", "01", "02", "03", "04", "05", "06", "07"])),
                name="a_situation_has_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="a_position_is_on_the_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", True), ("declaration__isnull", True), ("movement__isnull", True)),
                    models.Q(("company__isnull", False), ("declaration__isnull", False), ("movement__isnull", False)),
                    _connector="OR",
                ),
                name="a_position_of_a_movement_is_of_its_company",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("battery__isnull", True), ("battery__lte", 100), _connector="OR"),
                name="a_battery_is_never_more_than_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                fields=("device", "at", "movement", "subject", "code"),
                name="a_point_told_twice_counts_once",
                nulls_distinct=False,
            ),
        ),
        RunSQL(sql.text("tracking.sql"), RunSQL.noop),
    ]
