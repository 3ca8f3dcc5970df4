"""Offices, when they work, and which office works which control for which customs office."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearance.clocks import DayKind


class Place(models.TextChoices):
    """Where in the journey a control belongs."""

    ENTRY = "entry", _("Entry")
    EXIT = "exit", _("Exit")
    DECLARATION = "declaration", _("Declaration")
    DEPARTURE = "departure", _("Departure")
    DESTINATION = "destination", _("Destination")
    EXCHANGE = "exchange", _("Office of exchange")
    INLAND = "inland", _("Inland")


class Office(models.Model):
    """A working place of agencies: a border post, an inland centre, an office of exchange."""

    code = models.TextField(primary_key=True)
    type = models.TextField()
    modes = ArrayField(models.TextField(), default=list)
    name_en = models.TextField()
    name_ru = models.TextField()
    name_kk = models.TextField()
    neighbour = models.TextField(blank=True, default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    official_code = models.TextField(blank=True, default="")
    official_code_status = models.TextField(blank=True, default="")
    impc = models.TextField(blank=True, default="")
    electronic_queue = models.BooleanField(default=False)
    time_zone = models.TextField(default="Asia/Almaty")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="") & ~Q(name_ru="") & ~Q(name_kk=""),
                name="an_office_has_a_name_in_three_languages",
            )
        ]

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the name in a language of the portal, else in English."""
        return {"ru": self.name_ru, "kk": self.name_kk}.get(language[:2], self.name_en)


class OfficeHours(models.Model):
    """One stretch of opening on one weekday (0 is Monday); a day without a row is closed."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField(help_text=_("00:00 means the end of the day."))
    is_default = models.BooleanField(default=False, help_text=_("Assumed from the type of office; to be confirmed."))

    class Meta:
        ordering = ["office", "weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["office", "weekday", "opens"], name="an_office_opens_once_at_a_time"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_week_has_seven_days"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="an_office_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarDay(models.Model):
    """A day that differs from the week: of the whole country, or of one office, whose row wins."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="calendar_days", null=True, blank=True)
    day = models.DateField()
    kind = models.TextField(
        choices=[
            (DayKind.HOLIDAY.value, _("Closed")),
            (DayKind.WORKING.value, _("Open as on a working day")),
            (DayKind.SHORT.value, _("Ends early")),
        ]
    )
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    name_en = models.TextField(blank=True, default="")
    name_ru = models.TextField(blank=True, default="")
    name_kk = models.TextField(blank=True, default="")
    source = models.TextField(default="manual")
    is_estimated = models.BooleanField(default=False)

    class Meta:
        ordering = ["day", "office"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day"], nulls_distinct=False, name="a_day_is_described_once_for_an_office"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DayKind]),
                name="a_day_is_holiday_working_or_short",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False)
                & ~Q(kind="holiday")
                & (Q(closes__gt=F("opens")) | Q(closes="00:00")),
                name="hours_of_a_day_come_in_pairs_and_never_on_a_holiday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"

    @property
    def name(self) -> str:
        """The day's name in the reader's language."""
        return {"ru": self.name_ru, "kk": self.name_kk}.get((get_language() or "en")[:2], "") or self.name_en


class Coverage(models.Model):
    """Which office works an agency's controls at a place for a customs office, and who carries them out there.

    ``starts_on`` is the first day in force, ``ends_on`` the first day no longer in force.
    """

    agency = models.TextField()
    place = models.TextField(choices=Place)
    customs_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="coverage_for")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="coverage_at")
    executed_by = models.TextField(help_text=_("Agency whose officers do the work there."))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["agency", "place", "customs_office", "starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(place__in=Place.values), name="coverage_is_for_a_place_of_the_journey"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="coverage_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="one_working_office_for_a_control_at_a_time",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("customs_office", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.place} {self.customs_office_id} -> {self.office_id}"
