"""Codes of the tariff, searched by words in three languages; editions loaded before stay as they are."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Commodity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10)),
                ("level", models.PositiveSmallIntegerField()),
                ("parent", models.CharField(blank=True, default="", max_length=10)),
                ("name_en", models.TextField(blank=True, default="")),
                ("name_ru", models.TextField(blank=True, default="")),
                ("name_kk", models.TextField(blank=True, default="")),
                ("unit", models.CharField(blank=True, default="", max_length=40)),
                ("rate", models.CharField(blank=True, default="", max_length=200)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("own", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commodities",
                        to="reference.listversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("words", name="gin_trgm_ops"), name="commodity_words"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass("code", name="varchar_pattern_ops"),
                        name="commodity_code_begins",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "code"), name="one_commodity_of_each_code_of_a_version"),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 2), ("level__lte", 10)),
                        name="a_commodity_has_2_to_10_digits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TariffWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tariff_words",
                        to="reference.listversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                        name="tariff_word_letters",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "word"), name="a_word_is_kept_once_for_a_version")
                ],
            },
        ),
        migrations.RunSQL(
            """
            create trigger never_changes before update or delete on reference_commodity
              for each row execute function sw_never_changes();
            create trigger never_changes before update or delete on reference_tariffword
              for each row execute function sw_never_changes();
            do $$ begin
              if exists (select 1 from pg_roles where rolname = 'portal_app') then
                revoke update, delete, truncate on reference_commodity, reference_tariffword from portal_app;
              end if;
            end $$;
            """,
            migrations.RunSQL.noop,
        ),
    ]
