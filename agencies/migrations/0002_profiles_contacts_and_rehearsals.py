import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_walls_of_grants"),
        ("clearance", "0006_drafts_of_rulebooks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadlineProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=40)),
                ("code", models.SlugField(max_length=40)),
                ("value", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=20)),
                ("clock_start", models.CharField(max_length=30)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("name_ru", models.CharField(blank=True, default="", max_length=200)),
                ("name_kk", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ["agency", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "code"), name="a_deadline_profile_is_there_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__in", ["minute", "hour", "working_hour", "working_day", "calendar_day"])
                        ),
                        name="a_deadline_profile_counts_in_a_known_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "clock_start__in",
                                ["filed", "registered", "presented", "papers", "legal", "arrived_at_destination"],
                            )
                        ),
                        name="a_deadline_profile_starts_on_a_known_event",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_ru", ""), _negated=True),
                            models.Q(("name_kk", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_deadline_profile_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=40)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("where_en", models.CharField(blank=True, default="", max_length=300)),
                ("where_ru", models.CharField(blank=True, default="", max_length=300)),
                ("where_kk", models.CharField(blank=True, default="", max_length=300)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="clearance.office"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "office"), name="an_agency_is_reached_one_way_at_an_office"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("runs", models.JSONField(default=list)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=list)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rehearsals", to="clearance.rulebook"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))),
                        name="a_rehearsal_tries_no_more_than_it_has",
                    )
                ],
            },
        ),
    ]
