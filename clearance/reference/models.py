"""Versions of official lists: loaded whole, never changed, the newest that has begun is in force."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class ListVersion(models.Model):
    """One edition of a list as it was loaded; `digest` is the SHA-256 of its entries."""

    kind = models.CharField(max_length=40)
    number = models.IntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    entries = models.IntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_list_version_of_each_number"),
            models.CheckConstraint(condition=Q(entries__gt=0), name="a_list_version_has_entries"),
        ]
        indexes = [models.Index(fields=["kind", "-valid_from", "-number"], name="list_version_in_force")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class ListEntry(models.Model):
    """One line of a version, by its key."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="lines")
    key = models.CharField(max_length=120)
    row = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_entry_for_each_key_of_a_version")]

    def __str__(self) -> str:
        return self.key
