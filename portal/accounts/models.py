"""The tables of people and companies: who someone is, for whom they act and with what token."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Languages the portal speaks, named in themselves."""

    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"
    KAZAKH = "kk", "Қазақша"


class Theme(models.TextChoices):
    """Colours of the pages."""

    SYSTEM = "auto", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractUser):
    """A person who signs in; what they may do follows from memberships and grants, never from flags here."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("Email address"), blank=True)
    full_name = models.CharField(_("Full name"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=Language, default=Language.ENGLISH)
    theme = models.CharField(_("Colours"), max_length=5, choices=Theme, default=Theme.SYSTEM)
    time_zone = models.CharField(_("Time zone"), max_length=64, default="Asia/Almaty")
    sign_in_epoch = models.PositiveIntegerField(
        default=0, help_text=_("Raised to end every session of this person at once."), editable=False
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="an_email_address_belongs_to_one_person",
                violation_error_message=_("Another person already uses this email address."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="a_person_reads_a_language_of_the_portal"
            ),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="a_theme_is_auto_light_or_dark"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the name others see."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """Return the name others see; the portal keeps no shorter one."""
        return self.get_full_name()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind every session to the password and the epoch, so that raising the epoch ends all sessions."""
        return salted_hmac(
            "portal.accounts.models.User.session",
            f"{self.password}:{self.sign_in_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Company(models.Model):
    """A legal person in whose name declarations are filed."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bin = models.CharField(_("BIN"), max_length=12, unique=True)
    name = models.CharField(_("Name"), max_length=300)
    is_broker = models.BooleanField(_("Customs representative"), default=False)
    is_postal_operator = models.BooleanField(_("Postal operator"), default=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    rejection_reason = models.TextField(blank=True, default="")
    aeo_type = models.TextField(  # absent and unknown are one thing here: no certificate
        _("Type of authorised economic operator"), null=True, blank=True
    )
    authorised_offices = ArrayField(
        models.TextField(), default=list, blank=True, help_text=_("Where its own notice of arrival counts.")
    )
    country = models.CharField(max_length=2, default="KZ")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bin__regex=r"^[0-9]{12}$"), name="a_bin_has_twelve_digits"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "rejected"]),
                name="a_company_is_pending_approved_or_rejected",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(rejection_reason=""), name="a_rejection_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a company."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "admin", _("Administrator")
        DECLARANT = "declarant", _("Declarant")
        VIEWER = "viewer", _("Viewer")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role, default=Role.DECLARANT)
    may_sign = models.BooleanField(_("May sign declarations"), default=False)
    active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Set while the person has not accepted; nobody joins a company unasked.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "company"], name="a_person_is_in_a_company_once"),
            models.CheckConstraint(
                condition=Q(active=False) | Q(invited_at__isnull=True), name="an_invited_person_is_not_a_member_yet"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["admin", "declarant", "viewer"]),
                name="a_member_is_administrator_declarant_or_viewer",
            ),
            models.CheckConstraint(condition=~Q(role="viewer", may_sign=True), name="a_viewer_never_signs"),
        ]

    def __str__(self) -> str:
        return f"{self.user} / {self.company} / {self.role}"


class Delegation(models.Model):
    """A client lets a broker file in its name, until it says otherwise."""

    client = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="delegations_given")
    broker = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="delegations_held")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    may_sign = models.BooleanField(_("May sign for the client"), default=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "broker"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_delegation_for_each_client_and_broker",
            ),
            models.CheckConstraint(condition=~Q(client=F("broker")), name="nobody_delegates_to_oneself"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_delegation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="a_revoked_delegation_has_a_person_and_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} -> {self.broker}"


class DelegationRequest(models.Model):
    """A broker asks a client to let it file; the client answers once."""

    client = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="delegations_asked")
    broker = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="delegations_wanted")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    is_declined = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_declined=False) | Q(answered_at__isnull=False),
                name="only_an_answered_request_is_declined",
            ),
            models.UniqueConstraint(
                fields=["client", "broker"],
                condition=Q(answered_at__isnull=True),
                name="one_open_request_of_each_broker_to_a_client",
            ),
            models.CheckConstraint(condition=~Q(client=F("broker")), name="nobody_asks_oneself_to_delegate"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_has_a_person_and_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broker} asks {self.client}"


class Scope(models.TextChoices):
    """What a token may be used for; a token never exceeds what its person may do."""

    READ = "read", _("Read declarations")
    FILE = "file", _("File and amend declarations")
    SIGN = "sign", _("Sign declarations")
    DESK = "desk", _("Work on sign-offs")


class ApiToken(models.Model):
    """A key for programs of one person; only its SHA-256 is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=12, editable=False)
    scopes = ArrayField(models.TextField(choices=Scope))
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_token_is_kept_as_sha256"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["read", "file", "sign", "desk"]) & Q(scopes__len__gt=0),
                name="a_token_has_known_scopes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_labels(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class AccessEvent(models.Model):
    """One identity act that happened; the database lets nobody change or delete a row."""

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", null=True)
    agency = models.TextField(default="", db_default="")
    payload = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["agency", "-id"], name="accessevent_of_agency"),
            models.Index(fields=["company", "-id"], name="accessevent_of_company"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="an_access_event_says_what_happened")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
