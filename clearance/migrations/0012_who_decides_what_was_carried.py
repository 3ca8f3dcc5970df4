"""What was carried undecided is decided by those who are granted it, like everything else."""

from django.db import migrations

from clearance import sql


class Migration(migrations.Migration):
    dependencies = [("clearance", "0011_operators_of_sites")]

    operations = [*sql.apply("workflow.sql")]
