"""Links for tracking, release notes, announcements, questions, and the walls around them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from portal.public import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_the_record_is_append_only"),
        ("clearance", "0004_appeals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("code", models.CharField(max_length=12, unique=True)),
                ("key_id", models.CharField(max_length=16)),
                ("payload", models.TextField()),
                ("released_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_notes",
                        to="clearance.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotePaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("body", models.BinaryField()),
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
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="public.releasenote"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrackLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.PositiveIntegerField(default=0)),
                ("stopped", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "changed_by",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="track_link",
                        to="clearance.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outage", "Something does not work"),
                            ("planned", "Planned work"),
                            ("notice", "To know"),
                        ],
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("text_en", models.CharField(max_length=300)),
                ("text_ru", models.CharField(max_length=300)),
                ("text_kk", models.CharField(max_length=300)),
                ("shown_from", models.DateTimeField()),
                ("begins_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at", "shown_from"], name="announcement_shown")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["outage", "planned", "notice"])),
                        name="an_announcement_has_a_kind_of_the_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text_en", ""), _negated=True),
                            models.Q(("text_ru", ""), _negated=True),
                            models.Q(("text_kk", ""), _negated=True),
                        ),
                        name="an_announcement_speaks_three_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "planned"), _negated=True),
                            models.Q(("begins_at__isnull", False), ("ends_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="planned_work_has_a_beginning_and_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_at__isnull", True),
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("begins_at")),
                            _connector="OR",
                        ),
                        name="an_announcement_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("contact", models.CharField(max_length=120)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("filing", "Filing a declaration"),
                            ("case", "A declaration that is under way"),
                            ("tariff", "Commodity codes, duties and permits"),
                            ("account", "Registration and signing in"),
                            ("parcel", "A parcel from abroad"),
                            ("fault", "Something on a page does not work"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["asked_at"],
                        name="enquiry_unanswered",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("topic__in", ["filing", "case", "tariff", "account", "parcel", "fault", "other"])
                        ),
                        name="a_question_has_a_topic_of_the_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_answered_question_has_who_answered",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="releasenote",
            constraint=models.UniqueConstraint(fields=("declaration", "released_at"), name="one_note_of_each_release"),
        ),
        migrations.AddConstraint(
            model_name="releasenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("payload", ""), _negated=True), name="a_note_is_signed"
            ),
        ),
        migrations.AddConstraint(
            model_name="notepaper",
            constraint=models.UniqueConstraint(
                fields=("note", "language"), name="one_paper_of_a_note_in_each_language"
            ),
        ),
        sql.apply("walls.sql"),
    ]
