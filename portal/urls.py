"""Every address of the site, gathered; agencies' addresses are found by scanning their folders."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal import components, health, theme


def _agency_urls() -> list[URLResolver]:
    """Mount `agencies/<code>/urls.py` of each agency that has one under `/agencies/<code>/`."""
    return [
        path(f"agencies/{code}/", include(f"agencies.{code}.urls"))
        for code in settings.AGENCY_FOLDERS
        if find_spec(f"agencies.{code}.urls")
    ]


def _demo_urls() -> list[URLResolver]:
    """The pages that only a demo has; nowhere else are these addresses known."""
    return [path("demo/", include("portal.demo.urls"))] if settings.DEMO else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/healthz", health.healthz),
    path("api/v1/readyz", health.readyz),
    path("i18n/", include("django.conf.urls.i18n")),
    path("theme/", theme.set_theme, name="set_theme"),
    path("components/", components.components, name="components"),
    path("accounts/", include("allauth.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.notices.urls")),
    path("", include("portal.post.urls")),
    path("", include("portal.neighbours.urls")),
    *_demo_urls(),
    path("api/v1/", include("clearance.api.urls")),
    path("live/", include("clearance.live.urls")),
    *_agency_urls(),
    path("", include("portal.public.urls")),
    path("", include("agencies.urls")),
    path("", include("clearance.urls")),
]
