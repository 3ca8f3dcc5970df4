"""What would be asked, and why: for a declaration or bare facts, saved nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ninja import Router

from clearance import clock, deriving, explaining, registry, routing, rulebooks, wording
from clearance import content as contents
from clearance.api.reading import JSON, Received, declaration_of, json_of
from clearance.content import Problem, Problems, pointer_to
from clearance.fact_registry import Fact, Facts, FactType, Scope
from clearance.services import filing

router = Router(tags=["explain"])
MOST_ITEMS = 999


@router.post(
    "explain",
    url_name="explain",
    response={200: Any},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "description": 'A declaration, or {"facts": {"declaration": {…}, "items": [{…}]}}',
                        "type": "object",
                    }
                },
                "application/xml": {"schema": {"type": "string"}},
            },
        }
    },
)
def explain(request: HttpRequest) -> Any:
    """Agencies, requirements, papers, why, by which law, until when. No sign-in: public rules only."""
    if request.content_type == JSON:
        body = json_of(request.body)
        if isinstance(body, dict) and set(body) == {"facts"}:
            return plan_of(_facts_of(body["facts"]))
    received = declaration_of(request)
    return plan_of(deriving.facts_to_explain(received.content))


def checked(received: Received) -> dict[str, Any]:
    """A declaration checked and explained; raises Problems with everything that is wrong."""
    facts, problems = filing.explain(received.content)
    if problems:
        raise Problems(received.located(problems))
    return {"valid": True, "errors": [], "digest": contents.digest(received.content), **plan_of(facts)}


def plan_of(facts: Facts) -> dict[str, Any]:
    """The public part of the plan for these facts, worded in the reader's language."""
    _ids, books = rulebooks.in_force(clock.now())
    return wording.worded(explaining.explain(routing.plan(facts, books)))


def _facts_of(given: Any) -> Facts:
    """Facts as a program gives them; raises Problems for every unknown name and wrong type."""
    if not isinstance(given, dict) or not isinstance(given.get("items", []), list):
        raise Problems([Problem("object_expected", "/facts", _("Give the facts as an object with its own keys."))])
    problems: list[Problem] = []
    declaration = _bag(given.get("declaration", {}), Scope.DECLARATION, ("facts", "declaration"), problems)
    items = []
    for place, one in enumerate(given.get("items", [])[:MOST_ITEMS]):
        at = ("facts", "items", place)
        bag = (
            _bag({k: v for k, v in one.items() if k != "number"}, Scope.ITEM, at, problems)
            if isinstance(one, dict)
            else {}
        )
        if not isinstance(one, dict):
            problems.append(Problem("object_expected", pointer_to(*at), _("Give each item as an object.")))
        items.append({**bag, "number": place + 1})
    problems += [
        Problem(
            "unknown_key", pointer_to("facts", key), format_lazy(_("Remove {name}: it is not known here."), name=key)
        )
        for key in given
        if key not in {"declaration", "items"}
    ]
    if problems:
        raise Problems(problems)
    return Facts(declaration, tuple(items))


def _bag(given: Any, scope: Scope, at: tuple[str | int, ...], problems: list[Problem]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        problems.append(
            Problem("object_expected", pointer_to(*at), _("Give the facts as an object with its own keys."))
        )
        return {}
    known = registry.facts()
    bag: dict[str, Any] = {}
    for name, value in given.items():
        fact = known.get(name)
        if fact is None or fact.restricted or fact.scope is not scope:
            text = format_lazy(_("There is no fact named {name} here."), name=name)
            problems.append(Problem("unknown_fact", pointer_to(*at, name), text))
        elif (read := _value(fact, value)) is None:
            text = format_lazy(_("Give {name} as a value of its type: {type}."), name=name, type=fact.type.value)
            problems.append(Problem("fact_type", pointer_to(*at, name), text))
        else:
            bag[name] = read
    return bag


def _value(fact: Fact, value: Any) -> Any:
    """The value in the type of its fact, or None where it cannot be one."""
    if fact.type is FactType.FLAG:
        return value if isinstance(value, bool) else None
    if fact.type is FactType.TEXT:
        return value if isinstance(value, str) else None
    if fact.type is FactType.SET:
        plain = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return frozenset(value) if plain else None
    text = value.get("number") if isinstance(value, dict) else value
    if isinstance(text, bool) or not isinstance(text, int | str):
        return None
    from clearance.fact_values import number

    return number(text)
