"""Signing in, in the portal's words: the kept library's forms with our labels, and sentences that say what to do."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clearance.forms.fields import TextField
from portal.accounts.models import Membership, User

log = logging.getLogger(__name__)
Words = dict[str, tuple[Promise | str, Promise | str]]
"""Field -> its label and the sentence for an empty one."""

NEW_PASSWORD_HINT = _("At least 10 characters. A few words are easy to remember and hard to guess.")


class Adapter(DefaultAccountAdapter):
    """What the library says and where it leads."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account does not sign in here any more."),
        "cannot_remove_primary_email": _("This is your main address. Make another one the main address first."),
        "duplicate_email": _("This address is in your account already."),
        "email_password_mismatch": _("The email address and the password do not belong together. Check both."),
        "email_taken": _("Another person already uses this email address."),
        "enter_current_password": _("Enter the password you use now."),
        "incorrect_code": _("This code is not the present one. Enter the code your device shows now."),
        "incorrect_password": _("This is not your password. Check it and enter it again."),
        "invalid_password_reset": _("This link was used or is too old. Ask for a new one."),
        "password_min_length": _("Password must be %(min_length)d characters or more."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Signing in is locked for a few minutes; then try again."),
        "username_blacklisted": _("Choose another user name."),
        "username_password_mismatch": _("The user name and the password do not belong together. Check both."),
        "username_taken": _("Another person has this user name. Choose another."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter; where the mail server does not take it, the page says so and the act stands."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:  # whoever just made an account must not see a fault instead
            log.warning("a letter about an account was not taken", extra={"fault": type(error).__name__})
            messages.warning(
                self.request, _("The letter could not be sent just now. Ask for it again in a few minutes.")
            )

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as it is: it names the matter, the sender is the portal."""
        return subject

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Write a letter in its reader's language, as text and as simple HTML."""
        person = context.get("user")
        language = person.language if isinstance(person, User) else (get_language() or "en")[:2]
        with translation.override(language):
            letter: EmailMultiAlternatives = super().render_mail(template_prefix, email, context, headers)
            text = str(letter.body).partition("\n--\n")[0]
            page = {"title": letter.subject, "text": text, "language": language}
            letter.attach_alternative(render_to_string("account/email/letter.html", page), "text/html")
        return letter

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Lead whoever has no company yet on to registering one."""
        if not self.request.user.is_authenticated:
            return resolve_url("account_login")
        joined = Membership.objects.filter(user=self.request.user, active=True).exists()
        return resolve_url("settings" if joined else "company")


class SecondFactorAdapter(DefaultMFAAdapter):
    """What the library says about codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Take the second factor away first; then add an address and set it up again."),
        "cannot_delete_authenticator": _("Keep this one: without it the recovery codes would be the only way in."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app first; then make recovery codes."),
        "incorrect_code": _("This code is not the present one. Enter the code your device shows now."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "unverified_email": _("Confirm your email address first; then set up the second factor."),
    }


class InOurWords:
    """A form whose labels and empty-field sentences are the portal's; the browser says nothing of its own."""

    use_required_attribute = False
    words: Words = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = self.fields  # type: ignore[attr-defined]
        for name, (label, ask) in self.words.items():
            if name in fields:
                fields[name].label = label
                fields[name].error_messages["required"] = ask
                fields[name].widget.attrs.pop("placeholder", None)
        for name in ("password1",):
            if name in fields:
                fields[name].help_text = NEW_PASSWORD_HINT
        if "email" in fields:
            fields["email"].error_messages["invalid"] = _("Enter an email address with a name, an @ and a domain")
            for validator in fields["email"].validators:
                if hasattr(validator, "message"):
                    validator.message = _("Enter an email address with a name, an @ and a domain")


class LoginForm(InOurWords, account.LoginForm):
    """User name or email address, and password."""

    words = {
        "login": (_("User name or email address"), _("Enter your user name or email address")),
        "password": (_("Password"), _("Enter your password")),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The library's link to "forgot" sits in the help text; the page has its own, in the reader's language.
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class SignupForm(InOurWords, account.SignupForm):
    """A new account."""

    full_name = TextField(label=_("Full name"), max_length=200, ask=_("Enter your full name"))
    field_order = ["full_name", "username", "email", "password1", "password2"]
    words = {
        "username": (_("User name"), _("Choose a user name")),
        "email": (_("Email address"), _("Enter your email address")),
        "password1": (_("Password"), _("Choose a password")),
        "password2": (_("Password again"), _("Enter the password again")),
    }

    def save(self, request: HttpRequest) -> User:
        """Keep the full name too, and speak the language the person was reading."""
        user: User = super().save(request)
        user.full_name = self.cleaned_data["full_name"]
        user.language = (get_language() or user.language)[:2]
        user.save(update_fields=["full_name", "language"])
        return user


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """A new password instead of the present one."""

    words = {
        "oldpassword": (_("Present password"), _("Enter the password you use now")),
        "password1": (_("New password"), _("Choose a new password")),
        "password2": (_("New password again"), _("Enter the new password again")),
    }


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """The first password of an account made by an administrator."""

    words = {
        "password1": (_("Password"), _("Choose a password")),
        "password2": (_("Password again"), _("Enter the password again")),
    }


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the link."""

    words = {"email": (_("Email address"), _("Enter your email address"))}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password, by a link."""

    words = SetPasswordForm.words


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more."""

    words = {"password": (_("Password"), _("Enter your password"))}


class AddEmailForm(InOurWords, account.AddEmailForm):
    """Another address."""

    words = {"email": (_("Email address"), _("Enter the email address"))}


CODE: Words = {"code": (_("Code"), _("Enter the code your device shows now"))}


class CodeForm(InOurWords, mfa.AuthenticateForm):
    """The code of the second factor."""

    words = CODE


class CodeAgainForm(InOurWords, mfa.ReauthenticateForm):
    """The code once more."""

    words = CODE


class FirstCodeForm(InOurWords, totp.ActivateTOTPForm):
    """The first code, which shows that the device is set up."""

    words = CODE
