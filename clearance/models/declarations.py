"""Declarations, their frozen versions, and the documents of a company."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from clearance import workflow
from clearance.models.kinds import choices, one_of


class Declaration(models.Model):
    """What a trader files, whatever its kind; the row every act locks first.

    The counters, `agencies`, `last_*` and `state_seq` are kept by triggers; application code never writes them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=choices(workflow.Kind))
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="declarations")
    filer_company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_off")
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", db_index=False
    )

    state = models.CharField(max_length=24, choices=choices(workflow.State), default=workflow.State.DRAFT)
    state_seq = models.IntegerField(default=0)
    version = models.IntegerField(default=0)
    routed_version = models.IntegerField(default=0)
    released_version = models.IntegerField(null=True, blank=True)

    draft = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    draft_original = models.BinaryField(null=True, blank=True)
    draft_revision = models.IntegerField(default=0)
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)
    idempotency_digest = models.CharField(max_length=64, blank=True, default="")

    local_ref = models.CharField(max_length=35, blank=True, default="")
    procedure = models.CharField(max_length=4, blank=True, default="")
    office = models.ForeignKey("clearance.Office", models.PROTECT, null=True, blank=True, related_name="+")
    border_mode = models.CharField(max_length=2, blank=True, default="")
    summary = models.CharField(max_length=200, blank=True, default="")
    vehicle = models.CharField(max_length=60, blank=True, default="")
    dispatch_id = models.CharField(max_length=40, blank=True, default="")
    parties = ArrayField(models.CharField(max_length=20), default=list)
    marks = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    registration_number = models.CharField(max_length=40, blank=True, default="")

    routing_due = models.BooleanField(default=False)
    work_due_at = models.DateTimeField(null=True, blank=True)
    work_failures = models.IntegerField(default=0)
    next_timer_at = models.DateTimeField(null=True, blank=True)

    needs_presentation = models.BooleanField(default=True)
    presented_at = models.DateTimeField(null=True, blank=True)
    money_position = models.CharField(max_length=12, choices=choices(workflow.Money), default=workflow.Money.UNKNOWN)
    money_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    money_currency = models.CharField(max_length=3, blank=True, default="KZT")
    disposal = models.CharField(max_length=20, blank=True, default="")

    open_blocking = models.IntegerField(default=0)
    undecided_blocking = models.IntegerField(default=0)
    undecided_accept = models.IntegerField(default=0)
    open_holds = models.IntegerField(default=0)
    open_follow_up = models.IntegerField(default=0)
    agencies = ArrayField(models.CharField(max_length=40), default=list)
    last_seq = models.IntegerField(default=0)
    last_public_seq = models.IntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True, default="")

    headline = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    holder = models.CharField(max_length=40, default="trader")
    holder_since = models.DateTimeField(db_default=Now())

    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    lodged_at = models.DateTimeField(null=True, blank=True)
    routed_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", workflow.Kind, "declaration_kind_is_known"),
            one_of("state", workflow.State, "declaration_state_is_known"),
            one_of("money_position", workflow.Money, "money_position_is_known"),
            models.UniqueConstraint(
                fields=["filer_company", "idempotency_key"], name="one_declaration_for_each_idempotency_key"
            ),
            models.UniqueConstraint(
                fields=["company", "local_ref"],
                condition=~Q(local_ref="") & ~Q(state__in=[workflow.State.DRAFT, workflow.State.CANCELLED]),
                name="local_reference_is_unique_among_filed",
            ),
            models.CheckConstraint(
                name="released_only_when_nothing_blocks",
                condition=~Q(state__in=sorted(workflow.RELEASED))
                | Q(
                    open_blocking=0,
                    undecided_blocking=0,
                    open_holds=0,
                    routing_due=False,
                    routed_version=F("version"),
                    released_version=F("version"),
                    released_at__isnull=False,
                    money_position__in=sorted(workflow.SETTLED_MONEY),
                )
                & (Q(needs_presentation=False) | Q(presented_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_unfinished_declaration_has_a_next_timer",
                condition=Q(state__in=sorted(workflow.ENDED)) | Q(next_timer_at__isnull=False),
            ),
            models.CheckConstraint(
                name="due_routing_is_due_work",
                condition=Q(routing_due=False) | Q(work_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_filed_declaration_has_a_version",
                condition=Q(state__in=[workflow.State.DRAFT, workflow.State.CANCELLED, workflow.State.EXPIRED])
                | Q(version__gte=1, lodged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="counters_never_go_below_zero",
                condition=Q(
                    open_blocking__gte=0,
                    undecided_blocking__gte=0,
                    undecided_accept__gte=0,
                    open_holds__gte=0,
                    open_follow_up__gte=0,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["work_due_at"], condition=Q(work_due_at__isnull=False), name="declaration_work_due"),
            models.Index(
                fields=["next_timer_at"],
                condition=~Q(state__in=sorted(workflow.ENDED)),
                name="declaration_timer_due",
            ),
            models.Index(fields=["company", "-changed_at", "-id"], name="declaration_of_company"),
            models.Index(fields=["filer_company", "-changed_at", "-id"], name="declaration_of_filer"),
            models.Index(fields=["dispatch_id"], condition=~Q(dispatch_id=""), name="declaration_of_dispatch"),
            models.Index(
                fields=["predecessor"], condition=Q(predecessor__isnull=False), name="declaration_after_another"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Version(models.Model):
    """The content as filed or amended, signed and frozen; decisions belong to a version."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="versions")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    number = models.IntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    original = models.BinaryField(null=True, blank=True)
    original_type = models.CharField(max_length=40, blank=True, default="")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signature = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="one_version_of_each_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
        ]


class Document(models.Model):
    """A file of one company, immutable, named by its SHA-256; what the addressee of a postal item sends has no person."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="files")
    type = models.CharField(max_length=40)
    number = models.CharField(max_length=70, blank=True, default="")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    size = models.IntegerField()
    scan = models.CharField(max_length=12, choices=choices(workflow.Scan), default=workflow.Scan.NOT_SCANNED)
    body = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "digest", "type"], name="the_same_file_is_attached_once"),
            one_of("scan", workflow.Scan, "the_scan_of_a_file_is_known"),
        ]


class HolderInterval(models.Model):
    """From when until when somebody had the ball; kept by a trigger, so that they add up to the elapsed time."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="holders")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    holder = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(until__isnull=True), name="one_holder_at_any_instant"
            ),
            models.UniqueConstraint(fields=["declaration", "since"], name="one_holder_interval_for_each_start"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="a_holder_interval_has_a_length"
            ),
        ]


class Mark(models.Model):
    """A sign by which a declaration is found: its numbers, vehicles and containers, in capitals without gaps.

    Kept by a trigger from the declaration's `reference`, `registration_number` and `marks`; nobody writes it.
    """

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="+")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    text = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "text"], name="one_mark_of_each_text"),
        ]
        indexes = [models.Index(fields=["text", "declaration"], name="mark_found")]

    def __str__(self) -> str:
        return self.text
