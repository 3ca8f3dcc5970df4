"""The app of the lists of reasons."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReasonsConfig(AppConfig):
    """Reasons and ready texts of the agencies, in three languages."""

    name = "clearance.reasons"
    label = "reasons"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Reasons")
