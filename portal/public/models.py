"""Tables of the pages for everybody: links that were renewed, release notes, announcements, questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TrackLink(models.Model):
    """What a trader changed about the link of a declaration; without a row the first code counts."""

    declaration = models.OneToOneField("clearance.Declaration", models.PROTECT, related_name="track_link")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField(default=0)
    stopped = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())


class ReleaseNote(models.Model):
    """What was signed about one release; never changed. Whether it still holds is read from the declaration."""

    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="release_notes")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    version = models.IntegerField()
    code = models.CharField(max_length=12, unique=True)
    key_id = models.CharField(max_length=16)
    payload = models.TextField()
    released_at = models.DateTimeField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "released_at"], name="one_note_of_each_release"),
            models.CheckConstraint(condition=~Q(payload=""), name="a_note_is_signed"),
        ]


class NotePaper(models.Model):
    """A release note as a PDF in one language, named by its SHA-256."""

    note = models.ForeignKey(ReleaseNote, models.PROTECT, related_name="papers")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    size = models.IntegerField()
    body = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "language"], name="one_paper_of_a_note_in_each_language")
        ]


class AnnouncementKind(models.TextChoices):
    """What an announcement is about."""

    OUTAGE = "outage", _("Something does not work")
    PLANNED = "planned", _("Planned work")
    NOTICE = "notice", _("To know")


class Announcement(models.Model):
    """A sentence on top of every page from when it is shown until it ends, in three languages."""

    kind = models.CharField(_("Kind"), max_length=10, choices=AnnouncementKind)
    text_en = models.CharField(max_length=300)
    text_ru = models.CharField(max_length=300)
    text_kk = models.CharField(max_length=300)
    shown_from = models.DateTimeField()
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AnnouncementKind.values), name="an_announcement_has_a_kind_of_the_list"
            ),
            models.CheckConstraint(
                condition=~Q(text_en="") & ~Q(text_ru="") & ~Q(text_kk=""),
                name="an_announcement_speaks_three_languages",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AnnouncementKind.PLANNED) | Q(begins_at__isnull=False, ends_at__isnull=False),
                name="planned_work_has_a_beginning_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="an_announcement_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "shown_from"], name="announcement_shown")]

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return {"ru": self.text_ru, "kk": self.text_kk}.get((get_language() or "en")[:2], self.text_en)


class Topic(models.TextChoices):
    """What a question is about."""

    FILING = "filing", _("Filing a declaration")
    CASE = "case", _("A declaration that is under way")
    TARIFF = "tariff", _("Commodity codes, duties and permits")
    ACCOUNT = "account", _("Registration and signing in")
    PARCEL = "parcel", _("A parcel from abroad")
    FAULT = "fault", _("Something on a page does not work")
    OTHER = "other", _("Something else")


class Enquiry(models.Model):
    """A question somebody sent from the help page, and whether it was answered."""

    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    topic = models.CharField(max_length=10, choices=Topic)
    text = models.TextField()
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="a_question_has_a_topic_of_the_list"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_question_has_who_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(answered_at__isnull=True), name="enquiry_unanswered"),
            models.Index(
                fields=["answered_at"], condition=Q(answered_at__isnull=False), name="enquiry_answered_by_age"
            ),
        ]
