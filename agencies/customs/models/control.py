"""What the control centre does with a movement, each time for a reason, and how one shift hands over to the next."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agencies.customs.control.kinds import Intervening


class Intervention(models.Model):
    """Somebody of the control centre stepped in. Written once: what was done stays done, with who and why."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    movement = models.ForeignKey("customs.Movement", models.PROTECT, related_name="interventions")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    alarm = models.ForeignKey("customs.Alarm", models.PROTECT, null=True, blank=True, related_name="interventions")
    kind = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(str(kind) for kind in Intervening)), name="an_intervention_is_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="an_intervention_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["movement", "-made_at"], name="interventions_of_a_movement"),
            models.Index(fields=["made_at"], name="interventions_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.kind}"


class Handover(models.Model):
    """One shift leaves the wall to the next: what was open then, what to look after, and who took it over."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    note = models.TextField(max_length=2000)
    alarms = models.JSONField(default=list)
    stops = models.PositiveIntegerField(default=0)
    under_way = models.PositiveIntegerField(default=0)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(note__regex=r"\S"), name="a_handover_says_what_to_look_after"),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__gte=F("given_at")),
                name="a_taking_over_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | ~Q(taken_by=F("given_by")), name="nobody_takes_over_from_oneself"
            ),
            models.UniqueConstraint(
                fields=["taken_at"],
                condition=Q(taken_at__isnull=True),
                nulls_distinct=False,
                name="one_handover_waits_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_at}: {self.given_by_id}"
