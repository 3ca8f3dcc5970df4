"""A grant may make somebody the operator of a site: nobody's officer, and no trade data."""

from django.db import migrations, models

from clearance import sql

ROLES = [
    ("officer", "Officer"),
    ("head", "Head of office"),
    ("cashier", "Cashier"),
    ("admin", "Administrator"),
    ("routing_desk", "Routing desk clerk"),
    ("auditor", "Auditor"),
    ("dispatcher", "Dispatcher"),
    ("image_reader", "Image reader"),
    ("risk_officer", "Risk officer"),
    ("shift_head", "Head of shift"),
    ("operator", "Operator of the site"),
]


class Migration(migrations.Migration):
    dependencies = [("clearance", "0010_declarations_that_follow")]

    operations = [
        migrations.RemoveConstraint("grant", "a_grant_is_of_a_known_role"),
        migrations.AlterField("grant", "role", models.TextField(choices=ROLES)),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _title in ROLES]), name="a_grant_is_of_a_known_role"
            ),
        ),
        *sql.apply("actors.sql"),
    ]
