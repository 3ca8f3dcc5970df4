"""After a split a decision rests on the goods that stay, so that a later change asks exactly the right agencies again."""

from django.db import migrations

from clearance import sql


class Migration(migrations.Migration):
    dependencies = [("clearance", "0002_walls")]
    operations = sql.apply("workflow.sql")
