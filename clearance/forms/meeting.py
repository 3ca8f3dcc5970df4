"""Two people on one page: what each typed is put together field by field; where both changed the same, it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clearance.forms.content import ContentForm, Typing

MINE, THEIRS = "mine", "theirs"
TAKE, ASKED = "take-", "clash"


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: what each of them says."""

    name: str
    label: str
    group: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Met:
    """What the page holds after both are put together; `took` says that something of the other was taken."""

    data: Any
    clashes: tuple[Clash, ...] = ()
    took: bool = False


def meet(form: ContentForm, data: Any, *, is_fresh: bool, is_own: bool, names_it: Iterable[str] = ()) -> Met:
    """Put together what was typed and what is stored.

    `data["base"]` is what the page showed when it was opened. `is_fresh`: nobody saved since. `is_own`: whoever saved
    last did it from this very page. `names_it`: the fields that say which item it is; where they changed, the page may be
    about another item, and nothing is taken silently.
    """
    typed, stored, base = form.typed_texts(data), form.stored_texts(), base_of(data)
    asked = set(data.getlist(ASKED))
    is_other = not is_fresh and not is_own and any(stored[name] != base.get(name) for name in names_it)
    merged: dict[str, Typing] = {}
    clashes: list[Clash] = []
    took = False
    for name, mine in typed.items():
        theirs, was, choice = stored[name], base.get(name), data.get(TAKE + name)
        merged[name] = mine
        if mine == theirs or choice == MINE:
            continue
        if choice == THEIRS:
            merged[name] = theirs
        elif name in asked or (is_other and not is_fresh):
            clashes.append(_clash(form, name, mine, theirs))
        elif is_fresh:
            continue
        elif mine == was:
            merged[name], took = theirs, True
        elif theirs != was and not is_own:
            clashes.append(_clash(form, name, mine, theirs))
    return Met(_with(form, data, merged), tuple(clashes), took)


def base_of(data: Any) -> Mapping[str, Any]:
    """What the page showed when it was opened; nothing where it does not say."""
    try:
        base = json.loads(data.get("base") or "{}")
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def _clash(form: ContentForm, name: str, mine: Typing, theirs: Typing) -> Clash:
    label = str(form.fields[name].label)
    return Clash(name, label, form.group_of(name), form.said(name, mine), form.said(name, theirs))


def _with(form: ContentForm, data: Any, merged: Mapping[str, Typing]) -> Any:
    new = data.copy()
    for name, value in merged.items():
        new.setlist(form.add_prefix(name), value if isinstance(value, list) else [value])
    return new
