"""Corridors with control zones and rest places; alarms and stops of movements, with the walls around them."""

import agencies.customs.alarms.kinds
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
        ("customs", "0001_guarantees_and_movements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("severity", models.CharField(max_length=8)),
                ("state", models.CharField(default=agencies.customs.alarms.kinds.AlarmState["OPEN"], max_length=12)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(blank=True, null=True)),
                ("points", models.PositiveIntegerField(default=0)),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("facts", models.JSONField(default=dict)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("lift_asked_at", models.DateTimeField(blank=True, null=True)),
                ("lift_asked_why", models.CharField(blank=True, default="", max_length=300)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("close_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "lift_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alarms", to="customs.movement"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Corridor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quality", models.CharField(blank=True, default="", max_length=300)),
                ("is_approximate", models.BooleanField(default=True)),
                ("loaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_ru", models.CharField(max_length=120)),
                ("name_kk", models.CharField(max_length=120)),
                ("code", models.CharField(max_length=40)),
                ("mode", models.CharField(max_length=4)),
                ("line", models.JSONField()),
                ("km", models.DecimalField(decimal_places=1, max_digits=7)),
                ("buffer_m", models.PositiveIntegerField()),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="RestPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quality", models.CharField(blank=True, default="", max_length=300)),
                ("is_approximate", models.BooleanField(default=True)),
                ("loaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("name_en", models.CharField(max_length=120)),
                ("name_ru", models.CharField(max_length=120)),
                ("name_kk", models.CharField(max_length=120)),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9)),
                ("radius_m", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("mode", models.CharField(max_length=4)),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=300)),
                ("language", models.CharField(blank=True, default="", max_length=2)),
                ("legal_basis", models.CharField(max_length=300)),
                ("review_at", models.DateTimeField()),
                ("is_critical", models.BooleanField(default=False)),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lift_reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "alarm",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="customs.alarm"
                    ),
                ),
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
                    "lift_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="customs.movement"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
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
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("memory", models.JSONField(default=dict)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("silent_at", models.DateTimeField(blank=True, null=True)),
                ("along_km", models.FloatField(blank=True, null=True)),
                ("left_km", models.FloatField(blank=True, null=True)),
                ("off_m", models.FloatField(blank=True, null=True)),
                ("eta", models.DateTimeField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="watch", to="customs.movement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quality", models.CharField(blank=True, default="", max_length=300)),
                ("is_approximate", models.BooleanField(default=True)),
                ("loaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9)),
                ("radius_m", models.PositiveIntegerField()),
                (
                    "loaded_by",
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
                "ordering": ["office"],
            },
        ),
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=["severity", "-last_at"],
                name="alarms_not_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(fields=["movement"], name="alarms_of_a_movement"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "DUPLICATE_SEAL",
                            "GAP_JUMP",
                            "GEOFENCE_EXIT",
                            "LATE_ETA",
                            "LONG_STOP",
                            "OVERDUE",
                            "ROUTE_DEVIATION",
                            "ROUTE_DEVIATION_NEAR",
                            "SEAL_BROKEN",
                            "SEAL_FAULT",
                            "SEAL_LOW_BATTERY",
                            "SEAL_TAMPER",
                            "SEAL_UNAUTHORISED",
                            "SIGNAL_LOST",
                            "SPEED_IMPOSSIBLE",
                            "WEIGHT_DROP",
                            "WRONG_ZONE",
                        ],
                    )
                ),
                name="an_alarm_is_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__in", ["critical", "high", "low", "medium"])),
                name="an_alarm_is_more_or_less_grave",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["acknowledged", "closed", "open"])), name="an_alarm_stands_somewhere"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=("movement", "kind"),
                name="one_open_alarm_of_a_kind_for_a_movement",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "acknowledged"), _negated=True),
                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                    _connector="OR",
                ),
                name="an_acknowledged_alarm_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False), ("state", "closed"), models.Q(("close_reason", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("state", "closed"), _negated=True),
                        ("close_reason", ""),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_closed_alarm_says_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("severity", "critical"), ("state", "closed"), _negated=True),
                    models.Q(
                        ("closed_by__isnull", False),
                        ("lift_asked_by__isnull", False),
                        models.Q(("lift_asked_by", models.F("closed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_critical_alarm_is_lifted_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lift_asked_by__isnull", True),
                    models.Q(("lift_asked_at__isnull", False), models.Q(("lift_asked_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="who_asks_to_lift_an_alarm_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__gte", -90), ("latitude__lte", 90), ("longitude__gte", -180), ("longitude__lte", 180)
                    ),
                    _connector="OR",
                ),
                name="an_alarm_lies_on_the_map",
            ),
        ),
        migrations.AddConstraint(
            model_name="corridor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("code",),
                name="one_drawing_of_a_corridor_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="corridor",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["road", "rail"])), name="a_corridor_is_of_road_or_rail"
            ),
        ),
        migrations.AddConstraint(
            model_name="corridor",
            constraint=models.CheckConstraint(
                condition=models.Q(("buffer_m__gt", 0), ("km__gt", 0), ("line__1__isnull", False)),
                name="a_corridor_has_a_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="corridor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name_en", ""), _negated=True),
                    models.Q(("name_ru", ""), _negated=True),
                    models.Q(("name_kk", ""), _negated=True),
                ),
                name="a_corridor_has_its_names",
            ),
        ),
        migrations.AddConstraint(
            model_name="restplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("code",),
                name="one_drawing_of_a_rest_place_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="restplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["road", "rail"])), name="a_rest_place_is_of_road_or_rail"
            ),
        ),
        migrations.AddConstraint(
            model_name="restplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__gte", -90),
                    ("latitude__lte", 90),
                    ("longitude__gte", -180),
                    ("longitude__lte", 180),
                    ("radius_m__gt", 0),
                ),
                name="a_rest_place_lies_on_the_map",
            ),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["movement"], name="stops_of_a_movement"
            ),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["review_at"], name="stops_to_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("legal_basis", ""), _negated=True),
                    ("review_at__gt", models.F("placed_at")),
                    models.Q(("owner__isnull", False), ("office__isnull", False), _connector="OR"),
                ),
                name="a_stop_has_owner_reason_law_and_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("placed_by__isnull", False), ("alarm__isnull", False), _connector="OR"),
                name="a_stop_has_a_person_or_an_alarm",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lift_reason", ""), ("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lift_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_lifted_stop_says_by_whom_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_critical", False),
                    ("lifted_at__isnull", True),
                    models.Q(
                        ("lift_asked_by__isnull", False),
                        models.Q(("lift_asked_by", models.F("lifted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_critical_stop_is_lifted_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("alarm",),
                name="an_alarm_stops_a_movement_once",
            ),
        ),
        migrations.AddIndex(
            model_name="watch",
            index=models.Index(
                condition=models.Q(("silent_at__isnull", False)), fields=["silent_at"], name="watches_that_fall_silent"
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_km__isnull", True),
                    models.Q(("along_km__gte", 0), ("left_km__gte", 0), ("off_m__gte", 0)),
                    _connector="OR",
                ),
                name="a_watch_measures_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("silent_at__isnull", True),
                    ("seen_at__isnull", True),
                    ("silent_at__gt", models.F("seen_at")),
                    _connector="OR",
                ),
                name="silence_comes_after_a_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("office",),
                name="one_zone_of_an_office_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__gte", -90),
                    ("latitude__lte", 90),
                    ("longitude__gte", -180),
                    ("longitude__lte", 180),
                    ("radius_m__gt", 0),
                ),
                name="a_zone_lies_on_the_map",
            ),
        ),
        RunSQL(sql.text("alarms.sql"), RunSQL.noop),
    ]
