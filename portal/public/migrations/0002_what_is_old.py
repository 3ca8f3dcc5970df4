"""Questions answered long ago are found by an index, and the database lets only those be deleted."""

from django.db import migrations, models

from portal.public.sql import apply


class Migration(migrations.Migration):
    dependencies = [("public", "0001_pages_for_everybody")]
    operations = [
        migrations.AddIndex(
            "enquiry",
            models.Index(
                fields=["answered_at"],
                condition=models.Q(("answered_at__isnull", False)),
                name="enquiry_answered_by_age",
            ),
        ),
        apply("keeping.sql"),
    ]
