"""A vehicle does not leave with goods whose movement is stopped, or that are still to be discharged."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from agencies.customs import sql


class Migration(migrations.Migration):
    dependencies = [("customs", "0010_leave_is_followed")]

    operations = [RunSQL(sql.text("visits.sql"), RunSQL.noop)]
