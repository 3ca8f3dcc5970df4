import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.post import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_the_record_is_append_only"),
        ("clearance", "0007_addressees_and_online_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("provider", models.CharField(max_length=20)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "Begun"),
                            ("declined", "Declined"),
                            ("paid", "Paid"),
                            ("too_much", "Too Much"),
                        ],
                        default="begun",
                        max_length=10,
                    ),
                ),
                ("provider_reference", models.CharField(blank=True, default="", max_length=60)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="online_payments",
                        to="clearance.declaration",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["begun", "declined", "paid", "too_much"])),
                        name="the_state_of_an_attempt_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="an_attempt_is_above_zero"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "begun")),
                        fields=("declaration",),
                        name="one_attempt_to_pay_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DispatchList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dispatch_id", models.CharField(max_length=40)),
                ("listed", models.IntegerField()),
                ("wrong", models.IntegerField()),
                ("left", models.TextField(blank=True, default="")),
                ("sent_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "dispatch_id"), name="one_last_list_of_a_dispatch"),
                    models.CheckConstraint(
                        condition=models.Q(("dispatch_id", ""), _negated=True), name="a_list_is_of_a_dispatch"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParcelCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_index=True, max_length=35)),
                ("code", models.CharField(max_length=16)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcel_code",
                        to="clearance.declaration",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="a_parcel_code_is_not_empty"
                    )
                ],
            },
        ),
        sql.apply("walls.sql"),
    ]
