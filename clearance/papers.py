"""Papers a rule asks for: `;` and, `|` or, `?` optional; present, missing, found in a registry. Pure."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from clearance.fact_registry import Bag
from clearance.fact_tables import slug_of, with_kinds

SLUG = re.compile(r"^[A-Z][A-Z0-9_]*$")


class Paper(NamedTuple):
    """One paper asked for: any of these kinds will do; `required` or welcome."""

    any_of: tuple[str, ...]
    required: bool = True

    def as_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {"any_of": list(self.any_of), "required": self.required}


def papers_asked(text: str) -> tuple[tuple[Paper, ...], list[str]]:
    """The papers of a `required_documents` column, and the parts that cannot be read."""
    papers: list[Paper] = []
    wrong: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        kinds = tuple(kind.strip() for kind in part.removesuffix("?").split("|"))
        if all(SLUG.match(kind) for kind in kinds):
            papers.append(Paper(kinds, required=not part.endswith("?")))
        else:
            wrong.append(part)
    return tuple(papers), wrong


def is_given(paper: Paper, declaration: Bag, item: Bag) -> bool:
    """Whether the header or the item gives a paper of one of the kinds."""
    header, own = declaration.get("documents", ()), item.get("item_documents", ())
    return any(kind in header or kind in own for kind in paper.any_of)


def given_papers(paper: Paper, declaration: Bag, item: Bag) -> frozenset[str]:
    """The papers given for it, as SLUG:NUMBER:DATE."""
    wanted = set(paper.any_of)
    given = declaration.get("papers", frozenset()) | item.get("item_papers", frozenset())
    return frozenset(text for text in given if not wanted.isdisjoint(with_kinds([text.split(":", 1)[0]])))


def found_in_registry(declaration: Bag) -> frozenset[str]:
    """What the loaded registries know, as SLUG:NUMBER, whatever code the registry used for the kind."""
    found = set()
    for text in declaration.get("documents_in_registry", ()):
        kind, _, number = text.partition(":")
        found.add(f"{slug_of(kind)}:{number}")
    return frozenset(found)


def is_confirmed(paper: Paper, declaration: Bag, item: Bag, registry: frozenset[str]) -> bool:
    """Whether one of the papers given for it is known to a registry."""
    return any(text.rsplit(":", 1)[0] in registry for text in given_papers(paper, declaration, item))
