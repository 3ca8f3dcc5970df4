"""The tables of the shared workflow."""

import clearance.workflow
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_the_record_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("declarations", models.IntegerField()),
                ("events", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("import", "import"),
                            ("export", "export"),
                            ("transit", "transit"),
                            ("postal", "postal"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("lodged", "lodged"),
                            ("accepted", "accepted"),
                            ("released", "released"),
                            ("released_with_conditions", "released_with_conditions"),
                            ("refused", "refused"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                            ("expired", "expired"),
                        ],
                        default=clearance.workflow.State["DRAFT"],
                        max_length=24,
                    ),
                ),
                ("state_seq", models.IntegerField(default=0)),
                ("version", models.IntegerField(default=0)),
                ("routed_version", models.IntegerField(default=0)),
                ("released_version", models.IntegerField(blank=True, null=True)),
                (
                    "draft",
                    models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
                ),
                ("draft_original", models.BinaryField(blank=True, null=True)),
                ("draft_revision", models.IntegerField(default=0)),
                ("idempotency_key", models.CharField(blank=True, max_length=200, null=True)),
                ("idempotency_digest", models.CharField(blank=True, default="", max_length=64)),
                ("local_ref", models.CharField(blank=True, default="", max_length=35)),
                ("procedure", models.CharField(blank=True, default="", max_length=4)),
                ("border_mode", models.CharField(blank=True, default="", max_length=2)),
                ("summary", models.CharField(blank=True, default="", max_length=200)),
                ("vehicle", models.CharField(blank=True, default="", max_length=60)),
                ("dispatch_id", models.CharField(blank=True, default="", max_length=40)),
                (
                    "parties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("registration_number", models.CharField(blank=True, default="", max_length=40)),
                ("routing_due", models.BooleanField(default=False)),
                ("work_due_at", models.DateTimeField(blank=True, null=True)),
                ("work_failures", models.IntegerField(default=0)),
                ("next_timer_at", models.DateTimeField(blank=True, null=True)),
                ("needs_presentation", models.BooleanField(default=True)),
                ("presented_at", models.DateTimeField(blank=True, null=True)),
                (
                    "money_position",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("due", "due"),
                            ("nothing_due", "nothing_due"),
                            ("secured", "secured"),
                            ("paid", "paid"),
                        ],
                        default=clearance.workflow.Money["UNKNOWN"],
                        max_length=12,
                    ),
                ),
                ("money_amount", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ("money_currency", models.CharField(blank=True, default="KZT", max_length=3)),
                ("disposal", models.CharField(blank=True, default="", max_length=20)),
                ("open_blocking", models.IntegerField(default=0)),
                ("undecided_blocking", models.IntegerField(default=0)),
                ("undecided_accept", models.IntegerField(default=0)),
                ("open_holds", models.IntegerField(default=0)),
                ("open_follow_up", models.IntegerField(default=0)),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("last_seq", models.IntegerField(default=0)),
                ("last_public_seq", models.IntegerField(default=0)),
                ("last_hash", models.CharField(blank=True, default="", max_length=64)),
                (
                    "headline",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("holder", models.CharField(default="trader", max_length=40)),
                ("holder_since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lodged_at", models.DateTimeField(blank=True, null=True)),
                ("routed_at", models.DateTimeField(blank=True, null=True)),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declarations", to="accounts.company"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "filer_company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_off",
                        to="clearance.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("type", models.TextField()),
                (
                    "modes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("name_en", models.TextField()),
                ("name_ru", models.TextField()),
                ("name_kk", models.TextField()),
                ("neighbour", models.TextField(blank=True, default="")),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("official_code", models.TextField(blank=True, default="")),
                ("official_code_status", models.TextField(blank=True, default="")),
                ("impc", models.TextField(blank=True, default="")),
                ("electronic_queue", models.BooleanField(default=False)),
                ("time_zone", models.TextField(default="Asia/Almaty")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="clearance.office",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("agency", models.CharField(max_length=40)),
                ("placed_at", models.DateTimeField()),
                ("public_reason", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("legal_basis", models.TextField()),
                ("review_at", models.DateTimeField()),
                ("visibility", models.CharField(default="public", max_length=10)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lift_reason", models.TextField(blank=True, default="")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="clearance.declaration"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.TextField()),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("officer", "Officer"),
                            ("head", "Head of office"),
                            ("cashier", "Cashier"),
                            ("admin", "Administrator"),
                            ("routing_desk", "Routing desk clerk"),
                            ("auditor", "Auditor"),
                        ]
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("granted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: every office of the agency.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="clearance.office",
                    ),
                ),
            ],
            options={
                "ordering": ["agency", "user", "pk"],
            },
        ),
        migrations.AddField(
            model_name="declaration",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clearance.office",
            ),
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.TextField()),
                (
                    "place",
                    models.TextField(
                        choices=[
                            ("entry", "Entry"),
                            ("exit", "Exit"),
                            ("declaration", "Declaration"),
                            ("departure", "Departure"),
                            ("destination", "Destination"),
                            ("exchange", "Office of exchange"),
                            ("inland", "Inland"),
                        ]
                    ),
                ),
                ("executed_by", models.TextField(help_text="Agency whose officers do the work there.")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("is_default", models.BooleanField(default=False)),
                (
                    "customs_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverage_for", to="clearance.office"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverage_at", to="clearance.office"
                    ),
                ),
            ],
            options={
                "ordering": ["agency", "place", "customs_office", "starts_on"],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("holiday", "Closed"),
                            ("working", "Open as on a working day"),
                            ("short", "Ends early"),
                        ]
                    ),
                ),
                ("opens", models.TimeField(blank=True, null=True)),
                ("closes", models.TimeField(blank=True, null=True)),
                ("name_en", models.TextField(blank=True, default="")),
                ("name_ru", models.TextField(blank=True, default="")),
                ("name_kk", models.TextField(blank=True, default="")),
                ("source", models.TextField(default="manual")),
                ("is_estimated", models.BooleanField(default=False)),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_days",
                        to="clearance.office",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "office"],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrived_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("counts", models.BooleanField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="clearance.declaration"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField(help_text="00:00 means the end of the day.")),
                (
                    "is_default",
                    models.BooleanField(default=False, help_text="Assumed from the type of office; to be confirmed."),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hours", to="clearance.office"
                    ),
                ),
            ],
            options={
                "ordering": ["office", "weekday", "opens"],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("currency", models.CharField(max_length=3)),
                ("reference", models.CharField(max_length=80)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="clearance.declaration"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisteredDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=40)),
                ("number", models.CharField(max_length=70)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("type", "number", "valid_from"), name="a_paper_is_registered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("number", models.IntegerField()),
                ("cause", models.CharField(max_length=20)),
                ("rulebooks", models.JSONField()),
                ("facts", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("derived", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("trace", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("steps", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "visit_checks",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("documents", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("asked", models.IntegerField()),
                ("ran_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="clearance.declaration"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rulebook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=40)),
                ("number", models.IntegerField()),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(max_length=40)),
                ("row", models.JSONField()),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="clearance.rulebook"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.IntegerField()),
                ("agency", models.CharField(max_length=40)),
                ("stage", models.CharField(max_length=24)),
                ("place", models.CharField(max_length=16)),
                ("requirement", models.CharField(max_length=60)),
                ("executed_by", models.CharField(max_length=40)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                (
                    "control",
                    models.CharField(
                        choices=[
                            ("documentary", "documentary"),
                            ("identity", "identity"),
                            ("physical", "physical"),
                            ("laboratory", "laboratory"),
                        ],
                        max_length=12,
                    ),
                ),
                ("escalate_to", models.CharField(blank=True, default="", max_length=40)),
                (
                    "blocks",
                    models.CharField(
                        choices=[
                            ("accept", "accept"),
                            ("release", "release"),
                            ("departure", "departure"),
                            ("discharge", "discharge"),
                            ("delivery", "delivery"),
                            ("none", "none"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "visibility",
                    models.CharField(choices=[("public", "public"), ("restricted", "restricted")], max_length=10),
                ),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                ("stops_others", models.BooleanField(default=False)),
                ("follow_up", models.BooleanField(default=False)),
                ("is_default", models.BooleanField(default=False)),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("titles", models.JSONField(default=dict)),
                ("because", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("legal_basis", models.TextField(blank=True, default="")),
                ("documents", models.JSONField(default=list)),
                ("fingerprint", models.CharField(max_length=64)),
                ("difference", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("opens_on", models.CharField(max_length=24)),
                ("clock_start", models.CharField(max_length=24)),
                ("deadline_value", models.IntegerField()),
                ("deadline_unit", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("open", "open"),
                            ("claimed", "claimed"),
                            ("decided", "decided"),
                            ("lapsed", "lapsed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("clock_started_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("warn_at", models.DateTimeField(blank=True, null=True)),
                ("warned", models.IntegerField(default=0)),
                ("overdue", models.BooleanField(default=False)),
                ("risk", models.IntegerField(default=0)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "approved"),
                            ("approved_with_conditions", "approved_with_conditions"),
                            ("refused", "refused"),
                            ("not_competent", "not_competent"),
                        ],
                        max_length=24,
                        null=True,
                    ),
                ),
                ("verdicts_by_item", models.JSONField(default=dict)),
                ("decided_kind", models.CharField(blank=True, max_length=8, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, null=True)),
                ("reason_language", models.CharField(blank=True, default="", max_length=2)),
                ("conditions", models.JSONField(default=list)),
                ("finding", models.JSONField(blank=True, null=True)),
                ("form", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="clearance.signoff",
                    ),
                ),
                (
                    "claimed_by",
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signoffs", to="clearance.declaration"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="clearance.signoff",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoffs",
                        to="clearance.routingrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("agency", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("pointer", models.CharField(blank=True, default="", max_length=200)),
                ("answer_due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("answer_language", models.CharField(blank=True, default="", max_length=2)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
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
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="clearance.declaration",
                    ),
                ),
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="clearance.signoff"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("digest", models.CharField(max_length=64)),
                ("original", models.BinaryField(blank=True, null=True)),
                ("original_type", models.CharField(blank=True, default="", max_length=40)),
                ("signature", models.JSONField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="clearance.declaration"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("type", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, default="", max_length=70)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("body", models.BinaryField()),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "added_by",
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
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="clearance.declaration"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration", "digest", "type"), name="the_same_file_is_attached_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.IntegerField(null=True)),
                ("public_seq", models.IntegerField(null=True)),
                ("kind", models.CharField(max_length=48)),
                ("payload_version", models.IntegerField(default=1)),
                ("payload", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("moved_from", models.CharField(max_length=24, null=True)),
                ("moved_to", models.CharField(max_length=24, null=True)),
                ("actor_kind", models.CharField(max_length=12)),
                ("agency", models.CharField(blank=True, default="", max_length=40)),
                ("office", models.CharField(blank=True, default="", max_length=32)),
                ("is_public", models.BooleanField(default=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(default="", max_length=64)),
                ("previous", models.CharField(default="", max_length=64)),
                ("hash", models.CharField(default="", max_length=64)),
                (
                    "actor",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="clearance.declaration"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("declaration", "seq"), name="one_event_of_each_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "declaration.released")),
                        fields=("declaration",),
                        name="exactly_one_release_event",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor__isnull", True), ("actor_kind", "system")),
                            models.Q(("actor__isnull", False), ("actor_kind__in", ["trader", "officer"])),
                            _connector="OR",
                        ),
                        name="an_event_has_an_actor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HolderInterval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holders", to="clearance.declaration"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("declaration",),
                        name="one_holder_at_any_instant",
                    ),
                    models.UniqueConstraint(fields=("declaration", "since"), name="one_holder_interval_for_each_start"),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="a_holder_interval_has_a_length",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name_en", ""), _negated=True),
                    models.Q(("name_ru", ""), _negated=True),
                    models.Q(("name_kk", ""), _negated=True),
                ),
                name="an_office_has_a_name_in_three_languages",
            ),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["declaration"], name="hold_open"
            ),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["review_at"], name="hold_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency", ""), _negated=True),
                    models.Q(("public_reason", ""), _negated=True),
                    models.Q(("legal_basis", ""), _negated=True),
                    ("review_at__isnull", False),
                    models.Q(("owner__isnull", False), ("office__isnull", False), _connector="OR"),
                ),
                name="a_hold_has_owner_reason_law_and_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at__isnull", True),
                    models.Q(("lifted_by__isnull", False), models.Q(("lift_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_lifted_hold_says_by_whom_and_why",
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                condition=models.Q(("revoked_at__isnull", True)), fields=["user"], name="grant_not_revoked_of_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("granted_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_an_own_grant",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("granted_by__isnull", True),
                        models.Q(("granted_by", models.F("user")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("user")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="nobody_grants_to_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True), ("approved_by__isnull", True), ("granted_by__isnull", False)
                    ),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False), ("granted_by__isnull", False)
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", True),
                        ("granted_by__isnull", True),
                        ("office__isnull", True),
                        ("role", "admin"),
                    ),
                    _connector="OR",
                ),
                name="an_approval_has_a_person_and_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_revocation_has_a_person_and_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["officer", "head", "cashier", "admin", "routing_desk", "auditor"])),
                name="a_grant_is_of_a_known_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="a_grant_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency", ""), _negated=True), name="a_grant_is_for_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("user", "agency", "office", "role"),
                name="a_person_has_a_role_at_an_office_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("work_due_at__isnull", False)), fields=["work_due_at"], name="declaration_work_due"
            ),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            clearance.workflow.State["CANCELLED"],
                            clearance.workflow.State["CLOSED"],
                            clearance.workflow.State["EXPIRED"],
                        ],
                    ),
                    _negated=True,
                ),
                fields=["next_timer_at"],
                name="declaration_timer_due",
            ),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(fields=["company", "-changed_at", "-id"], name="declaration_of_company"),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(fields=["filer_company", "-changed_at", "-id"], name="declaration_of_filer"),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("dispatch_id", ""), _negated=True),
                fields=["dispatch_id"],
                name="declaration_of_dispatch",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["export", "import", "postal", "transit"])),
                name="declaration_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "cancelled",
                            "closed",
                            "draft",
                            "expired",
                            "lodged",
                            "refused",
                            "released",
                            "released_with_conditions",
                        ],
                    )
                ),
                name="declaration_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("money_position__in", ["due", "nothing_due", "paid", "secured", "unknown"])),
                name="money_position_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                fields=("filer_company", "idempotency_key"), name="one_declaration_for_each_idempotency_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("local_ref", ""), _negated=True),
                    models.Q(
                        ("state__in", [clearance.workflow.State["DRAFT"], clearance.workflow.State["CANCELLED"]]),
                        _negated=True,
                    ),
                ),
                fields=("company", "local_ref"),
                name="local_reference_is_unique_among_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [
                                clearance.workflow.State["RELEASED"],
                                clearance.workflow.State["RELEASED_WITH_CONDITIONS"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        (
                            "money_position__in",
                            [
                                clearance.workflow.Money["NOTHING_DUE"],
                                clearance.workflow.Money["PAID"],
                                clearance.workflow.Money["SECURED"],
                            ],
                        ),
                        ("open_blocking", 0),
                        ("open_holds", 0),
                        ("released_at__isnull", False),
                        ("released_version", models.F("version")),
                        ("routed_version", models.F("version")),
                        ("routing_due", False),
                        ("undecided_blocking", 0),
                        models.Q(("needs_presentation", False), ("presented_at__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="released_only_when_nothing_blocks",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            clearance.workflow.State["CANCELLED"],
                            clearance.workflow.State["CLOSED"],
                            clearance.workflow.State["EXPIRED"],
                        ],
                    ),
                    ("next_timer_at__isnull", False),
                    _connector="OR",
                ),
                name="an_unfinished_declaration_has_a_next_timer",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("routing_due", False), ("work_due_at__isnull", False), _connector="OR"),
                name="due_routing_is_due_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            clearance.workflow.State["DRAFT"],
                            clearance.workflow.State["CANCELLED"],
                            clearance.workflow.State["EXPIRED"],
                        ],
                    ),
                    models.Q(("lodged_at__isnull", False), ("version__gte", 1)),
                    _connector="OR",
                ),
                name="a_filed_declaration_has_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("open_blocking__gte", 0),
                    ("open_follow_up__gte", 0),
                    ("open_holds__gte", 0),
                    ("undecided_accept__gte", 0),
                    ("undecided_blocking__gte", 0),
                ),
                name="counters_never_go_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place__in", ["entry", "exit", "declaration", "departure", "destination", "exchange", "inland"])
                ),
                name="coverage_is_for_a_place_of_the_journey",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                name="coverage_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("agency", "="),
                    ("place", "="),
                    ("customs_office", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_working_office_for_a_control_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(
                fields=("office", "day"), name="a_day_is_described_once_for_an_office", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["holiday", "working", "short"])),
                name="a_day_is_holiday_working_or_short",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes__isnull", True), ("opens__isnull", True)),
                    models.Q(
                        ("closes__isnull", False),
                        ("opens__isnull", False),
                        models.Q(("kind", "holiday"), _negated=True),
                        models.Q(("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="hours_of_a_day_come_in_pairs_and_never_on_a_holiday",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["notice", "confirmation", "gate"])),
                name="an_arrival_is_a_notice_or_a_confirmation",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(
                fields=("declaration", "office", "kind", "counts"), name="an_arrival_is_recorded_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.UniqueConstraint(
                fields=("office", "weekday", "opens"), name="an_office_opens_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="a_week_has_seven_days"),
        ),
        migrations.AddConstraint(
            model_name="officehours",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes__gt", models.F("opens")), ("closes", "00:00"), _connector="OR"),
                name="an_office_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("declaration", "reference"), name="the_same_payment_counts_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["paid", "secured"])), name="a_payment_is_paid_or_secured"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_payment_is_above_zero"),
        ),
        migrations.AddConstraint(
            model_name="routingrun",
            constraint=models.UniqueConstraint(fields=("declaration", "number"), name="one_routing_run_of_each_number"),
        ),
        migrations.AddConstraint(
            model_name="routingrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked__gte", 0)), name="a_run_says_how_much_it_asked"
            ),
        ),
        migrations.AddIndex(
            model_name="rulebook",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["agency", "-starts_at"],
                name="rulebook_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebook",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="one_rulebook_of_each_number"),
        ),
        migrations.AddConstraint(
            model_name="rulebook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("starts_at__isnull", False),
                        models.Q(("approved_by", models.F("author")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_published_rulebook_has_two_persons_and_a_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(fields=("rulebook", "rule_id"), name="one_rule_of_each_id"),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    ("state__in", [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]])
                ),
                fields=["executed_by", "office", "-overdue", "-risk", "due_at", "id"],
                name="sign_off_queue_office",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    ("state__in", [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]])
                ),
                fields=["executed_by", "-overdue", "-risk", "due_at", "id"],
                name="sign_off_queue_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(("state", "claimed")), fields=["claimed_by"], name="sign_off_claimed"
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(("state__in", ["claimed", "open"]), ("stopped_at__isnull", False)),
                fields=["executed_by", "office"],
                name="sign_off_queue_stopped",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(("overdue", True), ("state__in", ["claimed", "open"])),
                fields=["executed_by", "office"],
                name="sign_off_queue_overdue",
            ),
        ),
        migrations.AddIndex(
            model_name="signoff",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]],
                    ),
                    ("stopped_at__isnull", True),
                    ("warn_at__isnull", False),
                ),
                fields=["warn_at"],
                name="sign_off_warning_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["claimed", "decided", "lapsed", "open", "waiting"])),
                name="sign_off_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("control__in", ["documentary", "identity", "laboratory", "physical"])),
                name="sign_off_control_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("blocks__in", ["accept", "delivery", "departure", "discharge", "none", "release"])),
                name="sign_off_blocks_a_known_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__in", ["public", "restricted"])), name="sign_off_visibility_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            clearance.workflow.SignOffState["CLAIMED"],
                            clearance.workflow.SignOffState["DECIDED"],
                            clearance.workflow.SignOffState["OPEN"],
                            clearance.workflow.SignOffState["WAITING"],
                        ],
                    )
                ),
                fields=("declaration", "agency", "stage", "place", "requirement"),
                name="one_live_sign_off_for_each_requirement",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("rules__len__gt", 0), ("asked_by__isnull", False), _connector="OR"),
                name="a_sign_off_has_a_rule_or_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("fingerprint", ""), _negated=True), name="a_sign_off_has_a_fingerprint"
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("state", "decided"), ("verdict__isnull", False)),
                    ("state", "lapsed"),
                    models.Q(
                        ("decided_at__isnull", True),
                        (
                            "state__in",
                            [
                                clearance.workflow.SignOffState["CLAIMED"],
                                clearance.workflow.SignOffState["OPEN"],
                                clearance.workflow.SignOffState["WAITING"],
                            ],
                        ),
                        ("verdict__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_decided_sign_off_has_a_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__isnull", True),
                    models.Q(("decided_by__isnull", False), ("decided_kind", "officer")),
                    models.Q(("decided_by__isnull", True), ("decided_kind", "system")),
                    _connector="OR",
                ),
                name="a_verdict_has_an_officer_or_a_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "claimed"), _negated=True),
                    models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_claimed_sign_off_has_an_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["waiting", "open"]), _negated=True),
                    ("claimed_by__isnull", True),
                    _connector="OR",
                ),
                name="an_open_sign_off_is_not_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            [clearance.workflow.SignOffState["CLAIMED"], clearance.workflow.SignOffState["OPEN"]],
                        ),
                        _negated=True,
                    ),
                    models.Q(("due_at__isnull", False), ("opened_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_open_sign_off_has_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "control__in",
                            [clearance.workflow.Control["LABORATORY"], clearance.workflow.Control["PHYSICAL"]],
                        ),
                        ("state", "decided"),
                        _negated=True,
                    ),
                    ("verdict", clearance.workflow.Verdict["NOT_COMPETENT"]),
                    ("finding__has_keys", ["place", "at", "items", "seals"]),
                    _connector="OR",
                ),
                name="a_physical_control_has_a_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_kind", "system"), _negated=True),
                    models.Q(
                        ("visibility", "public"),
                        models.Q(
                            (
                                "control__in",
                                [clearance.workflow.Control["LABORATORY"], clearance.workflow.Control["PHYSICAL"]],
                            ),
                            _negated=True,
                        ),
                    ),
                    ("carried_from__isnull", False),
                    _connector="OR",
                ),
                name="what_an_officer_must_see_is_never_automatic",
            ),
        ),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict__in", ["refused", "not_competent"]), _negated=True),
                    models.Q(("reason__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_refusal_has_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", True), ("closed_at__isnull", True)),
                fields=["declaration"],
                name="question_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_question_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True),
                    models.Q(("answered_by__isnull", False), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_answered_question_has_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("declaration", "number"), name="one_version_of_each_number"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="versions_count_from_one"),
        ),
    ]
