"""The description of the API as a plain page of our own: no script, nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from ninja.openapi.schema import OpenAPISchema

from clearance.api.site import api


@cache
def described() -> OpenAPISchema:
    """The description, put together once in each process: it says the same to everybody."""
    return api.get_openapi_schema()


def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI description."""
    response = JsonResponse(described(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=300"
    return response


def docs(request: HttpRequest) -> HttpResponse:
    """Every call with its parameters and shapes."""
    schema = described()
    calls = [
        _call(method, path, operation)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    groups: dict[str, list[dict[str, Any]]] = {}
    for call in calls:
        groups.setdefault(call["tag"], []).append(call)
    shapes = sorted((name, _properties(shape)) for name, shape in schema["components"]["schemas"].items())
    return render(request, "api/docs.html", {"groups": groups.items(), "shapes": shapes, "info": schema["info"]})


def _call(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": one["name"], "where": one["in"], "required": one.get("required", False), "type": _type(one["schema"])}
        for one in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "text": operation.get("description", ""),
        "tag": (operation.get("tags") or [""])[0],
        "parameters": parameters,
        "body": [(kind, _type(one.get("schema", {}))) for kind, one in body.items()],
        "answers": [
            (status, one.get("description", ""), [_type(c.get("schema", {})) for c in one.get("content", {}).values()])
            for status, one in operation["responses"].items()
        ],
    }


def _properties(shape: dict[str, Any]) -> list[tuple[str, str, bool]]:
    required = set(shape.get("required", ()))
    return [(name, _type(one), name in required) for name, one in shape.get("properties", {}).items()]


def _type(schema: dict[str, Any]) -> str:
    """A short word for a schema: the name of a shape, `text`, `list of …`."""
    if reference := schema.get("$ref"):
        return str(reference).rsplit("/", 1)[-1]
    if any_of := schema.get("anyOf"):
        return " | ".join(_type(one) for one in any_of)
    if values := schema.get("enum"):
        return " | ".join(map(str, values))
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("const") or schema.get("type") or "any")
