"""Preparations and templates, walled like every table with trade data: a company's own people see them, nobody else."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WALLS = """
do $$
declare t text;
begin
  foreach t in array array['preparing_preparation', 'preparing_template'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system on %I using ((select sw_is_system())) with check ((select sw_is_system()))', t);
    execute format('create policy guards on %I using (current_user <> session_user) with check (current_user <> session_user)', t);
    execute format('create policy own on %I to portal_app using (company_id = any ((select sw_companies())::bigint[]))'
                   ' with check (company_id = any ((select sw_companies())::bigint[]))', t);
  end loop;
  if exists (select 1 from pg_roles where rolname = 'portal_app') then
    revoke delete, truncate on preparing_preparation from portal_app;
  end if;
end $$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clearance", "0002_walls"),
        ("accounts", "0002_the_record_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "declaration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="preparation",
                        serialize=False,
                        to="clearance.declaration",
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("page", models.CharField(blank=True, default="", max_length=40)),
                ("change", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("change_of", models.IntegerField(null=True)),
                ("revision", models.IntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change__isnull", True), ("change_of__isnull", True)),
                            models.Q(("change__isnull", False), ("change_of__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_change_says_of_which_version",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=10)),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("made_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.company"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="one_template_of_each_name_in_a_company")
                ],
            },
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
