"""Seals: each number is live once, on one movement or in stock, and a new seal names the one it stands for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from agencies.customs.models.movements import Movement
from agencies.customs.transit.life import LIVE, SealState, codes


class Seal(models.Model):
    """One seal, from the stock of an office to where it ends. A movement's list of whole seals follows it by a trigger."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=SealState.STOCK)
    office = models.ForeignKey("clearance.Office", models.PROTECT, null=True, blank=True, related_name="+")
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, blank=True, related_name="seal_rows")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, null=True, blank=True, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, null=True, blank=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    affixed_at = models.DateTimeField(null=True, blank=True)
    affixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField(db_default=Now())

    KINDS = ("mechanical", "navigation")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["mechanical", "navigation"]), name="a_seal_is_of_a_kind"),
            models.CheckConstraint(condition=Q(state__in=codes(SealState)), name="a_seal_stands_somewhere"),
            models.CheckConstraint(condition=~Q(number=""), name="a_seal_has_a_number"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(state__in=codes(LIVE)), name="a_live_seal_is_on_one_movement"
            ),
            models.CheckConstraint(
                condition=~Q(state=str(SealState.STOCK)) | Q(movement__isnull=True, office__isnull=False),
                name="a_seal_in_stock_is_at_an_office",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=codes(set(SealState) - {SealState.STOCK, SealState.LOST, SealState.BROKEN}))
                | Q(movement__isnull=False, affixed_at__isnull=False),
                name="a_seal_in_use_is_on_a_movement",
            ),
            models.CheckConstraint(
                condition=Q(movement__isnull=True, declaration__isnull=True, company__isnull=True)
                | Q(movement__isnull=False, declaration__isnull=False, company__isnull=False),
                name="a_seal_belongs_to_a_movement_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=codes(LIVE)) ^ Q(ended_at__isnull=False), name="a_seal_ends_at_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["lost", "broken"]) | ~Q(reason=""), name="a_seal_that_failed_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="a_seal_does_not_replace_itself"
            ),
        ]
        indexes = [models.Index(fields=["movement", "state"], name="seals_of_a_movement")]

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"
