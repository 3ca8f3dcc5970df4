import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListedReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=40)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("question", "Question"),
                            ("refusal", "Refusal"),
                            ("hold", "Hold"),
                            ("inspection", "Inspection"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("title_en", models.CharField(blank=True, default="", max_length=200)),
                ("title_ru", models.CharField(blank=True, default="", max_length=200)),
                ("title_kk", models.CharField(blank=True, default="", max_length=200)),
                ("text_en", models.TextField(blank=True, default="")),
                ("text_ru", models.TextField(blank=True, default="")),
                ("text_kk", models.TextField(blank=True, default="")),
                ("is_offered", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["agency", "use", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "use", "code"), name="a_reason_is_in_a_list_once"),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["question", "refusal", "hold", "inspection"])),
                        name="a_reason_is_for_a_known_act",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title_en", ""), _negated=True),
                            models.Q(("title_ru", ""), _negated=True),
                            models.Q(("title_kk", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_reason_says_something",
                    ),
                ],
            },
        ),
    ]
