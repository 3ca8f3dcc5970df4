"""Tables of the post: what the last list of a dispatch left wrong, codes of notices, payments that were begun."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class DispatchList(models.Model):
    """The last list of a dispatch that the operator sent from a page; `left` holds the lines that could not be filed."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    dispatch_id = models.CharField(max_length=40)
    listed = models.IntegerField()
    wrong = models.IntegerField()
    left = models.TextField(blank=True, default="")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "dispatch_id"], name="one_last_list_of_a_dispatch"),
            models.CheckConstraint(condition=~Q(dispatch_id=""), name="a_list_is_of_a_dispatch"),
        ]


class ParcelCode(models.Model):
    """What opens the page of a postal item to whoever holds its notice; drawn by chance when the notice is printed."""

    declaration = models.OneToOneField("clearance.Declaration", models.PROTECT, related_name="parcel_code")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    number = models.CharField(max_length=35, db_index=True)
    code = models.CharField(max_length=16)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="a_parcel_code_is_not_empty")]


class AttemptState(models.TextChoices):
    """How far a payment has come; the last two mean that the provider has the money."""

    BEGUN = "begun"
    DECLINED = "declined"
    PAID = "paid"
    TOO_MUCH = "too_much"  # paid when nothing was due any more: the operator gives it back


class Attempt(models.Model):
    """One way of an addressee to a provider of payments and back; no card is known here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="online_payments")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    provider = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.BEGUN)
    provider_reference = models.CharField(max_length=60, blank=True, default="")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AttemptState.values), name="the_state_of_an_attempt_is_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_attempt_is_above_zero"),
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(state="begun"), name="one_attempt_to_pay_at_a_time"
            ),
        ]
