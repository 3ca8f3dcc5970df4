"""The windows next door, what was told them, and what they told."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clearance.models import Declaration, Office
from portal.accounts.models import Company


class Neighbour(models.Model):
    """A window of another country: where it listens, the key it signs with, and which offices face each other."""

    code = models.CharField(max_length=2, unique=True, validators=[RegexValidator("^[A-Z]{2}$")])
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    public_key = models.CharField(max_length=64)
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(code__regex="^[A-Z]{2}$"), name="a_neighbour_is_a_country")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Facing(models.Model):
    """Goods that leave through our office arrive at theirs."""

    neighbour = models.ForeignKey(Neighbour, models.CASCADE, related_name="facing")
    office = models.OneToOneField(Office, models.PROTECT, related_name="+")
    theirs = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.office_id} faces {self.theirs}"


class Told(models.TextChoices):
    """What a neighbour is told of: our release towards it, or that what it released has arrived here."""

    RELEASE = "release"
    ARRIVAL = "arrival"


class Outgoing(models.Model):
    """What a neighbour is told of a declaration: written down when it happens, sent afterwards, under one id however often."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    neighbour = models.ForeignKey(Neighbour, models.PROTECT, related_name="+")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    version = models.IntegerField()
    kind = models.CharField(max_length=8, choices=Told, default=Told.RELEASE, db_default=Told.RELEASE)
    body = models.BinaryField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    fault = models.CharField(max_length=24, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")
    number = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbour", "declaration", "version", "kind"], name="each_thing_is_told_under_one_id"
            ),
            models.CheckConstraint(condition=Q(kind__in=Told.values), name="a_release_or_an_arrival_is_told"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, delivered_at__isnull=True, gave_up_at__isnull=True)
                | Q(due_at__isnull=True, delivered_at__isnull=False, gave_up_at__isnull=True)
                | Q(due_at__isnull=True, delivered_at__isnull=True, gave_up_at__isnull=False),
                name="what_is_told_waits_or_is_done",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="neighbours_due")]

    def __str__(self) -> str:
        return f"{self.declaration_id} told {self.neighbour_id}"

    @property
    def standing(self) -> str:
        """waiting, again (after a failure), delivered, refused or given_up."""
        if self.due_at is not None:
            return "again" if self.attempts else "waiting"
        if self.delivered_at is not None:
            return "delivered"
        return "refused" if self.fault == "refused" else "given_up"


class Standing(models.TextChoices):
    """Where a notice that came in stands."""

    EXPECTED = "expected"
    USED = "used"
    REPLACED = "replaced"
    REFUSED = "refused"
    EXPIRED = "expired"


class Incoming(models.Model):
    """Pre-arrival information that a neighbour sent; every message is kept, a refused one with what was wrong."""

    message = models.UUIDField()
    neighbour = models.ForeignKey(Neighbour, models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    reference = models.CharField(max_length=60)
    version = models.IntegerField(default=1)
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=Standing, default=Standing.EXPECTED)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    bins = ArrayField(models.CharField(max_length=12), default=list)
    vehicles = ArrayField(models.CharField(max_length=60), default=list)
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="+")
    told_back = models.BooleanField(default=False, db_default=False)
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["neighbour", "message"], name="a_message_counts_once"),
            models.UniqueConstraint(
                fields=["neighbour", "reference"],
                condition=Q(state__in=["expected", "used"]),
                name="one_notice_of_a_release_counts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=Standing.values), name="a_notice_from_next_door_stands_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(state="used") ^ Q(declaration__isnull=True), name="a_used_notice_names_its_declaration"
            ),
            models.CheckConstraint(condition=Q(state="refused") ^ Q(problems=[]), name="what_is_refused_says_why"),
        ]
        indexes = [
            models.Index(fields=["office", "-id"], condition=Q(state="expected"), name="neighbours_expected"),
            models.Index(fields=["expires_at"], condition=Q(state="expected"), name="neighbours_expire"),
            models.Index(
                fields=["declaration"], condition=Q(state="used", told_back=False), name="neighbours_to_tell_back"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Arrival(models.Model):
    """A neighbour's word that what we released towards it has come; every message is kept, a refused one with what was wrong."""

    message = models.UUIDField()
    neighbour = models.ForeignKey(Neighbour, models.PROTECT, related_name="+")
    release = models.OneToOneField(Outgoing, models.PROTECT, null=True, related_name="arrival")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    problems = models.JSONField(default=list)
    office = models.CharField(max_length=40, blank=True, default="")
    arrived_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["neighbour", "message"], name="a_word_of_arrival_counts_once"),
            models.CheckConstraint(
                condition=Q(problems=[], release__isnull=False, company__isnull=False, arrived_at__isnull=False)
                | ~Q(problems=[]) & Q(release__isnull=True, company__isnull=True),
                name="an_arrival_is_of_a_release_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.arrived_at}"
