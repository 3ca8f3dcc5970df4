"""Routing runs and the sign-offs they ask for: the unit of routing and of work."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from clearance import workflow
from clearance.models.declarations import Declaration
from clearance.models.kinds import choices, one_of

LIVE = sorted(workflow.LIVE)
UNDECIDED = sorted(workflow.UNDECIDED)
IN_QUEUE = sorted({workflow.SignOffState.OPEN, workflow.SignOffState.CLAIMED})


class RoutingRun(models.Model):
    """One execution of routing; stands between a version and its sign-offs. Officers' and auditors' reading only."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="runs")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    version = models.IntegerField()
    number = models.IntegerField()
    cause = models.CharField(max_length=20)
    rulebooks = models.JSONField()
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    derived = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    trace = models.JSONField(encoder=DjangoJSONEncoder)
    steps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    visit_checks = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    documents = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    asked = models.IntegerField()
    ran_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="one_routing_run_of_each_number"),
            models.CheckConstraint(condition=Q(asked__gte=0), name="a_run_says_how_much_it_asked"),
        ]


class SignOff(models.Model):
    """One agency's answer to one requirement at one stage and place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="signoffs")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    run = models.ForeignKey(RoutingRun, models.PROTECT, related_name="signoffs", null=True)
    version = models.IntegerField()
    # What the queue filters by, copied by a trigger from the run and the declaration; for officers only.
    lane = models.CharField(max_length=8, blank=True, default="", db_default="")
    border_mode = models.CharField(max_length=2, blank=True, default="", db_default="")

    agency = models.CharField(max_length=40)
    stage = models.CharField(max_length=24)
    place = models.CharField(max_length=16)
    requirement = models.CharField(max_length=60)
    office = models.ForeignKey("clearance.Office", models.PROTECT, related_name="+")
    executed_by = models.CharField(max_length=40)

    items = ArrayField(models.IntegerField(), default=list)
    control = models.CharField(max_length=12, choices=choices(workflow.Control))
    escalate_to = models.CharField(max_length=40, blank=True, default="")
    blocks = models.CharField(max_length=10, choices=choices(workflow.Blocks))
    visibility = models.CharField(max_length=10, choices=choices(workflow.Visibility))
    announced_at = models.DateTimeField(null=True, blank=True)
    stops_others = models.BooleanField(default=False)
    follow_up = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)

    rules = ArrayField(models.CharField(max_length=40), default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    titles = models.JSONField(default=dict)
    because = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    legal_basis = models.TextField(blank=True, default="")
    documents = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    difference = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    opens_on = models.CharField(max_length=24)
    clock_start = models.CharField(max_length=24)
    deadline_value = models.IntegerField()
    deadline_unit = models.CharField(max_length=16)

    state = models.CharField(max_length=8, choices=choices(workflow.SignOffState))
    opened_at = models.DateTimeField(null=True, blank=True)
    clock_started_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    warned = models.IntegerField(default=0)
    overdue = models.BooleanField(default=False)
    risk = models.IntegerField(default=0)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)

    verdict = models.CharField(max_length=24, null=True, blank=True, choices=choices(workflow.Verdict))
    verdicts_by_item = models.JSONField(default=dict)
    decided_kind = models.CharField(max_length=8, null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(null=True, blank=True)
    reason_language = models.CharField(max_length=2, blank=True, default="")
    conditions = models.JSONField(default=list)
    finding = models.JSONField(null=True, blank=True)
    form = models.JSONField(default=dict)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried_to")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            one_of("state", workflow.SignOffState, "sign_off_state_is_known"),
            one_of("control", workflow.Control, "sign_off_control_is_known"),
            one_of("blocks", workflow.Blocks, "sign_off_blocks_a_known_step"),
            one_of("visibility", workflow.Visibility, "sign_off_visibility_is_known"),
            models.UniqueConstraint(
                fields=["declaration", "agency", "stage", "place", "requirement"],
                condition=Q(state__in=LIVE),
                name="one_live_sign_off_for_each_requirement",
            ),
            models.CheckConstraint(
                name="a_sign_off_has_a_rule_or_a_person",
                condition=Q(rules__len__gt=0) | Q(asked_by__isnull=False),
            ),
            models.CheckConstraint(name="a_sign_off_has_a_fingerprint", condition=~Q(fingerprint="")),
            models.CheckConstraint(
                name="a_decided_sign_off_has_a_verdict",
                condition=(Q(state="decided", verdict__isnull=False, decided_at__isnull=False))
                | (Q(state="lapsed"))
                | (Q(state__in=UNDECIDED, verdict__isnull=True, decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_verdict_has_an_officer_or_a_rule",
                condition=Q(verdict__isnull=True)
                | Q(decided_kind="officer", decided_by__isnull=False)
                | Q(decided_kind="system", decided_by__isnull=True),
            ),
            models.CheckConstraint(
                name="a_claimed_sign_off_has_an_officer",
                condition=~Q(state="claimed") | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_open_sign_off_is_not_claimed",
                condition=~Q(state__in=["waiting", "open"]) | Q(claimed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="an_open_sign_off_has_a_clock",
                condition=~Q(state__in=IN_QUEUE) | Q(opened_at__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_physical_control_has_a_finding",
                condition=~Q(state="decided", control__in=sorted(workflow.NEEDS_FINDING))
                | Q(verdict=workflow.Verdict.NOT_COMPETENT)
                | Q(finding__has_keys=["place", "at", "items", "seals"]),
            ),
            models.CheckConstraint(
                name="what_an_officer_must_see_is_never_automatic",
                condition=~Q(decided_kind="system")
                | (Q(visibility="public") & ~Q(control__in=sorted(workflow.NEEDS_FINDING)))
                | Q(carried_from__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refusal_has_a_reason",
                condition=~Q(verdict__in=["refused", "not_competent"]) | (Q(reason__isnull=False) & ~Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["executed_by", "office", "-overdue", "-risk", "due_at", "id"],
                condition=Q(state__in=IN_QUEUE),
                name="sign_off_queue_office",
            ),
            models.Index(
                fields=["executed_by", "-overdue", "-risk", "due_at", "id"],
                condition=Q(state__in=IN_QUEUE),
                name="sign_off_queue_agency",
            ),
            models.Index(fields=["claimed_by"], condition=Q(state="claimed"), name="sign_off_claimed"),
            # The small views of a queue, so that counting them never walks through a long one.
            models.Index(
                fields=["executed_by", "office"],
                condition=Q(state__in=IN_QUEUE, stopped_at__isnull=False),
                name="sign_off_queue_stopped",
            ),
            models.Index(
                fields=["executed_by", "office"],
                condition=Q(state__in=IN_QUEUE, overdue=True),
                name="sign_off_queue_overdue",
            ),
            # One filter, one range of an index in working order, however rare what is looked for.
            models.Index(
                fields=["executed_by", "lane", "-overdue", "-risk", "due_at", "id"],
                condition=Q(state__in=IN_QUEUE),
                name="sign_off_queue_lane",
            ),
            models.Index(
                fields=["executed_by", "border_mode", "-overdue", "-risk", "due_at", "id"],
                condition=Q(state__in=IN_QUEUE),
                name="sign_off_queue_mode",
            ),
            models.Index(
                fields=["executed_by", "company"], condition=Q(state__in=IN_QUEUE), name="sign_off_queue_company"
            ),
            models.Index(
                fields=["agency", "declaration"], condition=Q(state__in=UNDECIDED), name="sign_off_undecided_of"
            ),
            models.Index(
                fields=["warn_at"],
                condition=Q(state__in=IN_QUEUE, warn_at__isnull=False, stopped_at__isnull=True),
                name="sign_off_warning_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} v{self.version}"

    @property
    def allows(self) -> bool:
        return self.state == workflow.SignOffState.DECIDED and self.verdict in workflow.ALLOWING

    @property
    def is_undecided(self) -> bool:
        return self.state in workflow.UNDECIDED
