"""The shared declaration workflow; it knows no agency by name."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClearanceConfig(AppConfig):
    """The app of the shared workflow."""

    name = "clearance"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Clearance")

    def ready(self) -> None:
        from clearance import checks  # noqa: F401  registers the system checks
