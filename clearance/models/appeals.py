"""An appeal against a refusal: the trader's grounds, and what the head of the agency decides on them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clearance.models.declarations import Declaration
from clearance.models.kinds import choices, one_of
from clearance.models.signoffs import SignOff
from clearance.workflow import AppealState, Outcome


class Appeal(models.Model):
    """One appeal; it does not undo the refusal, it says whether the refusal was right."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="appeals")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="appeals")
    agency = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=choices(AppealState), default=AppealState.FILED)
    grounds = models.TextField()
    grounds_language = models.CharField(max_length=2)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=10, choices=choices(Outcome), blank=True, default="")
    reason = models.TextField(blank=True, default="")
    reason_language = models.CharField(max_length=2, blank=True, default="")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_appeal_has_grounds", condition=~Q(grounds="")),
            one_of("state", AppealState, "an_appeal_has_a_state_of_the_table"),
            models.UniqueConstraint(
                fields=["sign_off"],
                condition=Q(state__in=[AppealState.FILED, AppealState.DECIDED]),
                name="a_refusal_is_appealed_once",
            ),
            models.CheckConstraint(
                name="an_appeal_that_ended_says_by_whom_and_why",
                condition=Q(state=AppealState.FILED, ended_at__isnull=True)
                | ~Q(state=AppealState.FILED) & Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_decided_appeal_has_an_outcome",
                condition=Q(state=AppealState.DECIDED, outcome__in=sorted(Outcome))
                | ~Q(state=AppealState.DECIDED) & Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "filed_at"], condition=Q(state=AppealState.FILED), name="appeal_open"),
            models.Index(fields=["declaration"], name="appeal_of_declaration"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == AppealState.FILED
