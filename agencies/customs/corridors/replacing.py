"""Drawing anew: what a file changes is shown first, then the old drawing is kept and the new one counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from agencies.customs.corridors.reading import Read, read
from agencies.customs.models import Corridor, RestPlace, Zone
from clearance.acts import Actor, NotAllowed, Problems, as_system, clock, office_codes

STARTER = Path(__file__).parent / "starter.geojson"
MAY = frozenset({"head", "shift_head"})
PARTS: tuple[tuple[str, type[Corridor] | type[Zone] | type[RestPlace], str], ...] = (
    ("corridors", Corridor, "code"),
    ("zones", Zone, "office_id"),
    ("rest_places", RestPlace, "code"),
)


@dataclass(frozen=True)
class Change:
    """One drawing that a file adds, changes or leaves as it is; `old` is what counts now."""

    part: str
    key: str
    new: Mapping[str, Any]
    old: Any = None

    @property
    def what(self) -> str:
        """added, changed or same."""
        if self.old is None:
            return "added"
        return (
            "changed" if any(_plain(getattr(self.old, name)) != value for name, value in self.new.items()) else "same"
        )

    @property
    def fields(self) -> list[str]:
        """Names of what differs."""
        if self.old is None:
            return []
        return [name for name, value in self.new.items() if _plain(getattr(self.old, name)) != value]


def may_draw(actor: Actor) -> bool:
    """Heads of customs and of the shift draw."""
    return any(grant.agency == "customs" and grant.role in MAY for grant in actor.grants)


def changes_of(data: bytes) -> tuple[list[Change], Read]:
    """What a file would change, and what it says with every fault in it; nothing is saved."""
    said = read(data, office_codes())
    changes = []
    for part, model, key in PARTS:
        rows: dict[str, dict[str, Any]] = getattr(said, part)
        now = {getattr(one, key): one for one in model.objects.filter(replaced_at=None)}
        changes += [Change(part, code, row, now.get(code)) for code, row in rows.items()]
    return changes, said


def replace(actor: Actor | None, data: bytes) -> list[Change]:
    """Let a file count from now on; what it does not name stays. Returns what changed. Problems, NotAllowed.

    `actor` is None where the portal itself loads what it ships.
    """
    if actor is not None and not may_draw(actor):
        raise NotAllowed(_("Corridors are drawn by heads of customs and of the shift."))
    with transaction.atomic():
        changes, said = changes_of(data)
        if said.problems:
            raise Problems(said.problems)
        made = [change for change in changes if change.what != "same"]
        now = clock.now()
        for part, model, key in PARTS:
            new = {change.key: change.new for change in made if change.part == part}
            if not new:
                continue
            standing: models.QuerySet[Any] = model.objects.filter(replaced_at=None, **{f"{key}__in": new})
            standing.update(replaced_at=now)
            rows: Any = model.objects
            by = actor.person if actor else None
            rows.bulk_create(model(**{key: code}, **row, loaded_by_id=by, loaded_at=now) for code, row in new.items())
        return made


def load_starter() -> list[Change]:
    """Load the approximate drawing the portal ships, where nothing is drawn yet."""
    with as_system():
        if Corridor.objects.exists():
            return []
        return replace(None, STARTER.read_bytes())


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
