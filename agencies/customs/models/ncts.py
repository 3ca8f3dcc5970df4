"""Messages of the transit system (NCTS) exchanged with traders' programs: every one as it came or went, for good."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Direction(models.TextChoices):
    """Whether the trader or the office speaks."""

    IN = "in"
    OUT = "out"


class NctsCorrespondence(models.Model):
    """A declaration about which messages are exchanged: with which program, and how much of what happened it was told."""

    declaration = models.OneToOneField("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    sender = models.CharField(max_length=35)
    prelodged = models.BooleanField(default=False)
    told_seq = models.IntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(sender=""), name="a_correspondence_is_with_somebody")]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.sender}"


class NctsMessage(models.Model):
    """One message in or out. Written once; a message that could not be read is kept like all others."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=3)
    type = models.CharField(max_length=6, blank=True, default="")
    sender = models.CharField(max_length=35, blank=True, default="")
    identification = models.CharField(max_length=35, blank=True, default="")
    correlation = models.CharField(max_length=35, blank=True, default="")
    number = models.CharField(max_length=22, blank=True, default="")
    repeats = models.BooleanField(default=False)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    errors = models.JSONField(default=list)
    event_seq = models.IntegerField(null=True)
    made_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="a_message_goes_in_or_out"),
            models.UniqueConstraint(
                fields=["company", "sender", "identification"],
                condition=Q(direction="in", repeats=False) & ~Q(identification=""),
                name="a_message_has_one_effect",
            ),
            models.UniqueConstraint(
                fields=["company", "sender", "identification", "digest"],
                condition=Q(direction="in"),
                name="the_same_message_is_kept_once",
            ),
            models.UniqueConstraint(
                fields=["sender", "identification"], condition=Q(direction="out"), name="an_answer_has_its_own_number"
            ),
            models.UniqueConstraint(
                fields=["declaration", "type", "event_seq"],
                condition=Q(event_seq__isnull=False),
                name="an_event_is_told_once_in_each_message",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | (~Q(type="") & ~Q(sender="") & ~Q(identification="")),
                name="an_answer_says_what_it_is",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(repeats=False, errors=[]), name="an_answer_has_no_faults"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "id"], name="messages_of_a_company"),
            models.Index(fields=["declaration", "id"], name="messages_of_a_declaration"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.type} {self.identification}"
