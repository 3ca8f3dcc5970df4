"""The site as a Django application: its commands, start checks and cache table."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the checks that must hold before anything is served."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the start checks and the guard at the first connection."""
        from portal import checks, roles  # noqa: F401  (registers on import; needs the applications loaded)

        roles.examine_the_first_connection()
