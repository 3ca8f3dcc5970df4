"""Addresses of the API."""

from django.urls import include, path

from clearance.api import documentation
from clearance.api.site import api

_calls, _app, _namespace = api.urls
urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("openapi.json", documentation.openapi, name="openapi"),
                    path("docs", documentation.docs, name="docs"),
                    *(one for one in _calls if getattr(one, "name", "") != "api-root"),
                ],
                "api",
            ),
            namespace="api",
        ),
    )
]
