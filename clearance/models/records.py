"""The record: what happened, chained by the database; checkpoints of it; the sweeper's heartbeat."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from clearance.models.declarations import Declaration


class Event(models.Model):
    """One thing that happened; append-only. `seq`, `public_seq`, digests and `recorded_at` are made by the database."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="events")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    seq = models.IntegerField(null=True)
    public_seq = models.IntegerField(null=True)
    kind = models.CharField(max_length=48)
    payload_version = models.IntegerField(default=1)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    moved_from = models.CharField(max_length=24, null=True)
    moved_to = models.CharField(max_length=24, null=True)
    actor_kind = models.CharField(max_length=12)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agency = models.CharField(max_length=40, blank=True, default="")
    office = models.CharField(max_length=32, blank=True, default="")
    is_public = models.BooleanField(default=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="")
    previous = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "seq"], name="one_event_of_each_number"),
            models.UniqueConstraint(
                fields=["declaration"],
                condition=Q(kind="declaration.released"),
                name="exactly_one_release_event",
            ),
            models.CheckConstraint(
                name="an_event_has_an_actor",
                condition=Q(actor_kind="system", actor__isnull=True)
                | Q(actor_kind__in=["trader", "officer"], actor__isnull=False),
            ),
        ]


class Checkpoint(models.Model):
    """The heads of all chains at one moment, folded into one hash that can be kept outside."""

    made_at = models.DateTimeField()
    declarations = models.IntegerField()
    events = models.BigIntegerField()
    hash = models.CharField(max_length=64)


class Heartbeat(models.Model):
    """When a recurring duty last ran; `readyz` reads the sweeper's age from it."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()
