"""The Django application of the pages for everybody."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """Links for tracking, release notes, announcements and questions."""

    name = "portal.public"
    label = "public"
    verbose_name = _("Pages for everybody")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say of what is held in hand at a gate whether it is a release note, and whether it holds."""
        from clearance import followers
        from portal.public.notes import checking

        followers.read_notes_with(checking.as_note)
