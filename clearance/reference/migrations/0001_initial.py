"""Editions of reference lists and their entries; append-only like everything that is kept as evidence."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("clearance", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="ListVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("number", models.IntegerField()),
                ("valid_from", models.DateField()),
                ("source", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("entries", models.IntegerField()),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "-valid_from", "-number"], name="list_version_in_force")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="one_list_version_of_each_number"),
                    models.CheckConstraint(condition=models.Q(("entries__gt", 0)), name="a_list_version_has_entries"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("row", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="reference.listversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="one_entry_for_each_key_of_a_version")
                ],
            },
        ),
        migrations.RunSQL(
            """
            create trigger never_changes before update or delete on reference_listversion
              for each row execute function sw_never_changes();
            create trigger never_changes before update or delete on reference_listentry
              for each row execute function sw_never_changes();
            do $$ begin
              if exists (select 1 from pg_roles where rolname = 'portal_app') then
                revoke update, delete, truncate on reference_listversion, reference_listentry from portal_app;
              end if;
            end $$;
            """,
            migrations.RunSQL.noop,
        ),
    ]
