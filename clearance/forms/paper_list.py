"""The papers a content declares, its own and those of its items; each is found again by its place and what it says. Pure."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
OWN = 0
"""The place of the declaration itself, where papers for all of the goods stand; items begin with 1."""


@dataclass(frozen=True)
class Declared:
    """One paper: where it stands, and what it says."""

    item: int
    place: int
    type: str
    number: str
    date: str

    @property
    def key(self) -> str:
        """What a page sends back to name this paper, also after a colleague added others before it."""
        return json.dumps([self.item, self.place, self.type, self.number, self.date])

    @property
    def says(self) -> tuple[str, str, str]:
        """What tells it from other papers."""
        return self.type, self.number, self.date

    @property
    def day(self) -> datetime.date | None:
        """The date, where it is one."""
        try:
            return datetime.date.fromisoformat(self.date)
        except ValueError:
            return None


def papers_of(content: Content) -> list[Declared]:
    """Every paper, the declaration's own first, then item by item."""
    return [
        Declared(item, place, *(str(one.get(name) or "") for name in ("type", "number", "date")))
        for item, holder in _holders(content)
        for place, one in enumerate(holder.get("documents") or ())
    ]


def found_by(content: Content, key: str) -> Declared | None:
    """The paper a page names, as it stands now; None when a colleague has changed it or taken it out."""
    try:
        item, place, *says = json.loads(key)
    except (ValueError, TypeError):
        return None
    same = [one for one in papers_of(content) if one.item == item and list(one.says) == says]
    return next((one for one in same if one.place == place), same[0] if same else None)


def with_paper(
    content: Content, item: int, paper: Mapping[str, str], *, instead_of: Declared | None = None
) -> dict[str, Any]:
    """The content with a paper at the declaration or an item, once; in the place of the one it is a correction of."""
    more = {**_at(content, instead_of), **paper} if instead_of else dict(paper)
    if instead_of and instead_of.item == item:
        papers = list(_papers_at(content, item))
        papers[instead_of.place] = more
        return _with(content, item, papers)
    without = without_paper(content, instead_of) if instead_of else content
    papers = list(_papers_at(without, item))
    return _with(without, item, papers if more in papers else [*papers, more])


def without_paper(content: Content, paper: Declared) -> dict[str, Any]:
    """The content without a paper."""
    papers = [one for place, one in enumerate(_papers_at(content, paper.item)) if place != paper.place]
    return _with(content, paper.item, papers)


def _holders(content: Content) -> Iterator[tuple[int, Content]]:
    yield OWN, content
    yield from enumerate(content.get("items") or (), 1)


def _papers_at(content: Content, item: int) -> list[dict[str, Any]]:
    return list(dict(_holders(content))[item].get("documents") or ())


def _at(content: Content, paper: Declared) -> dict[str, Any]:
    return dict(_papers_at(content, paper.item)[paper.place])


def _with(content: Content, item: int, papers: list[dict[str, Any]]) -> dict[str, Any]:
    new = dict(content)
    if item == OWN:
        holder = new
    else:
        new["items"] = list(content["items"])
        holder = new["items"][item - 1] = dict(content["items"][item - 1])
    if papers or item == OWN:
        holder["documents"] = papers
    else:
        holder.pop("documents", None)
    return new
