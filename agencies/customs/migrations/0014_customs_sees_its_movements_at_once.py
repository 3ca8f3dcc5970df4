"""Officers of customs see movements, watches, alarms and interventions without a look at each declaration."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    dependencies = [("customs", "0013_followers_that_are_behind")]

    operations = [RunSQL(sql.text("seen_by_customs.sql"), RunSQL.noop)]
