"""Drafts of rulebooks are written by their author, offered for the second signature, and signed by who acts."""

from django.db import migrations, models

from clearance import sql


class Migration(migrations.Migration):
    dependencies = [("clearance", "0005_goods_and_files")]
    operations = [
        migrations.AddField("rulebook", "based_on", models.IntegerField(blank=True, null=True)),
        migrations.AddField("rulebook", "offered_at", models.DateTimeField(blank=True, null=True)),
        *sql.apply("drafts.sql"),
    ]
