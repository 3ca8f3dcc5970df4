"""Trains, the consignment notes that came in a list, and the lists by which goods change wagons at the break of gauge."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.customs.models.movements import Movement


class Train(models.Model):
    """One train list as a railway or a forwarder sent it: each note in it is a transit declaration of its own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    number = models.CharField(max_length=17, blank=True, default="")
    list_number = models.CharField(max_length=20)
    departure = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    destination = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "list_number"], name="a_train_list_is_sent_once"),
            models.CheckConstraint(condition=~Q(list_number=""), name="a_train_list_has_a_number"),
        ]
        indexes = [models.Index(fields=["departure", "-id"], name="trains_of_an_office")]

    def __str__(self) -> str:
        return self.list_number


class Consigned(models.Model):
    """One consignment note of a train and the declaration that was made of it."""

    train = models.ForeignKey(Train, models.PROTECT, related_name="notes")
    declaration = models.OneToOneField("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=35)
    wagons = ArrayField(models.CharField(max_length=12))
    consignee = models.CharField(max_length=70, blank=True, default="")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["train", "note"], name="a_note_is_in_a_train_once"),
            models.CheckConstraint(condition=Q(wagons__len__gt=0), name="a_note_of_a_train_has_a_wagon"),
        ]

    def __str__(self) -> str:
        return f"{self.train_id}: {self.note}"


class Transfer(models.Model):
    """Goods of a movement went from one wagon into another at the break of gauge. Written once, never changed."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="transfers")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    list_number = models.CharField(max_length=35)
    old_wagon = models.CharField(max_length=12)
    new_wagon = models.CharField(max_length=12)
    seals_whole = models.BooleanField()
    old_seals = ArrayField(models.CharField(max_length=20), default=list)
    new_seals = ArrayField(models.CharField(max_length=20), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "old_wagon"], name="a_wagon_is_emptied_once"),
            models.CheckConstraint(condition=~Q(old_wagon=models.F("new_wagon")), name="goods_go_into_another_wagon"),
            models.CheckConstraint(
                condition=Q(seals_whole=True) | Q(new_seals__len__gt=0), name="broken_seals_are_replaced"
            ),
            models.CheckConstraint(condition=~Q(list_number=""), name="a_transfer_list_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.old_wagon} to {self.new_wagon}"
