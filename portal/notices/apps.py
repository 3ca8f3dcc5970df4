"""The Django application of notices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Inbox, e-mail and webhooks; they read the record and nothing of the trade reads them."""

    name = "portal.notices"
    label = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the work on the sweeper."""
        from clearance import duties
        from portal.notices import duty

        duties.register("notices", duty.do_what_is_due)
