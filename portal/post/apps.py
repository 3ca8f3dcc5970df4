"""The Django application of the postal desk and of the addressee's page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    """Dispatch lists as they were sent, codes of notices, and payments that were begun."""

    name = "portal.post"
    label = "post"
    verbose_name = _("Post")
    default_auto_field = "django.db.models.BigAutoField"
