import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models

from portal.neighbours import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_declined_brokers_wait"),
        ("clearance", "0009_roles_of_a_control_centre"),
    ]

    operations = [
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=2, unique=True, validators=[django.core.validators.RegexValidator("^[A-Z]{2}$")]
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("url", models.CharField(max_length=500)),
                ("public_key", models.CharField(max_length=64)),
                ("active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2}$")), name="a_neighbour_is_a_country"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Facing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theirs", models.CharField(max_length=40)),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
                (
                    "neighbour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facing", to="neighbours.neighbour"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.UUIDField()),
                ("number", models.CharField(max_length=20, unique=True)),
                ("reference", models.CharField(max_length=60)),
                ("version", models.IntegerField(default=1)),
                ("digest", models.CharField(max_length=64)),
                ("body", models.JSONField()),
                ("problems", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("used", "Used"),
                            ("replaced", "Replaced"),
                            ("refused", "Refused"),
                            ("expired", "Expired"),
                        ],
                        default="expected",
                        max_length=8,
                    ),
                ),
                (
                    "bins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "vehicles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "declaration",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clearance.declaration",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
                (
                    "neighbour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="neighbours.neighbour"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "expected")), fields=["office", "-id"], name="neighbours_expected"
                    ),
                    models.Index(
                        condition=models.Q(("state", "expected")), fields=["expires_at"], name="neighbours_expire"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("neighbour", "message"), name="a_message_counts_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["expected", "used"])),
                        fields=("neighbour", "reference"),
                        name="one_notice_of_a_release_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["expected", "used", "replaced", "refused", "expired"])),
                        name="a_notice_from_next_door_stands_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "used"), ("declaration__isnull", True), _connector="XOR"),
                        name="a_used_notice_names_its_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "refused"), ("problems", []), _connector="XOR"),
                        name="what_is_refused_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.IntegerField()),
                ("body", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("gave_up_at", models.DateTimeField(null=True)),
                ("status", models.IntegerField(null=True)),
                ("fault", models.CharField(blank=True, default="", max_length=24)),
                ("answer", models.CharField(blank=True, default="", max_length=500)),
                ("number", models.CharField(blank=True, default="", max_length=40)),
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
                    "neighbour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="neighbours.neighbour"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="neighbours_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("neighbour", "declaration", "version"), name="a_release_is_told_under_one_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delivered_at__isnull", True), ("due_at__isnull", False), ("gave_up_at__isnull", True)
                            ),
                            models.Q(
                                ("delivered_at__isnull", False), ("due_at__isnull", True), ("gave_up_at__isnull", True)
                            ),
                            models.Q(
                                ("delivered_at__isnull", True), ("due_at__isnull", True), ("gave_up_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="what_is_told_waits_or_is_done",
                    ),
                ],
            },
        ),
        sql.apply("walls.sql"),
    ]
