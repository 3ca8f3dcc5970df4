"""The Django application of the windows next door."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeighboursConfig(AppConfig):
    """Notices between windows; they follow releases, and no release waits for them."""

    name = "portal.neighbours"
    label = "neighbours"
    verbose_name = _("Windows of other countries")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow every release, and hang the sending on the sweeper."""
        from clearance import duties, followers
        from portal.neighbours import duty, outgoing

        followers.follow(followers.Moment.RELEASED, outgoing.put, together=outgoing.put_all)
        duties.register("neighbours", duty.do_what_is_due)
