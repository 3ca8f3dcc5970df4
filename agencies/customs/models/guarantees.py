"""Guarantees, the ledger of what they cover, and the declarations that wait for cover."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from agencies.customs.guarantees.accounts import OF_A_MOVEMENT, WAYS, Account, Act


class Guarantee(models.Model):
    """A promise to pay what a transit would owe. Its amounts are the sums of its entries, kept by a trigger."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=35, unique=True)
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14)
    form = models.CharField(max_length=10)
    guarantor = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(db_default=Now())

    ceiling = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    available = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    reserved = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    claimed = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    KINDS = ("individual", "comprehensive")
    FORMS = ("money", "bank", "surety", "pledge")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["individual", "comprehensive"]), name="a_guarantee_is_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["money", "bank", "surety", "pledge"]), name="a_guarantee_has_a_form"
            ),
            models.CheckConstraint(
                condition=Q(available__gte=0, reserved__gte=0, claimed__gte=0), name="no_cover_is_given_twice"
            ),
            models.CheckConstraint(
                condition=Q(ceiling=F("available") + F("reserved") + F("claimed")),
                name="the_books_of_a_guarantee_balance",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_guarantee_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Entry(models.Model):
    """One line of the ledger: an amount moves between two accounts. Written once, never changed.

    `basis` is what an amount set aside was reckoned from, item by item: number, code, value, rate, duty, tax and amount in KZT.
    """

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="entries")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    basis = models.JSONField(default=list, db_default=[], blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_entry_moves_something"),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(act=str(act), source=str(source), target=str(target))
                        for act, (source, target) in WAYS.items()
                    ),
                    _connector=Q.OR,
                ),
                name="an_entry_goes_its_way",
            ),
            models.CheckConstraint(
                condition=Q(act__in=sorted(OF_A_MOVEMENT)) ^ Q(declaration__isnull=True),
                name="what_is_set_aside_is_for_a_declaration",
            ),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | Q(act__in=[str(Act.RESERVE), str(Act.FREE)]),
                name="only_covering_and_freeing_need_no_hand",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(act__in=[str(Act.RESERVE), str(Act.FREE), str(Act.RAISE)]),
                name="an_entry_that_takes_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(act=str(Act.RESERVE)), name="a_declaration_is_covered_once"
            ),
        ]
        indexes = [models.Index(fields=["guarantee", "-id"], name="entries_of_a_guarantee")]

    def __str__(self) -> str:
        return f"{self.guarantee_id}: {self.act} {self.amount}"

    @property
    def change(self) -> str:
        """Whether the entry takes from what is available, gives to it, or leaves it."""
        if self.source == Account.AVAILABLE:
            return "less"
        return "more" if self.target == Account.AVAILABLE else "same"


class Wanted(models.Model):
    """A declaration that waits for cover of its guarantee; the sweeper releases it when there is enough again."""

    declaration = models.OneToOneField("clearance.Declaration", models.CASCADE, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    guarantee = models.ForeignKey(Guarantee, models.CASCADE, related_name="waiting")
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="what_is_wanted_is_something")]

    def __str__(self) -> str:
        return f"{self.declaration_id} wants {self.amount} of {self.guarantee_id}"
