"""What of notices and webhooks is older than it need be kept: never what is still to be sent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from portal.notices.models import Attempt, Delivery, Notice
from portal.notices.models.notices import DONE_WITH, NEVER_READ


def done_with(before: datetime) -> QuerySet[Notice]:
    """Notices read before a moment, and those only mailed that are of before it; the oldest first."""
    rows = Notice.objects.filter(DONE_WITH).annotate(age=Coalesce("read_at", "at"))
    return rows.filter(age__lt=before).order_by("age")


def never_read(before: datetime) -> QuerySet[Notice]:
    """Notices of before a moment that nobody has opened, the oldest first."""
    return Notice.objects.filter(NEVER_READ, at__lt=before).order_by("at")


def attempts(before: datetime) -> QuerySet[Attempt]:
    """Attempts made before a moment, the oldest first."""
    return Attempt.objects.filter(at__lt=before).order_by("at")


def deliveries(before: datetime) -> QuerySet[Delivery]:
    """Deliveries last tried before a moment that are not to be tried again, the oldest first."""
    rows = Delivery.objects.filter(due_at__isnull=True).annotate(age=Coalesce("tried_at", "made_at"))
    return rows.filter(age__lt=before).order_by("age")
