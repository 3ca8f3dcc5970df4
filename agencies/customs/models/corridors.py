"""Where goods in transit are meant to be: corridors, control zones of offices, places of rest; each drawing is kept."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language


class Drawn(models.Model):
    """Something on the map: who drew it, how well, and until when it counted."""

    quality = models.CharField(max_length=300, blank=True, default="")
    is_approximate = models.BooleanField(default=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField(db_default=Now())
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Named(models.Model):
    """A name in the three languages."""

    name_en = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120)
    name_kk = models.CharField(max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        named: Any = getattr(self, f"name_{(get_language() or 'en')[:2]}", "")
        return str(named or self.name_en)


class Corridor(Named, Drawn):
    """A line along which goods go, by road or by rail."""

    code = models.CharField(max_length=40)
    mode = models.CharField(max_length=4)
    line = models.JSONField()
    km = models.DecimalField(max_digits=7, decimal_places=1)
    buffer_m = models.PositiveIntegerField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(replaced_at__isnull=True), name="one_drawing_of_a_corridor_counts"
            ),
            models.CheckConstraint(condition=Q(mode__in=["road", "rail"]), name="a_corridor_is_of_road_or_rail"),
            models.CheckConstraint(
                condition=Q(km__gt=0, buffer_m__gt=0, line__1__isnull=False), name="a_corridor_has_a_length"
            ),
            models.CheckConstraint(
                condition=~Q(name_en="") & ~Q(name_ru="") & ~Q(name_kk=""), name="a_corridor_has_its_names"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Place(Drawn):
    """A circle on the map."""

    latitude = models.DecimalField(max_digits=9, decimal_places=6)
    longitude = models.DecimalField(max_digits=9, decimal_places=6)
    radius_m = models.PositiveIntegerField()

    class Meta:
        abstract = True


ON_THE_MAP = Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180, radius_m__gt=0)


class Zone(Place):
    """The control zone of an office: goods leave it with leave only."""

    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["office"]
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(replaced_at__isnull=True), name="one_zone_of_an_office_counts"
            ),
            models.CheckConstraint(condition=ON_THE_MAP, name="a_zone_lies_on_the_map"),
        ]

    def __str__(self) -> str:
        return str(self.office_id)


class RestPlace(Named, Place):
    """Where a driver may rest, or a train stand, without anybody asking why."""

    code = models.CharField(max_length=40)
    mode = models.CharField(max_length=4)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(replaced_at__isnull=True), name="one_drawing_of_a_rest_place_counts"
            ),
            models.CheckConstraint(condition=Q(mode__in=["road", "rail"]), name="a_rest_place_is_of_road_or_rail"),
            models.CheckConstraint(condition=ON_THE_MAP, name="a_rest_place_lies_on_the_map"),
        ]

    def __str__(self) -> str:
        return self.code


class Watch(models.Model):
    """What is remembered of one movement between its points; the row is the lock for whoever watches it."""

    movement = models.OneToOneField("customs.Movement", models.CASCADE, related_name="watch")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    memory = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True, blank=True)
    silent_at = models.DateTimeField(null=True, blank=True)
    along_km = models.FloatField(null=True, blank=True)
    left_km = models.FloatField(null=True, blank=True)
    off_m = models.FloatField(null=True, blank=True)
    eta = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_km__isnull=True) | Q(left_km__gte=0, along_km__gte=0, off_m__gte=0),
                name="a_watch_measures_forward",
            ),
            models.CheckConstraint(
                condition=Q(silent_at__isnull=True) | Q(seen_at__isnull=True) | Q(silent_at__gt=F("seen_at")),
                name="silence_comes_after_a_word",
            ),
        ]
        indexes = [
            models.Index(fields=["silent_at"], condition=Q(silent_at__isnull=False), name="watches_that_fall_silent"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: seen {self.seen_at}"
