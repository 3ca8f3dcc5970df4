"""The app of the work list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorklistConfig(AppConfig):
    """Tables of looks, saved views and decisions held back."""

    name = "clearance.worklist"
    label = "worklist"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Work list")
