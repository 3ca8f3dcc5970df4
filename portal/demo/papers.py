"""What the country's registries know in the demo: the rulebooks of every agency, and papers that decide themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from clearance import clock, registry
from clearance.acting import Who, acting_as
from clearance.deriving import papers_of
from clearance.models import RegisteredDocument
from clearance.services import publishing
from portal.accounts.models import User

IN_REGISTRIES = frozenset({"CONFORMITY_DECLARATION", "CONFORMITY_CERTIFICATE", "SGR", "GUARANTEE_CERT"})
"""Papers of which the demo has a registry at hand."""
SOURCE = "demo registry"


def publish_rulebooks(*, since: datetime) -> None:
    """Every default rulebook, drafted by one administrator of its agency and approved by the other."""
    for code in registry.rulebook_codes():
        agency = publishing.DESK if code == publishing.GENERAL else code
        first, second = (User.objects.get(username=f"{agency}.admin{number}").pk for number in (1, 2))
        rows = registry.rules_of(code)
        with clock.at(since), acting_as(Who(first)) as author:
            book = publishing.draft(author, agency=code, rows=rows, note="default rules")
        with clock.at(since), acting_as(Who(second)) as approver:
            publishing.publish(approver, rulebook_id=book.pk)


def register(contents: Iterable[Mapping[str, Any]], *, since: date) -> None:
    """Let the registries know the papers of these contents."""
    known = {paper for content in contents for paper in papers_of(content) if paper[0] in IN_REGISTRIES}
    RegisteredDocument.objects.bulk_create(
        [
            RegisteredDocument(type=kind, number=number, valid_from=since, source=SOURCE)
            for kind, number in sorted(known)
        ],
        ignore_conflicts=True,
    )
