"""A sheet of goods between its upload and its import."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from clearance.models.declarations import Declaration


class ItemSheet(models.Model):
    """The cells of an uploaded sheet, kept while its person looks at what it would bring; one for a declaration."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=4)
    encoding = models.CharField(max_length=20, blank=True, default="")
    rows = models.JSONField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration"], name="one_sheet_waits_for_each_declaration"),
        ]
