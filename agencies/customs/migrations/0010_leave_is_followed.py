"""Leave that was granted is followed by a declaration, once."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    dependencies = [("customs", "0009_on_the_way")]

    operations = [
        migrations.AlterField(
            model_name="enquiry",
            name="movement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="enquiries", to="customs.movement"
            ),
        ),
        RunSQL(sql.text("on_the_way.sql"), RunSQL.noop),
    ]
