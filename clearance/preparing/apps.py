"""The app of what is kept while a declaration is prepared."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreparingConfig(AppConfig):
    """Preparations and templates of companies."""

    name = "clearance.preparing"
    label = "preparing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Preparation of declarations")
