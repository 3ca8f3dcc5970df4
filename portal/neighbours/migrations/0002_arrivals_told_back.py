import django.db.models.deletion
from django.db import migrations, models

from portal.neighbours import sql


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_declined_brokers_wait"),
        ("clearance", "0012_who_decides_what_was_carried"),
        ("neighbours", "0001_notices_between_windows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                ("problems", models.JSONField(default=list)),
                ("office", models.CharField(blank=True, default="", max_length=40)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="outgoing",
            name="a_release_is_told_under_one_id",
        ),
        migrations.AddField(
            model_name="incoming",
            name="told_back",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="outgoing",
            name="kind",
            field=models.CharField(
                choices=[("release", "Release"), ("arrival", "Arrival")],
                db_default="release",
                default="release",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="incoming",
            index=models.Index(
                condition=models.Q(("state", "used"), ("told_back", False)),
                fields=["declaration"],
                name="neighbours_to_tell_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.UniqueConstraint(
                fields=("neighbour", "declaration", "version", "kind"), name="each_thing_is_told_under_one_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoing",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["release", "arrival"])), name="a_release_or_an_arrival_is_told"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="company",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="neighbour",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="neighbours.neighbour"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="release",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="arrival", to="neighbours.outgoing"
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(fields=("neighbour", "message"), name="a_word_of_arrival_counts_once"),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("arrived_at__isnull", False),
                        ("company__isnull", False),
                        ("problems", []),
                        ("release__isnull", False),
                    ),
                    models.Q(
                        models.Q(("problems", []), _negated=True), ("company__isnull", True), ("release__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="an_arrival_is_of_a_release_or_says_why_not",
            ),
        ),
        sql.apply("arrivals.sql"),
    ]
