"""What people do to a declaration beside deciding: ask, hold, present, pay."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clearance.models.declarations import Declaration
from clearance.models.signoffs import SignOff


class Question(models.Model):
    """An officer's question to the trader; stops the clock of its sign-off and no other."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="questions")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="questions")
    agency = models.CharField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField()
    language = models.CharField(max_length=2)
    pointer = models.CharField(max_length=200, blank=True, default="")
    answer_due_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    answer_language = models.CharField(max_length=2, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_question_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="an_answered_question_has_an_answer",
                condition=Q(answered_at__isnull=True) | (Q(answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["declaration"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="question_open",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None


class Hold(models.Model):
    """A stop placed by an agency; always with an owner, a public reason, a legal basis and a review time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="holds")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    agency = models.CharField(max_length=40)
    office = models.ForeignKey("clearance.Office", models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    public_reason = models.TextField()
    language = models.CharField(max_length=2)
    legal_basis = models.TextField()
    review_at = models.DateTimeField()
    visibility = models.CharField(max_length=10, default="public")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_hold_has_owner_reason_law_and_review",
                condition=~Q(agency="")
                & ~Q(public_reason="")
                & ~Q(legal_basis="")
                & Q(review_at__isnull=False)
                & (Q(owner__isnull=False) | Q(office__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_lifted_hold_says_by_whom_and_why",
                condition=Q(lifted_at__isnull=True) | (Q(lifted_by__isnull=False) & ~Q(lift_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["declaration"], condition=Q(lifted_at__isnull=True), name="hold_open"),
            models.Index(fields=["review_at"], condition=Q(lifted_at__isnull=True), name="hold_review"),
        ]


class Arrival(models.Model):
    """A notice or a confirmation that the goods are there; only a counting one presents them."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="arrivals")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    counts = models.BooleanField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_arrival_is_a_notice_or_a_confirmation",
                condition=Q(kind__in=["notice", "confirmation", "gate"]),
            ),
            models.UniqueConstraint(
                fields=["declaration", "office", "kind", "counts"], name="an_arrival_is_recorded_once"
            ),
        ]


class Payment(models.Model):
    """Money paid or secured for a declaration, as customs' cashier recorded it or a provider of payments confirmed it."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="payments")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=80)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    provider = models.CharField(max_length=20, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "reference"], name="the_same_payment_counts_once"),
            models.CheckConstraint(name="a_payment_is_paid_or_secured", condition=Q(kind__in=["paid", "secured"])),
            models.CheckConstraint(name="a_payment_is_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="a_payment_has_a_cashier_or_a_provider", condition=Q(recorded_by__isnull=False) ^ ~Q(provider="")
            ),
        ]
