"""The Django application of people and companies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, companies, delegations, tokens and the record of who was let in."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("People and companies")
    default_auto_field = "django.db.models.BigAutoField"
