"""The API put together: its calls, its errors, its description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from clearance import content as contents
from clearance import registry
from clearance.api import declarations, desk, errors, explaining, post, trading
from clearance.api.errors import Told
from clearance.api.invalid import problems_of
from clearance.api.reading import StrictParser


class Api(NinjaAPI):
    """Our API: bearer tokens, errors of one shape, every shape in its description."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with the bearer token, the errors and the content of a declaration."""
        options.setdefault("path_prefix", "")
        schema = super().get_openapi_schema(**options)
        parts = schema.setdefault("components", {})
        parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        shapes = parts.setdefault("schemas", {})
        content = contents.Content.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes.update(content.pop("$defs", {}))
        shapes["Content"] = content
        refused = {"description": "Errors", "content": {"application/json": {"schema": _ERRORS}}}
        for path, operations in schema["paths"].items():
            for operation in operations.values():
                operation["security"] = [] if path == "/explain" else [{"bearer": []}]
                operation["responses"].setdefault("4XX", refused)
        return schema


_ERRORS = {"$ref": "#/components/schemas/Errors"}

api = Api(
    title="Single window for trade clearance",
    version="1",
    description=str(
        _("File once; see which agencies must agree, why, with whom it is and until when. Errors come all at once.")
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    servers=[{"url": "/api/v1"}],
)
for router in (declarations.router, trading.router, post.router, desk.router, explaining.router):
    api.add_router("", router)
for code, own in registry.routers().items():
    api.add_router(f"/agencies/{code}", own)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return errors.answer(Told(422, tuple(problems_of(error.errors))))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that could not be read: the parser's own exception says why."""
    if isinstance(error.__cause__, errors.EXPECTED):
        return errors.answer(error.__cause__)
    return errors.of_status(error.status_code)


@api.exception_handler(Exception)
def _any(request: HttpRequest, error: Exception) -> HttpResponse:
    """What an act raises is answered at the door (portal.middleware), where its transaction is rolled back."""
    raise error
