"""What an amount set aside was reckoned from is kept with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customs", "0014_customs_sees_its_movements_at_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="basis",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
    ]
