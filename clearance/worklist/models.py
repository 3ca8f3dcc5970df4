"""What the work list keeps: an officer's last look at a declaration, saved views, decisions waiting out their time."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from clearance.models import Declaration, SignOff


class Look(models.Model):
    """Until which event an officer has seen a declaration."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="+")
    seq = models.IntegerField()
    looked_at = models.DateTimeField()

    officer_id: int
    declaration_id: int
    objects: ClassVar[models.Manager[Look]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "declaration"], name="one_look_of_each_officer"),
        ]
        indexes = [models.Index(fields=["officer", "-looked_at"], name="look_latest")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.declaration_id} {self.seq}"


class SavedView(models.Model):
    """A view with its filters under a name, an officer's own or shared with the agency's office."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    agency = models.CharField(max_length=40)
    office = models.CharField(max_length=32, blank=True, default="")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    owner_id: int
    objects: ClassVar[models.Manager[SavedView]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_view_of_each_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Pending(models.Model):
    """A decision an officer has made and may still take back; decisions of one act bear one `act`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        UNDONE = "undone"
        FAILED = "failed"

    act = models.UUIDField(default=uuid.uuid4, db_index=True)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="+")
    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.JSONField(encoder=DjangoJSONEncoder)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, default="")

    declaration_id: int
    sign_off_id: int
    officer_id: int
    objects: ClassVar[models.Manager[Pending]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sign_off"], condition=Q(state="waiting"), name="one_decision_waits_on_a_sign_off"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="a_decision_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "undone", "failed"]), name="pending_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="pending_due"),
            models.Index(fields=["officer", "-made_at"], name="pending_of_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.sign_off_id} {self.state}"
