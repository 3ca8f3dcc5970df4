"""Webhooks of companies, what is delivered to them, and how each attempt ended."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from clearance.models import Event
from portal.accounts.models import Company, Language


class Webhook(models.Model):
    """An address of a company's program; its secrets are made from `secret_number`, none is kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    topics = ArrayField(models.CharField(max_length=20))
    active = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    secret_number = models.IntegerField(default=1)
    old_secret_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_ended_webhook_is_not_active", condition=Q(active=False) | Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="secrets_count_from_one", condition=Q(secret_number__gte=1)),
        ]


class Delivery(models.Model):
    """One event for one webhook; `uuid` is the webhook-id and stays the same however often it is sent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=48)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    fault = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="an_event_is_delivered_under_one_id"),
            models.CheckConstraint(
                name="a_ping_has_no_event", condition=Q(event__isnull=False) | Q(kind="webhook.ping")
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
            models.Index(Coalesce("tried_at", "made_at"), condition=Q(due_at__isnull=True), name="delivery_done_with"),
        ]

    @property
    def standing(self) -> str:
        """Waiting, delivered or given up; in that order of what counts."""
        if self.due_at is not None:
            return "waiting" if not self.attempts else "again"
        return "delivered" if self.delivered_at else "given_up"


class Attempt(models.Model):
    """One time a delivery was sent, and what came back."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    milliseconds = models.IntegerField()
    status = models.IntegerField(null=True)
    fault = models.CharField(max_length=24, blank=True, default="")
    answer = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["delivery", "-id"], name="attempt_of_delivery"),
            models.Index(fields=["at"], name="attempt_by_age"),
        ]
