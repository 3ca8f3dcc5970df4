"""Versions of official lists: loaded whole, never changed, the newest that has begun is in force."""

from django.contrib.postgres.indexes import GinIndex, OpClass
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


class Commodity(models.Model):
    """One code of the tariff as one edition tells it, made to be searched.

    A name holds the uncoded headings on the way to it (“horses › pure-bred breeding animals”); `own` are its own words and
    `words` also those of the codes above it, both plain: small letters, one space apart and around. `rate` is the
    reference rate of duty as it is written, for reading and never for charging.
    """

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="commodities")
    code = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    parent = models.CharField(max_length=10, blank=True, default="")
    name_en = models.TextField(blank=True, default="")
    name_ru = models.TextField(blank=True, default="")
    name_kk = models.TextField(blank=True, default="")
    unit = models.CharField(max_length=40, blank=True, default="")
    rate = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    own = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_commodity_of_each_code_of_a_version"),
            models.CheckConstraint(condition=Q(level__gte=2, level__lte=10), name="a_commodity_has_2_to_10_digits"),
        ]
        indexes = [
            GinIndex(OpClass("words", name="gin_trgm_ops"), name="commodity_words"),
            models.Index(OpClass("code", name="varchar_pattern_ops"), name="commodity_code_begins"),
        ]

    def __str__(self) -> str:
        return self.code


class TariffWord(models.Model):
    """A word that some name of an edition holds, so that a misspelt one finds its neighbour."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="tariff_words")
    word = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "word"], name="a_word_is_kept_once_for_a_version")]
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="tariff_word_letters")]

    def __str__(self) -> str:
        return self.word
