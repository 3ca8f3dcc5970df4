"""Guarantees with their ledger, and movements, with the walls around them."""

import agencies.customs.guarantees.accounts
import agencies.customs.transit.life
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_brokers_ask_clients"),
        ("clearance", "0007_addressees_and_online_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Guarantee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=35, unique=True)),
                ("kind", models.CharField(max_length=14)),
                ("form", models.CharField(max_length=10)),
                ("guarantor", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("registered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ceiling", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("available", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("reserved", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("claimed", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=10)),
                ("target", models.CharField(max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clearance.declaration",
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
                    "guarantee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="customs.guarantee"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("state", models.CharField(default=agencies.customs.transit.life.State["RELEASED"], max_length=12)),
                ("mode", models.CharField(max_length=2)),
                ("km", models.PositiveIntegerField()),
                ("limit_at", models.DateTimeField()),
                (
                    "vehicles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "seals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("exempt", models.CharField(blank=True, default="", max_length=10)),
                ("released_at", models.DateTimeField()),
                ("departed_at", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("overdue", models.BooleanField(default=False)),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                ("next_look_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clearance.office"
                    ),
                ),
                (
                    "destination",
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
            name="Wanted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "declaration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clearance.declaration"
                    ),
                ),
                (
                    "guarantee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="waiting", to="customs.guarantee"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["individual", "comprehensive"])), name="a_guarantee_is_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["money", "bank", "surety", "pledge"])), name="a_guarantee_has_a_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(("available__gte", 0), ("claimed__gte", 0), ("reserved__gte", 0)),
                name="no_cover_is_given_twice",
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ceiling",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("available"), "+", models.F("reserved")
                            ),
                            "+",
                            models.F("claimed"),
                        ),
                    )
                ),
                name="the_books_of_a_guarantee_balance",
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="a_guarantee_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["guarantee", "-id"], name="entries_of_a_guarantee"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="an_entry_moves_something"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "raise"), ("source", "cover"), ("target", "available")),
                    models.Q(("act", "lower"), ("source", "available"), ("target", "cover")),
                    models.Q(("act", "reserve"), ("source", "available"), ("target", "reserved")),
                    models.Q(("act", "free"), ("source", "reserved"), ("target", "available")),
                    models.Q(("act", "claim"), ("source", "reserved"), ("target", "claimed")),
                    models.Q(("act", "restore"), ("source", "claimed"), ("target", "available")),
                    models.Q(("act", "write_off"), ("source", "claimed"), ("target", "cover")),
                    _connector="OR",
                ),
                name="an_entry_goes_its_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            agencies.customs.guarantees.accounts.Act["CLAIM"],
                            agencies.customs.guarantees.accounts.Act["FREE"],
                            agencies.customs.guarantees.accounts.Act["RESERVE"],
                            agencies.customs.guarantees.accounts.Act["RESTORE"],
                            agencies.customs.guarantees.accounts.Act["WRITE_OFF"],
                        ],
                    ),
                    ("declaration__isnull", True),
                    _connector="XOR",
                ),
                name="what_is_set_aside_is_for_a_declaration",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by__isnull", False), ("act__in", ["reserve", "free"]), _connector="OR"),
                name="only_covering_and_freeing_need_no_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), ("act__in", ["reserve", "free", "raise"]), _connector="OR"
                ),
                name="an_entry_that_takes_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("act", "reserve")), fields=("declaration",), name="a_declaration_is_covered_once"
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                condition=models.Q(("next_look_at__isnull", False)),
                fields=["next_look_at"],
                name="movements_to_look_at",
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["destination", "state"], name="movements_by_destination"),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["arrived", "completed", "debt", "en_route", "enquiry", "released", "written_off"])
                ),
                name="a_movement_stands_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["arrived"]), _negated=True), ("arrived_at__isnull", False), _connector="OR"
                ),
                name="an_arrival_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["completed", "written_off"]), ("ended_at__isnull", True), _connector="XOR"
                ),
                name="a_movement_ends_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["en_route", "enquiry", "released"]), _negated=True),
                    ("next_look_at__isnull", False),
                    _connector="OR",
                ),
                name="a_movement_under_way_is_looked_at_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="wanted",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="what_is_wanted_is_something"
            ),
        ),
        RunSQL(sql.text("guarantees.sql"), RunSQL.noop),
        RunSQL(sql.text("movements.sql"), RunSQL.noop),
    ]
