"""Grants may be of the roles of a control centre."""

from django.db import migrations, models

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
]


class Migration(migrations.Migration):
    dependencies = [("clearance", "0008_finding_and_filtering")]

    operations = [
        migrations.RemoveConstraint("grant", "a_grant_is_of_a_known_role"),
        migrations.AlterField("grant", "role", models.TextField(choices=ROLES)),
        migrations.AddConstraint(
            "grant",
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _title in ROLES]), name="a_grant_is_of_a_known_role"
            ),
        ),
    ]
