"""Noting who saved, and keeping a change until it is sent; whoever calls has locked the declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearance import clock
from clearance.acting import Actor
from clearance.models import Declaration
from clearance.preparing.models import Preparation


def of(declaration: Declaration) -> Preparation | None:
    """What is kept beside a declaration, with the person who saved last."""
    return Preparation.objects.select_related("saved_by").filter(declaration=declaration).first()


def note(declaration: Declaration, actor: Actor, *, page: str = "") -> None:
    """Write down who saved just now, and from which opened page."""
    _write(declaration, actor, ("saved_by", "saved_at", "page"), page=page)


def keep_change(
    declaration: Declaration, actor: Actor, *, content: Mapping[str, Any], revision: int, page: str = ""
) -> None:
    """Keep a change of the version in force, as this revision of it."""
    _write(
        declaration,
        actor,
        ("saved_by", "saved_at", "page", "change", "change_of", "revision"),
        page=page,
        change=dict(content),
        change_of=declaration.version,
        revision=revision,
    )


def forget_change(declaration: Declaration) -> None:
    """The change is sent, or given up."""
    Preparation.objects.filter(declaration=declaration).update(change=None, change_of=None)


def _write(declaration: Declaration, actor: Actor, fields: tuple[str, ...], **values: Any) -> None:
    """Insert or update in one statement."""
    row = Preparation(
        declaration=declaration,
        company_id=declaration.company_id,
        saved_by_id=actor.person,
        saved_at=clock.now(),
        **values,
    )
    Preparation.objects.bulk_create([row], update_conflicts=True, unique_fields=["declaration"], update_fields=fields)
