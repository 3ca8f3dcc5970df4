"""Tables of administration: deadline profiles, contacts of offices, rehearsals of rulebooks that are under way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from clearance.clocks import ClockStart, Unit
from clearance.models import Office, Rulebook
from clearance.wording import deadline_text


class DeadlineProfile(models.Model):
    """A deadline an agency uses again and again; rules take its values when they are written."""

    agency = models.CharField(max_length=40)
    code = models.SlugField(max_length=40)
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    clock_start = models.CharField(max_length=30)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_ru = models.CharField(max_length=200, blank=True, default="")
    name_kk = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["agency", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="a_deadline_profile_is_there_once"),
            models.CheckConstraint(
                condition=Q(unit__in=[unit.value for unit in Unit]), name="a_deadline_profile_counts_in_a_known_unit"
            ),
            models.CheckConstraint(
                condition=Q(clock_start__in=[start.value for start in ClockStart]),
                name="a_deadline_profile_starts_on_a_known_event",
            ),
            models.CheckConstraint(
                condition=~Q(name_en="") | ~Q(name_ru="") | ~Q(name_kk=""), name="a_deadline_profile_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({deadline_text(self.value, self.unit)})"

    @property
    def name(self) -> str:
        """The name in the reader's language, else in one it has."""
        names = [getattr(self, f"name_{one}") for one in ((get_language() or "en")[:2], "en", "ru", "kk")]
        return next((name for name in names if name), self.code)


class OfficeContact(models.Model):
    """How traders and colleagues reach an agency at an office."""

    agency = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.CASCADE, related_name="contacts")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    where_en = models.CharField(max_length=300, blank=True, default="")
    where_ru = models.CharField(max_length=300, blank=True, default="")
    where_kk = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "office"], name="an_agency_is_reached_one_way_at_an_office")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.office_id}"


class Rehearsal(models.Model):
    """A draft tried on declarations that were routed: how far it has come, and what it would have asked otherwise.

    `runs` are the ids of the routing runs to try, `found` their differences by declaration id; whose goods they are
    is asked again when the page is read.
    """

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="rehearsals")
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    runs = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="a_rehearsal_tries_no_more_than_it_has")
        ]

    def __str__(self) -> str:
        return f"{self.rulebook_id}: {self.done}/{self.total}"
