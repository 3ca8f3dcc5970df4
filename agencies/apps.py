"""The Django application of agencies in general."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Administration of offices, grants and calendars."""

    name = "agencies"
    label = "agencies"
    verbose_name = _("Agencies")
