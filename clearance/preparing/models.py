"""A preparation stands beside a declaration and is shared by its company; a template begins new ones."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from clearance.models import Declaration


class Preparation(models.Model):
    """Who saved a draft or a change last, from which page; and the change itself until it is sent.

    A draft's content stays in its declaration. `page` names one opened page, so that a page is not in its own way.
    """

    declaration = models.OneToOneField(Declaration, models.PROTECT, primary_key=True, related_name="preparation")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    page = models.CharField(max_length=40, blank=True, default="")
    change = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    change_of = models.IntegerField(null=True)
    revision = models.IntegerField(default=0)

    objects: ClassVar[models.Manager[Preparation]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change__isnull=True, change_of__isnull=True)
                | Q(change__isnull=False, change_of__isnull=False),
                name="a_change_says_of_which_version",
            )
        ]

    def __str__(self) -> str:
        return f"preparation of {self.pk}"


class Template(models.Model):
    """What a company's declarations begin with, under a name of its own."""

    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="one_template_of_each_name_in_a_company")
        ]

    def __str__(self) -> str:
        return self.name
