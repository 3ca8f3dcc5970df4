"""The table of reasons: what an agency added to, reworded in or took out of the lists that its folder brings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """What an officer does with a reason."""

    QUESTION = "question", _("Question")
    REFUSAL = "refusal", _("Refusal")
    HOLD = "hold", _("Hold")
    INSPECTION = "inspection", _("Inspection")


class ListedReason(models.Model):
    """One line of an agency's list; `text` is the ready paragraph for the trader, if there is one.

    A missing translation is allowed and marked: an agency may need a reason today and its Kazakh text tomorrow.
    """

    agency = models.CharField(max_length=40)
    use = models.CharField(max_length=12, choices=Use)
    code = models.SlugField(max_length=40)
    title_en = models.CharField(max_length=200, blank=True, default="")
    title_ru = models.CharField(max_length=200, blank=True, default="")
    title_kk = models.CharField(max_length=200, blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    text_ru = models.TextField(blank=True, default="")
    text_kk = models.TextField(blank=True, default="")
    is_offered = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency", "use", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "use", "code"], name="a_reason_is_in_a_list_once"),
            models.CheckConstraint(condition=Q(use__in=Use.values), name="a_reason_is_for_a_known_act"),
            models.CheckConstraint(
                condition=~Q(title_en="") | ~Q(title_ru="") | ~Q(title_kk=""), name="a_reason_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.use} {self.code}"
