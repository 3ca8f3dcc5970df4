"""Visits of vehicles to a site: what they carry, the steps they take, what is looked at, and the slot they came by."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from agencies.customs.gate.life import ENDED, State

LIVE = sorted(str(state) for state in State if state not in ENDED)


class Visit(models.Model):
    """One vehicle (or train of wagons) at one office, from its slot or its arrival until it leaves."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, related_name="+")
    plate = models.CharField(max_length=20)
    written = models.CharField(max_length=40)
    trailer = models.CharField(max_length=20, blank=True, default="")
    vin = models.CharField(max_length=20, blank=True, default="")
    driver = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=12, default=State.BOOKED)
    since = models.DateTimeField()
    gate_in_at = models.DateTimeField(null=True, blank=True)
    gate_out_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(map(str, State))), name="a_visit_stands_somewhere"),
            models.CheckConstraint(condition=~Q(plate=""), name="a_visit_has_a_plate"),
            models.CheckConstraint(
                condition=~Q(state="gate_out") | Q(gate_in_at__isnull=False, gate_out_at__isnull=False),
                name="who_left_had_come_in",
            ),
            models.UniqueConstraint(
                fields=["plate"], condition=Q(state__in=LIVE), name="a_plate_is_on_one_visit_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["vin"], condition=Q(state__in=LIVE) & ~Q(vin=""), name="a_vin_is_on_one_visit_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "since"], name="visits_of_a_site"),
            models.Index(
                fields=["office", "gate_out_at"], condition=Q(gate_out_at__isnull=False), name="visits_that_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plate}: {self.state}"


class Carried(models.Model):
    """A declaration whose goods are on the vehicle, until they are taken off here."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="carries")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "declaration"], name="a_visit_carries_a_declaration_once"),
            models.CheckConstraint(
                condition=Q(taken_off_at__isnull=True, taken_off_by__isnull=True)
                | (Q(taken_off_at__isnull=False, taken_off_by__isnull=False) & ~Q(reason="")),
                name="goods_are_taken_off_by_somebody_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["declaration", "visit"], name="visits_of_a_declaration")]

    def __str__(self) -> str:
        return f"{self.visit_id} carries {self.declaration_id}"


class VisitStep(models.Model):
    """What was done with a visit at a moment; written once, never changed."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["weigh", "weigh_again"]) | Q(facts__kg__gt=0), name="a_weighing_has_a_weight"
            ),
        ]
        indexes = [models.Index(fields=["visit", "kind", "-at"], name="steps_of_a_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.kind}"


class VisitCheck(models.Model):
    """What an agency looks at when the vehicle passes: asked for by the rules of what it carries, ticked by its officers."""

    STATES = ("open", "passed", "failed")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="checks")
    agency = models.CharField(max_length=40)
    requirement = models.CharField(max_length=60)
    control = models.CharField(max_length=12)
    rules = models.JSONField(default=list)
    documents = models.JSONField(default=list)
    legal_basis = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, default="open")
    note = models.CharField(max_length=300, blank=True, default="")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "requirement"], name="a_visit_is_checked_for_a_thing_once"),
            models.CheckConstraint(
                condition=Q(state="open", done_by__isnull=True, done_at__isnull=True)
                | Q(state__in=["passed", "failed"], done_by__isnull=False, done_at__isnull=False),
                name="a_visit_check_is_done_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(note=""), name="a_failed_check_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.requirement} {self.state}"


class Slot(models.Model):
    """A booked hour of the electronic queue: bound to a visit, so to a vehicle, a driver and what it carries."""

    KINDS = ("ordinary", "priority", "post", "fast")
    DEPOSITS = ("held", "returned", "lost")

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="slot")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    ground = models.CharField(max_length=16, blank=True, default="")
    first_starts_at = models.DateTimeField()
    moves = models.PositiveSmallIntegerField(default=0)
    held = models.BooleanField(default=False)
    takes_place = models.BooleanField(default=True)
    deposit = models.DecimalField(max_digits=18, decimal_places=2)
    deposit_state = models.CharField(max_length=8, default="held")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["starts_at", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_at", "place"],
                condition=Q(takes_place=True),
                name="a_place_of_an_hour_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["ordinary", "priority", "post", "fast"]), name="a_slot_is_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind="priority") ^ Q(ground=""), name="priority_has_a_ground"),
            models.CheckConstraint(
                condition=Q(deposit_state__in=["held", "returned", "lost"]), name="a_deposit_is_somewhere"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], condition=Q(takes_place=True), name="slots_to_look_at"),
            models.Index(fields=["company", "-starts_at"], name="slots_of_a_company"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.starts_at:%Y-%m-%d %H:%M} #{self.place}"
