"""What one person is told, in which ways, and what each has chosen to be told of."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from clearance.models import Declaration, Event
from portal.accounts.models import Company

DONE_WITH = Q(mail_due_at__isnull=True) & (Q(inbox=False) | Q(read_at__isnull=False))
"""Notices nobody waits for: read, or only mailed."""
NEVER_READ = Q(mail_due_at__isnull=True, inbox=True, read_at__isnull=True)


class Notice(models.Model):
    """One thing told to one person, by the inbox, by e-mail or both; words are made when it is read.

    `key` names what happened, so that nobody is told of one thing twice. The company or agency it is about decides
    who may still read it: whoever has left does not.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=48)
    topic = models.CharField(max_length=20)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    agency = models.CharField(max_length=40, blank=True, default="")
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mail_attempts = models.IntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    mail_fault = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="a_person_is_told_once"),
            models.CheckConstraint(
                name="a_notice_is_about_a_company_or_an_agency",
                condition=Q(company__isnull=False) | ~Q(agency=""),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], condition=Q(inbox=True), name="notice_of_person"),
            models.Index(fields=["recipient"], condition=Q(inbox=True, read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="notice_mail_due"),
            models.Index(Coalesce("read_at", "at"), condition=DONE_WITH, name="notice_done_with"),
            models.Index(fields=["at"], condition=NEVER_READ, name="notice_never_read"),
        ]


class Choice(models.Model):
    """What a person has chosen for one topic; without a row the topic's own defaults hold."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20)
    inbox = models.BooleanField()
    mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_choice_for_each_topic")]
