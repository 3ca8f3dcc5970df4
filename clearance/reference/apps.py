"""The app of the reference lists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Tables of official lists and their versions."""

    name = "clearance.reference"
    label = "reference"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Reference lists")
