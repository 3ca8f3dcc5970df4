"""Rulebooks: numbered, frozen when published, with a start time and two persons; and registries rules can look into.

Walls that one row's check cannot hold are in `clearance/sql/record.sql` (frozen) and `drafts.sql` (who writes).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Rulebook(models.Model):
    """A set of rules of one agency (or `general`); a draft until a second person publishes it.

    `offered_at`: the author asks for the second signature, and nobody writes the draft any more.
    """

    agency = models.CharField(max_length=40)
    number = models.IntegerField()
    starts_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    based_on = models.IntegerField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_rulebook_of_each_number"),
            models.CheckConstraint(
                name="a_published_rulebook_has_two_persons_and_a_start",
                condition=Q(published_at__isnull=True)
                | (Q(approved_by__isnull=False, starts_at__isnull=False) & ~Q(approved_by=F("author"))),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "-starts_at"], condition=Q(published_at__isnull=False), name="rulebook_in_force"
            )
        ]


class Rule(models.Model):
    """One row of a rulebook, in the closed vocabulary of `clearance.rules`."""

    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="rules")
    rule_id = models.CharField(max_length=40)
    row = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rulebook", "rule_id"], name="one_rule_of_each_id")]


class RegisteredDocument(models.Model):
    """A paper that a loaded registry knows, so that rows asking for it can decide themselves."""

    type = models.CharField(max_length=40)
    number = models.CharField(max_length=70)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type", "number", "valid_from"], name="a_paper_is_registered_once")
        ]
