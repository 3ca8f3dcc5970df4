"""Grants: who may act for which agency, where and as what, at this moment."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clearance.models.offices import Office


class OfficerRole(models.TextChoices):
    """What a person is granted to be in an agency."""

    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head of office")
    CASHIER = "cashier", _("Cashier")
    ADMINISTRATOR = "admin", _("Administrator")
    ROUTING_DESK = "routing_desk", _("Routing desk clerk")
    AUDITOR = "auditor", _("Auditor")
    DISPATCHER = "dispatcher", _("Dispatcher")
    IMAGE_READER = "image_reader", _("Image reader")
    RISK_OFFICER = "risk_officer", _("Risk officer")
    SHIFT_HEAD = "shift_head", _("Head of shift")
    OPERATOR = "operator", _("Operator of the site")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Questions about grants."""

    def in_force(self, at: dt.datetime) -> GrantQuerySet:
        """Keep the grants that let their person act at this moment."""
        return self.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            approved_at__isnull=False,
            revoked_at__isnull=True,
            starts_at__lte=at,
            user__is_active=True,
        )

    def waiting(self) -> GrantQuerySet:
        """Keep the grants that a second administrator has yet to approve."""
        return self.filter(approved_at__isnull=True, revoked_at__isnull=True)


class Grant(models.Model):
    """One person, one agency, one role, at one office (or all), for a time; in force only once approved.

    A founding grant names no people: it is how an agency gets its first two administrators
    (`manage.py create_administrator`), and the database refuses a third.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    agency = models.TextField()
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        related_name="grants",
        null=True,
        blank=True,
        help_text=_("Empty: every office of the agency."),
    )
    role = models.TextField(choices=OfficerRole)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField(blank=True, default="")

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "user", "pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(revoked_at__isnull=True), name="grant_not_revoked_of_user")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("granted_by")),
                name="nobody_approves_an_own_grant",
            ),
            models.CheckConstraint(
                condition=(Q(granted_by__isnull=True) | ~Q(granted_by=F("user")))
                & (Q(approved_by__isnull=True) | ~Q(approved_by=F("user"))),
                name="nobody_grants_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=False, approved_by__isnull=True, approved_at__isnull=True)
                | Q(granted_by__isnull=False, approved_by__isnull=False, approved_at__isnull=False)
                | Q(
                    granted_by__isnull=True,
                    approved_by__isnull=True,
                    approved_at__isnull=False,
                    role="admin",
                    office__isnull=True,
                ),
                name="an_approval_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="a_revocation_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(role__in=OfficerRole.values),
                name="a_grant_is_of_a_known_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_grant_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(agency=""), name="a_grant_is_for_an_agency"),
            models.UniqueConstraint(
                fields=["user", "agency", "office", "role"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="a_person_has_a_role_at_an_office_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.agency} / {self.office_id or '*'} / {self.role}"
