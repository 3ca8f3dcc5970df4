"""Seals with a life of their own, incidents, leave, escorts and enquiries, and the movement's new states."""

import agencies.customs.transit.life
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
        ("customs", "0008_trains_and_transfers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("was_seen", models.BooleanField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Escort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("ground", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=300)),
                ("ordered_at", models.DateTimeField()),
                ("arrange_by", models.DateTimeField()),
                ("is_late", models.BooleanField(default=False)),
                ("escorted_by", models.CharField(blank=True, default="", max_length=200)),
                ("arranged_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=14)),
                ("text", models.TextField()),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("happened_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField()),
                ("reported_as", models.CharField(max_length=10)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("resolution", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("state", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=300)),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                ("vehicle", models.CharField(blank=True, default="", max_length=60)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("is_late", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=10)),
                ("state", models.CharField(default=agencies.customs.transit.life.SealState["STOCK"], max_length=10)),
                ("affixed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="movement",
            name="a_movement_stands_somewhere",
        ),
        migrations.RemoveConstraint(
            model_name="movement",
            name="an_arrival_has_its_moment",
        ),
        migrations.RemoveConstraint(
            model_name="movement",
            name="a_movement_under_way_is_looked_at_again",
        ),
        migrations.AddField(
            model_name="movement",
            name="place",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="movement",
            name="predecessor",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successor",
                to="customs.movement",
            ),
        ),
        migrations.AddField(
            model_name="movement",
            name="presented_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "arrived",
                            "completed",
                            "debt",
                            "en_route",
                            "enquiry",
                            "incident",
                            "presented",
                            "released",
                            "sealed",
                            "written_off",
                        ],
                    )
                ),
                name="a_movement_stands_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["arrived", "presented"]), _negated=True),
                    ("arrived_at__isnull", False),
                    _connector="OR",
                ),
                name="an_arrival_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "presented"), _negated=True), ("presented_at__isnull", False), _connector="OR"
                ),
                name="a_presentation_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["en_route", "enquiry", "incident", "released", "sealed"]), _negated=True),
                    ("next_look_at__isnull", False),
                    _connector="OR",
                ),
                name="a_movement_under_way_is_looked_at_again",
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="declaration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="movement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="customs.movement"
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
            ),
        ),
        migrations.AddField(
            model_name="escort",
            name="arranged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="escort",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="escort",
            name="declaration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
            ),
        ),
        migrations.AddField(
            model_name="escort",
            name="movement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="customs.movement"
            ),
        ),
        migrations.AddField(
            model_name="escort",
            name="ordered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="declaration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="movement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="customs.movement"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="reported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="resolved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="declaration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.declaration"
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="movement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="customs.movement"
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clearance.office",
            ),
        ),
        migrations.AddField(
            model_name="leave",
            name="successor",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clearance.declaration",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="affixed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="company",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.company",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="declaration",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clearance.declaration",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="movement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seal_rows",
                to="customs.movement",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clearance.office",
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="customs.seal",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(fields=("movement", "office"), name="an_office_is_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                        ("was_seen__isnull", True),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("was_seen__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_office_answers_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="escort",
            index=models.Index(
                condition=models.Q(("arranged_at__isnull", True), ("ended_at__isnull", True)),
                fields=["arrange_by"],
                name="escorts_to_arrange",
            ),
        ),
        migrations.AddConstraint(
            model_name="escort",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["no_cover", "unpaid_fines", "transit_debt", "signs", "no_procedure"])
                ),
                name="an_escort_has_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="escort",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_escort_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="escort",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arranged_at__isnull", True), ("arranged_by__isnull", True), ("escorted_by", "")),
                    models.Q(
                        ("arranged_at__isnull", False),
                        ("arranged_by__isnull", False),
                        models.Q(("escorted_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_arranged_escort_says_who_goes",
            ),
        ),
        migrations.AddConstraint(
            model_name="escort",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("movement",), name="one_escort_of_a_movement"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("resolved_at__isnull", True)), fields=["movement"], name="incidents_that_are_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["accident", "transhipment", "seal_damaged", "breakdown", "unloading", "other"])
                ),
                name="an_incident_is_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("reported_as__in", ["carrier", "driver", "trader", "officer", "system"])),
                name="an_incident_is_told_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reported_as__in", ["trader", "officer"]), _negated=True),
                    ("reported_by__isnull", False),
                    _connector="OR",
                ),
                name="who_has_an_account_reports_with_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="an_incident_says_what_happened"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolution", ""), ("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                    models.Q(
                        ("resolved_at__isnull", False),
                        ("resolved_by__isnull", False),
                        models.Q(("resolution", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_incident_is_resolved_by_an_officer_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="leave",
            index=models.Index(condition=models.Q(("state", "asked")), fields=["due_at"], name="leave_to_decide"),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["destination", "transhipment"])), name="leave_is_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "granted", "refused"]),
                    models.Q(("kind", "transhipment"), ("state", "noticed")),
                    _connector="OR",
                ),
                name="leave_stands_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="leave_is_asked_with_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "destination"), ("office__isnull", False), ("vehicle", "")),
                    models.Q(
                        ("kind", "transhipment"), ("successor__isnull", True), models.Q(("vehicle", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="leave_names_what_changes",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("decision", ""),
                        ("state__in", ["asked", "noticed"]),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["granted", "refused"]),
                        models.Q(("decision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="leave_is_decided_by_an_officer_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "asked"), _negated=True), ("due_at__isnull", False), _connector="OR"
                ),
                name="leave_that_is_asked_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("movement", "kind"),
                name="leave_is_asked_once_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="seal",
            index=models.Index(fields=["movement", "state"], name="seals_of_a_movement"),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["mechanical", "navigation"])), name="a_seal_is_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["affixed", "broken", "lost", "removed", "reporting", "stock"])),
                name="a_seal_stands_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="a_seal_has_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["affixed", "reporting", "stock"])),
                fields=("number",),
                name="a_live_seal_is_on_one_movement",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "stock"), _negated=True),
                    models.Q(("movement__isnull", True), ("office__isnull", False)),
                    _connector="OR",
                ),
                name="a_seal_in_stock_is_at_an_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["affixed", "removed", "reporting"]), _negated=True),
                    models.Q(("affixed_at__isnull", False), ("movement__isnull", False)),
                    _connector="OR",
                ),
                name="a_seal_in_use_is_on_a_movement",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company__isnull", True), ("declaration__isnull", True), ("movement__isnull", True)),
                    models.Q(("company__isnull", False), ("declaration__isnull", False), ("movement__isnull", False)),
                    _connector="OR",
                ),
                name="a_seal_belongs_to_a_movement_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["affixed", "reporting", "stock"]), ("ended_at__isnull", False), _connector="XOR"
                ),
                name="a_seal_ends_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["lost", "broken"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_seal_that_failed_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", True), models.Q(("replaces", models.F("id")), _negated=True), _connector="OR"
                ),
                name="a_seal_does_not_replace_itself",
            ),
        ),
        RunSQL(sql.text("movements.sql"), RunSQL.noop),
        RunSQL(sql.text("on_the_way.sql"), RunSQL.noop),
    ]
