"""Worked examples of a rulebook: a row of `examples.csv` becomes facts, and a plan becomes what the row expects. Pure.

Columns: `name kind mode procedure dispatch destination items flags documents registry derived more`, then what is
expected: `rules sign_offs steps visit_checks unplaced`. Several values are `;` apart. An item is
`CODE ORIGIN name=value …`; `more` sets fields of the content by path (`postal.item_type=parcel`); a sign-off is
`REQUIREMENT CONTROL [ITEMS] [auto] [restricted]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from clearance.facts import Fact, Facts, core_facts, facts_of
from clearance.plans import Need, Plan

COLUMNS = (
    "name",
    "kind",
    "mode",
    "procedure",
    "dispatch",
    "destination",
    "items",
    "flags",
    "documents",
    "registry",
    "derived",
    "more",
    "rules",
    "sign_offs",
    "steps",
    "visit_checks",
    "unplaced",
)
EXPECTED = ("rules", "sign_offs", "steps", "visit_checks", "unplaced")


def content_of(row: Mapping[str, str]) -> dict[str, Any]:
    """The canonical content a row describes."""
    content: dict[str, Any] = {"kind": row["kind"]}
    for column, field in (
        ("mode", "border_mode"),
        ("procedure", "procedure"),
        ("dispatch", "dispatch_country"),
        ("destination", "destination_country"),
    ):
        if row.get(column):
            content[field] = row[column]
    items: list[dict[str, Any]] = []
    for number, text in enumerate(listed(row.get("items")), start=1):
        code, origin, *flags = text.split()
        item: dict[str, Any] = {"number": number, "commodity_code": code, "origin": origin}
        if flags:
            item["flags"] = _answers(" ".join(flags))
        items.append(item)
    content["items"] = items
    content["documents"] = [
        {"type": kind, "number": number or "1"}
        for kind, _, number in (text.partition(":") for text in listed(row.get("documents")))
    ]
    content["flags"] = _answers(" ".join(listed(row.get("flags"))))
    for text in listed(row.get("more")):
        path, _, value = text.partition("=")
        _put(content, path.split("."), value)
    return {key: value for key, value in content.items() if value}


def facts_of_example(row: Mapping[str, str], known: Mapping[str, Fact] | None = None) -> Facts:
    """The facts of a row."""
    derived: dict[str, Any] = _answers(" ".join(listed(row.get("derived"))))
    derived["documents_in_registry"] = listed(row.get("registry"))
    return facts_of(content_of(row), derived=derived, known=known or core_facts())


def expected_of(row: Mapping[str, str]) -> dict[str, list[str]]:
    """What a row expects, sorted."""
    return {column: sorted(listed(row.get(column))) for column in EXPECTED}


def answered(plan: Plan, agency: str | None) -> dict[str, list[str]]:
    """What a plan answers in the words of an example: for one agency, or for all."""

    def mine(asker: str) -> bool:
        return agency is None or asker == agency

    matched = {"matched", "waived", "dry_run"}
    return {
        "rules": sorted({e["rule"] for e in plan.trace if e["result"] in matched and mine(e["agency"])}),
        "sign_offs": sorted(_written(need) for need in plan.needs if mine(need.agency)),
        "steps": sorted(step.requirement for step in plan.steps if mine(step.agency)),
        "visit_checks": sorted(check.requirement for check in plan.visit_checks if mine(check.agency)),
        "unplaced": sorted(one.rule for one in plan.unplaced if mine(one.agency)),
    }


def listed(text: str | None) -> list[str]:
    """Values apart by `;`."""
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def _written(need: Need) -> str:
    words = [need.requirement, need.control, ",".join(map(str, need.items))]
    words += ["auto" if need.auto else "", "restricted" if need.visibility == "restricted" else ""]
    return " ".join(filter(None, words))


def _answers(text: str) -> dict[str, Any]:
    return {name: value for name, _, value in (part.partition("=") for part in text.split())}


def _put(content: dict[str, Any], path: list[str], value: str) -> None:
    """Set a field by its path; a number in the path is the place of a list, made as long as needed."""
    here: Any = content
    for step, following in pairwise(path):
        empty: Any = [] if following.isdecimal() else {}
        if isinstance(here, list):
            while len(here) <= int(step):
                here.append({})
            here = here[int(step)]
        else:
            here = here.setdefault(step, empty)
    if isinstance(here, list):
        here.append(value)
    else:
        here[path[-1]] = value
