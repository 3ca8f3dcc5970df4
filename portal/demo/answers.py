"""What an officer of the demo writes into an agency's own form: its required fields, filled in."""

from __future__ import annotations

from typing import Any

from clearance import registry

VALUES = {"number": "4", "flag": True, "date": "2026-01-15"}


def answers_to(agency: str, requirement: str) -> dict[str, Any]:
    """The required fields of the form of a requirement."""
    form = registry.form_of(agency, requirement) if agency in registry.agencies() else None
    return {
        field.name: field.choices[0][0] if field.choices else VALUES.get(field.kind, "as declared")
        for field in (form.fields if form else ())
        if field.required
    }
