"""Devices, which movement each was on and when, the positions they report, and the last one of each movement."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from agencies.customs.models.movements import Movement
from agencies.customs.tracking.kinds import RIDING, Code, DeviceKind, Source

SHA256 = r"^([0-9a-f]{64})?$"
ON_THE_EARTH = Q(latitude__isnull=True, longitude__isnull=True) | Q(
    latitude__isnull=False, longitude__isnull=False, latitude__range=(-90, 90), longitude__range=(-180, 180)
)


def _all(kinds: object) -> list[str]:
    return sorted(str(kind) for kind in kinds)  # type: ignore[attr-defined]


class Device(models.Model):
    """Something that reports where goods are: a tracker, a seal, a driver's app, a station's or a camera's program, a gateway.

    It speaks with a token of its own, of which the digest is kept, or through a gateway that names it by its `number`.
    `moved_at` is when it was last put on a movement or taken off one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=60, blank=True, default="")
    seal_number = models.CharField(max_length=20, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    prefix = models.CharField(max_length=12, blank=True, default="", editable=False)
    gateway = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="speaks_for")
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, blank=True, related_name="devices")
    moved_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=100, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(db_default=Now())
    heard_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=_all(DeviceKind)), name="a_device_is_of_a_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="a_device_has_a_name"),
            models.CheckConstraint(condition=Q(digest__regex=SHA256), name="a_token_of_a_device_is_kept_as_sha256"),
            models.CheckConstraint(
                condition=~Q(digest="") | (Q(gateway__isnull=False) & ~Q(number="")) | Q(ended_at__isnull=False),
                name="a_device_has_a_token_or_speaks_through_a_gateway",
            ),
            models.CheckConstraint(
                condition=Q(movement__isnull=True) | Q(kind__in=_all(RIDING)), name="only_what_rides_is_on_a_movement"
            ),
            models.CheckConstraint(
                condition=Q(movement__isnull=True) | Q(moved_at__isnull=False), name="a_binding_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(movement__isnull=True) | Q(ended_at__isnull=True), name="an_ended_device_is_on_no_movement"
            ),
            models.CheckConstraint(
                condition=ON_THE_EARTH,
                name="a_device_stands_on_the_earth",
            ),
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="a_token_is_one_device_s"),
            models.UniqueConstraint(
                fields=["gateway", "number"],
                condition=Q(ended_at__isnull=True) & ~Q(number=""),
                nulls_distinct=False,
                name="a_gateway_knows_a_device_by_one_number",
            ),
            models.UniqueConstraint(
                fields=["seal_number"],
                condition=Q(ended_at__isnull=True) & ~Q(seal_number=""),
                name="a_seal_number_is_one_device_s",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Binding(models.Model):
    """From when to when a device was on a movement; kept by the database, from the device's row."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="bindings")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="bindings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_binding_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["device"], condition=Q(until__isnull=True), name="a_device_is_on_one_movement_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["device", "-since"], name="bindings_of_a_device")]

    def __str__(self) -> str:
        return f"{self.device_id} on {self.movement_id}"


class KnownBy(models.Model):
    """A number by which a movement is known on the way: of a vehicle or a seal, in capitals without gaps. Kept by the database."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="known_by")
    kind = models.CharField(max_length=7)
    number = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["vehicle", "seal"]), name="a_movement_is_known_by_vehicle_or_seal"
            ),
            models.UniqueConstraint(fields=["movement", "kind", "number"], name="a_number_is_said_once_of_a_movement"),
        ]
        indexes = [models.Index(fields=["number", "kind"], name="movements_by_number")]

    def __str__(self) -> str:
        return self.number


class Position(models.Model):
    """What a device said at one moment of its own clock. Written once, never changed; the table is in parts of a week.

    `at` is the moment the device names (that of receipt where it names none); `subject` the wagon or plate that a station or a
    camera saw. Without a movement it belongs to nobody's goods yet.
    """

    # Whose movement it is, one key of three columns says at once (sql/tracking.sql).
    movement = models.ForeignKey(
        Movement, models.PROTECT, null=True, related_name="positions", db_constraint=False, db_index=False
    )
    company = models.ForeignKey(
        "accounts.Company", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    declaration = models.ForeignKey(
        "clearance.Declaration", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    device = models.ForeignKey(Device, models.PROTECT, related_name="positions", db_constraint=False, db_index=False)
    source = models.CharField(max_length=7)
    subject = models.CharField(max_length=60, default="")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    speed_kmh = models.FloatField(null=True)
    course = models.PositiveSmallIntegerField(null=True)
    accuracy_m = models.FloatField(null=True)
    battery = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=2, default="")
    place = models.CharField(max_length=100, default="")
    marks = ArrayField(models.CharField(max_length=16), default=list)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=_all(Source)), name="a_position_has_a_source"),
            models.CheckConstraint(condition=Q(code__in=["", *_all(Code)]), name="a_situation_has_a_code"),
            models.CheckConstraint(
                condition=ON_THE_EARTH,
                name="a_position_is_on_the_earth",
            ),
            models.CheckConstraint(
                condition=Q(movement__isnull=True, company__isnull=True, declaration__isnull=True)
                | Q(movement__isnull=False, company__isnull=False, declaration__isnull=False),
                name="a_position_of_a_movement_is_of_its_company",
            ),
            models.CheckConstraint(
                condition=Q(battery__isnull=True) | Q(battery__lte=100), name="a_battery_is_never_more_than_full"
            ),
            models.UniqueConstraint(
                fields=["device", "at", "movement", "subject", "code"],
                nulls_distinct=False,
                name="a_point_told_twice_counts_once",
            ),
        ]
        indexes = [models.Index(fields=["movement", "-at"], name="track_of_a_movement")]

    def __str__(self) -> str:
        return f"{self.device_id} at {self.at:%Y-%m-%d %H:%M:%S}"


class LastPosition(models.Model):
    """Where a movement was last known to be, and when anything was last heard of it. Never goes back."""

    movement = models.OneToOneField(Movement, models.PROTECT, related_name="last_position")
    company = models.ForeignKey("accounts.Company", models.PROTECT, related_name="+")
    declaration = models.ForeignKey("clearance.Declaration", models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    speed_kmh = models.FloatField(null=True)
    course = models.PositiveSmallIntegerField(null=True)
    accuracy_m = models.FloatField(null=True)
    source = models.CharField(max_length=7, default="")
    place = models.CharField(max_length=100, default="")
    battery = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(at__isnull=True, received_at__isnull=True, source="", latitude__isnull=True)
                | Q(at__isnull=False, received_at__isnull=False, source__in=_all(Source)),
                name="a_last_position_has_its_moment_and_source",
            ),
            models.CheckConstraint(
                condition=ON_THE_EARTH,
                name="a_last_position_is_on_the_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id} at {self.at}"


class Backlog(models.Model):
    """A follower of positions that is behind with a movement: whatever is there from the point `first` on waits for it.

    `since` is when the point it stands at failed first, `due_at` when it tries again.
    """

    follower = models.CharField(max_length=40)
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="backlogs")
    first = models.BigIntegerField()
    since = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["movement", "follower"], name="a_follower_is_behind_with_a_movement_once"),
        ]
        indexes = [models.Index(fields=["due_at"], name="backlogs_that_are_due")]

    def __str__(self) -> str:
        return f"{self.follower} behind with {self.movement_id} from {self.first}"
