"""Movements: one for each transit declaration that was released."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from agencies.customs.transit.life import ENDED, UNDER_WAY, State, codes


class Movement(models.Model):
    """Goods on their way under customs' control, from the office of departure to the one of destination."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.OneToOneField("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=State.RELEASED)
    mode = models.CharField(max_length=2)
    departure = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    destination = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    km = models.PositiveIntegerField()
    limit_at = models.DateTimeField()
    vehicles = ArrayField(models.CharField(max_length=60), default=list)
    seals = ArrayField(models.CharField(max_length=20), default=list)
    exempt = models.CharField(max_length=10, blank=True, default="")
    released_at = models.DateTimeField()
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    presented_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    overdue = models.BooleanField(default=False)
    rung = models.PositiveSmallIntegerField(default=0)
    next_look_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="")
    predecessor = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="successor")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=codes(State)), name="a_movement_stands_somewhere"),
            models.CheckConstraint(
                condition=~Q(state__in=["arrived", "presented"]) | Q(arrived_at__isnull=False),
                name="an_arrival_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="presented") | Q(presented_at__isnull=False), name="a_presentation_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=codes(ENDED)) ^ Q(ended_at__isnull=True),
                name="a_movement_ends_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=codes(UNDER_WAY)) | Q(next_look_at__isnull=False),
                name="a_movement_under_way_is_looked_at_again",
            ),
        ]
        indexes = [
            models.Index(fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="movements_to_look_at"),
            models.Index(fields=["destination", "state"], name="movements_by_destination"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.state}"
