"""What happens to a movement on its way: incidents, what its carrier asks leave for, escorts, and enquiries when it is late."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from agencies.customs.models.movements import Movement


class OfMovement(models.Model):
    """A row about one movement, with whose it is beside it for the walls."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="%(class)ss")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Incident(OfMovement):
    """What went wrong on the way: told by whoever was there, open until an officer says with a reason how it ended."""

    kind = models.CharField(max_length=14)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True, default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_as = models.CharField(max_length=10)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.CharField(max_length=300, blank=True, default="")

    KINDS = ("accident", "transhipment", "seal_damaged", "breakdown", "unloading", "other")
    REPORTERS = ("carrier", "driver", "trader", "officer", "system")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["accident", "transhipment", "seal_damaged", "breakdown", "unloading", "other"]),
                name="an_incident_is_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(reported_as__in=["carrier", "driver", "trader", "officer", "system"]),
                name="an_incident_is_told_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(reported_as__in=["trader", "officer"]) | Q(reported_by__isnull=False),
                name="who_has_an_account_reports_with_it",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="an_incident_says_what_happened"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, resolution="")
                | Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution=""),
                name="an_incident_is_resolved_by_an_officer_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["movement"], condition=Q(resolved_at__isnull=True), name="incidents_that_are_open")
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.kind}"


class Leave(OfMovement):
    """What the carrier asks customs for on the way: another destination, or another vehicle (noticed where seals stay whole)."""

    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=300)
    office = models.ForeignKey("clearance.Office", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True, default="")
    vehicle = models.CharField(max_length=60, blank=True, default="")
    successor = models.OneToOneField("clearance.Declaration", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=300, blank=True, default="")

    KINDS = ("destination", "transhipment")
    STATES = ("asked", "granted", "refused", "noticed")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["destination", "transhipment"]), name="leave_is_of_a_kind"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "refused"]) | Q(state="noticed", kind="transhipment"),
                name="leave_stands_somewhere",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="leave_is_asked_with_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="destination", office__isnull=False, vehicle="")
                | Q(kind="transhipment", successor__isnull=True) & ~Q(vehicle=""),
                name="leave_names_what_changes",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["asked", "noticed"], decided_at__isnull=True, decided_by__isnull=True, decision=""
                )
                | Q(state__in=["granted", "refused"], decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(decision=""),
                name="leave_is_decided_by_an_officer_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(due_at__isnull=False), name="leave_that_is_asked_has_a_day"
            ),
            models.UniqueConstraint(
                fields=["movement", "kind"], condition=Q(state="asked"), name="leave_is_asked_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="asked"), name="leave_to_decide")]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.kind} {self.state}"


class Escort(OfMovement):
    """Goods that go under escort (Art. 343): the ground, and who arranged it in time. Never shown to the trader."""

    ground = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    arrange_by = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    escorted_by = models.CharField(max_length=200, blank=True, default="")
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    arranged_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    GROUNDS = ("no_cover", "unpaid_fines", "transit_debt", "signs", "no_procedure")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=["no_cover", "unpaid_fines", "transit_debt", "signs", "no_procedure"]),
                name="an_escort_has_a_ground",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_escort_has_a_reason"),
            models.CheckConstraint(
                condition=Q(arranged_at__isnull=True, arranged_by__isnull=True, escorted_by="")
                | Q(arranged_at__isnull=False, arranged_by__isnull=False) & ~Q(escorted_by=""),
                name="an_arranged_escort_says_who_goes",
            ),
            models.UniqueConstraint(
                fields=["movement"], condition=Q(ended_at__isnull=True), name="one_escort_of_a_movement"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arrange_by"],
                condition=Q(arranged_at__isnull=True, ended_at__isnull=True),
                name="escorts_to_arrange",
            )
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.ground}"


class Enquiry(OfMovement):
    """One office asked whether it has seen goods that never arrived."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="enquiries")
    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    was_seen = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "office"], name="an_office_is_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, was_seen__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, was_seen__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="an_office_answers_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.office_id}"
