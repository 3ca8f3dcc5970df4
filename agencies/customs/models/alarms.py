"""Alarms of movements, and the stops they or officers place on them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.customs.alarms.kinds import AlarmState, Kind, Severity
from agencies.customs.alarms.words import REASONS


class OfAMovement(models.Model):
    """What belongs to one movement, and so to its declaration and company."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Alarm(OfAMovement):
    """Something abnormal about a movement. While it is not closed, more of the same adds to it."""

    movement = models.ForeignKey("customs.Movement", models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=20)
    severity = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default=AlarmState.OPEN)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)
    points = models.PositiveIntegerField(default=0)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    facts = models.JSONField(default=dict)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_asked_why = models.CharField(max_length=300, blank=True, default="")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(str(kind) for kind in Kind)), name="an_alarm_is_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=sorted(str(severity) for severity in Severity)),
                name="an_alarm_is_more_or_less_grave",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(str(state) for state in AlarmState)), name="an_alarm_stands_somewhere"
            ),
            models.UniqueConstraint(
                fields=["movement", "kind"],
                condition=~Q(state="closed"),
                name="one_open_alarm_of_a_kind_for_a_movement",
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="an_acknowledged_alarm_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, close_reason__regex=r"\S")
                | ~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True, close_reason=""),
                name="a_closed_alarm_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed", severity="critical")
                | Q(lift_asked_by__isnull=False, closed_by__isnull=False) & ~Q(lift_asked_by=F("closed_by")),
                name="a_critical_alarm_is_lifted_by_two",
            ),
            models.CheckConstraint(
                condition=Q(lift_asked_by__isnull=True) | Q(lift_asked_at__isnull=False, lift_asked_why__regex=r"\S"),
                name="who_asks_to_lift_an_alarm_says_why",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="an_alarm_lies_on_the_map",
            ),
        ]
        indexes = [
            models.Index(fields=["severity", "-last_at"], condition=~Q(state="closed"), name="alarms_not_closed"),
            models.Index(fields=["movement"], name="alarms_of_a_movement"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.kind} ({self.state})"

    @property
    def is_critical(self) -> bool:
        return self.severity == Severity.CRITICAL


class Stop(OfAMovement):
    """A movement may not arrive, nor its goods be declared further; with owner, reason, law and review like a hold."""

    movement = models.ForeignKey("customs.Movement", models.PROTECT, related_name="stops")
    alarm = models.ForeignKey(Alarm, models.PROTECT, null=True, related_name="stops")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("clearance.Office", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    language = models.CharField(max_length=2, blank=True, default="")
    legal_basis = models.CharField(max_length=300)
    review_at = models.DateTimeField()
    is_critical = models.BooleanField(default=False)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField()
    lift_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S", legal_basis__regex=r"\S", review_at__gt=F("placed_at"))
                & (Q(owner__isnull=False) | Q(office__isnull=False)),
                name="a_stop_has_owner_reason_law_and_review",
            ),
            models.CheckConstraint(
                condition=Q(placed_by__isnull=False) | Q(alarm__isnull=False), name="a_stop_has_a_person_or_an_alarm"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, lift_reason__regex=r"\S"),
                name="a_lifted_stop_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(is_critical=False)
                | Q(lifted_at__isnull=True)
                | Q(lift_asked_by__isnull=False) & ~Q(lift_asked_by=F("lifted_by")),
                name="a_critical_stop_is_lifted_by_two",
            ),
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(lifted_at__isnull=True), name="an_alarm_stops_a_movement_once"
            ),
        ]
        indexes = [
            models.Index(fields=["movement"], condition=Q(lifted_at__isnull=True), name="stops_of_a_movement"),
            models.Index(fields=["review_at"], condition=Q(lifted_at__isnull=True), name="stops_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: stopped since {self.placed_at}"

    @property
    def told(self) -> str:
        """The public reason: in the words of who placed it, or in the reader's language if an alarm did."""
        return self.reason if self.language else str(REASONS.get(self.reason, self.reason))
