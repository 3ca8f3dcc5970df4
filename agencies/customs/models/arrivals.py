"""What is written down at an arrival, and the links by which carriers without an account reach their movement."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from agencies.customs.models.movements import Movement


class CarrierLink(models.Model):
    """A link to one movement for whoever drives it; only the digest of its token is kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="links")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="a_link_keeps_a_digest_only"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_by__isnull=False), name="somebody_revokes_a_link"
            ),
            models.CheckConstraint(
                condition=Q(mail_due_at__isnull=True) | (~Q(email="") & Q(revoked_at__isnull=True)),
                name="a_link_is_mailed_to_an_address_while_it_opens",
            ),
        ]
        indexes = [
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="links_to_be_mailed")
        ]

    def __str__(self) -> str:
        return f"link of {self.movement_id}"


class Presentation(models.Model):
    """The legal steps of an arrival, each with its moment and until when the next one is due; written once each."""

    movement = models.OneToOneField(Movement, models.PROTECT, related_name="presentation")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    noticed_by = models.CharField(max_length=8)
    seals_said = models.CharField(max_length=6, blank=True, default="")
    papers_due_at = models.DateTimeField()
    papers_at = models.DateTimeField(null=True, blank=True)
    register_due_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    complete_due_at = models.DateTimeField(null=True, blank=True)
    declare_due_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    SOURCES = ("trader", "carrier", "officer")
    SAID = ("", "whole", "broken")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(noticed_by__in=["trader", "carrier", "officer"]), name="an_arrival_is_told_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(seals_said__in=["", "whole", "broken"]), name="what_is_said_of_seals_is_known"
            ),
            models.CheckConstraint(
                condition=Q(papers_at__isnull=True) ^ Q(register_due_at__isnull=False),
                name="papers_start_the_clock_of_registration",
            ),
            models.CheckConstraint(
                condition=Q(registered_at__isnull=True) ^ Q(complete_due_at__isnull=False),
                name="registration_starts_the_clock_of_completion",
            ),
            models.CheckConstraint(
                condition=Q(registered_at__isnull=True) | Q(papers_at__isnull=False),
                name="what_is_registered_was_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return f"arrival of {self.movement_id}"


class Remark(models.Model):
    """One discrepancy found at unloading, of an item or of a seal. Written once, never changed."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="remarks")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    about = models.CharField(max_length=4)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    quantity = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=8, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about="item", kind__in=["shortage", "excess", "damage"])
                | Q(about="seal", kind__in=["broken", "missing", "other_number"]),
                name="a_remark_is_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["shortage", "excess"]) | Q(quantity__gt=0, unit__in=["kg", "packages"]),
                name="a_shortage_or_excess_has_a_quantity",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="a_remark_says_what_it_is_about"),
            models.CheckConstraint(
                condition=~Q(kind="other_number") | ~Q(note=""), name="another_number_of_a_seal_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.number}: {self.kind}"
