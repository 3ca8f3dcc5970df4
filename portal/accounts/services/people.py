"""A person's own account: found or made by email address, and set up to their taste."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clearance.acting import Actor
from clearance.workflow import Refused
from portal.accounts.models import User
from portal.accounts.services.access import in_person


def person_by_email(*, email: str, full_name: str) -> User:
    """Return the person with this address; a new one gets an account without a password and a mail that says so.

    They choose a password through "Forgot your password?", which proves that the address is theirs.
    """
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        if not found.is_active:
            raise Refused("no_such_person", gettext_lazy("This person does not sign in here any more."))
        return found
    made = User.objects.create(
        username=_free_username(email), email=email, full_name=full_name, password=make_password(None)
    )
    transaction.on_commit(lambda: _welcome(made), robust=True)
    return made


def has_confirmed_address(user_id: int) -> bool:
    """Whether the person has shown that a mail address is theirs."""
    return bool(EmailAddress.objects.filter(user_id=user_id, verified=True).exists())


def save_settings(actor: Actor, *, full_name: str, language: str, theme: str, time_zone: str) -> User:
    """Keep how a person wants to be named and spoken to."""
    user = User.objects.select_for_update(no_key=True).get(pk=in_person(actor))
    user.full_name, user.language, user.theme, user.time_zone = full_name, language, theme, time_zone
    user.save(update_fields=["full_name", "language", "theme", "time_zone"])
    return user


def _welcome(user: User) -> None:
    with translation.override(user.language):
        send_mail(
            _("You have an account at the single window"),
            _(
                "Your user name is %(username)s. To choose a password, open the sign-in page and "
                "select “Forgot your password?”."
            )
            % {"username": user.username},
            None,
            [user.email],
        )


def _free_username(email: str) -> str:
    """Return a user name made of the email address that nobody has."""
    stem = email.split("@")[0].lower()[:100] or "person"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    number = 1
    while (candidate := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return candidate
