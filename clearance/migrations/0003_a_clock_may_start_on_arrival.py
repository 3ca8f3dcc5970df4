"""Room for the event `arrived_at_destination`, from which the completion of a transit is counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clearance", "0002_walls")]

    operations = [
        migrations.AlterField("signoff", "clock_start", models.CharField(max_length=24)),
        migrations.AlterField(
            "calendarday",
            "kind",
            models.TextField(
                choices=[("holiday", "Closed"), ("working", "Open as on a working day"), ("short", "Ends early")]
            ),
        ),
    ]
