"""The contract's table, row by row, against the description and the addresses; nothing missing, nothing unshaped."""

import pytest
from django.test import Client
from django.urls import resolve

from clearance.api.site import api
from portal import access

CONTRACT = [
    ("POST", "declarations"),
    ("GET", "declarations"),
    ("GET", "declarations/{reference}"),
    ("POST", "declarations/{reference}/present"),
    ("POST", "declarations/{reference}/payments"),
    ("POST", "declarations/{reference}/amend"),
    ("POST", "declarations/{reference}/withdraw"),
    ("POST", "declarations/{reference}/documents"),
    ("POST", "declarations/{reference}/answers"),
    ("POST", "dispatches"),
    ("GET", "declarations/{reference}/events"),
    ("POST", "explain"),
    ("GET", "queue"),
    ("POST", "queue/next"),
    ("POST", "signoffs/{id}/claim"),
    ("POST", "signoffs/{id}/release"),
    ("POST", "signoffs/{id}/decide"),
    ("POST", "signoffs/{id}/ask"),
    ("POST", "signoffs/{id}/inspect"),
    ("POST", "signoffs/{id}/hold"),
    ("POST", "signoffs/{id}/lift"),
]
PARAMETERS = {
    ("POST", "declarations"): {"action", "Idempotency-Key"},
    ("GET", "declarations"): {"state", "q", "updated_since", "client", "cursor"},
    ("GET", "declarations/{reference}/events"): {"after"},
    ("GET", "queue"): {"agency", "office", "view", "cursor"},
}
BODIES = {
    "signoffs/{id}/decide": {"verdict", "verdicts_by_item", "reason", "conditions", "finding", "form", "version"},
    "declarations/{reference}/payments": {"amount", "currency", "reference", "kind"},
    "declarations/{reference}/present": {"at", "office"},
}


@pytest.fixture(scope="module")
def schema():
    return api.get_openapi_schema()


@pytest.mark.parametrize(("method", "path"), CONTRACT)
def test_each_call_of_the_contract_is_there_and_described(schema, method: str, path: str) -> None:
    operation = schema["paths"][f"/{path}"][method.lower()]
    assert operation["description"]
    assert operation["responses"]["4XX"]["content"]["application/json"]["schema"]["$ref"].endswith("/Errors")
    named = {parameter["name"] for parameter in operation.get("parameters", ())}
    assert PARAMETERS.get((method, path), set()) <= named


@pytest.mark.parametrize("path", sorted(BODIES))
def test_bodies_have_the_keys_of_the_contract(schema, path: str) -> None:
    body = schema["paths"][f"/{path}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    named = {one["$ref"].rsplit("/", 1)[-1] for one in body.get("anyOf", [body]) if "$ref" in one}
    (shape,) = [schema["components"]["schemas"][name] for name in named]
    assert set(shape["properties"]) == BODIES[path]


def test_every_operation_of_the_api_is_in_the_access_table_with_its_method(schema) -> None:
    for path, operations in schema["paths"].items():
        match = resolve("/api/v1" + path.replace("{reference}", "R").replace("{id}", "S"))
        rule = access.rule_of(match)
        assert rule is not None, path
        assert {method.upper() for method in operations} == rule.methods, path
        assert set(rule.scopes) == (set() if rule.is_public else rule.methods), path


def test_money_and_mass_are_text(schema) -> None:
    shapes = schema["components"]["schemas"]
    numbers = {
        f"{name}.{key}"
        for name, shape in shapes.items()
        for key, one in shape.get("properties", {}).items()
        if "number" in (one.get("type"), *(option.get("type") for option in one.get("anyOf", ())))
    }
    assert numbers == set()
    assert shapes["PaymentIn"]["properties"]["amount"]["type"] == "string"


@pytest.mark.django_db
def test_the_description_and_its_page_are_open_to_all_and_load_nothing_from_elsewhere() -> None:
    described = Client().get("/api/v1/openapi.json")
    assert (described.status_code, described.json()["openapi"][:2]) == (200, "3.")
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    for method, path in CONTRACT:
        assert f"{method} /api/v1/{path}" in text
    for outside in ("http://", "//cdn", "https://", "<style", "style="):
        assert outside not in text, outside


def test_health_has_its_address_beside_the_api() -> None:
    for path in ("/healthz", "/readyz", "/api/v1/healthz", "/api/v1/readyz"):
        assert resolve(path)
