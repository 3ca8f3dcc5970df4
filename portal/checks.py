"""What must hold before anything is served; each refusal is a sentence with the way out."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from portal.roles import what_is_wrong_with_the_application_role


@register(Tags.database)
def the_application_role_is_unprivileged(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse an application role that walks past row-level security."""
    if not databases or "default" not in databases:
        return []
    return [Error(sentence, id="portal.E001") for sentence in what_is_wrong_with_the_application_role()]
