"""Where a content lives while it is being filled in: a draft in the database, a change of a filed one in the session."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clearance import signing
from clearance.models import Declaration
from clearance.permissions import NotAllowed, may_act_for
from clearance.reading import trader
from clearance.services import filing, trading
from clearance.workflow import AT_WORK, Refused, State

CHANGES = "changes"


class Kept(ABC):
    """A content being filled in; `revision` is what a page was made from, so that nobody overwrites a colleague."""

    prefix = ""
    """What the names of its addresses begin with."""

    def __init__(self, request: HttpRequest, reference: str) -> None:
        self.request = request
        self.actor = request.actor  # type: ignore[attr-defined]
        self.declaration: Declaration = trader.found(self.actor, reference)
        self.must_be_open()

    @property
    def reference(self) -> str:
        return self.declaration.reference

    @property
    def kind(self) -> str:
        return str(self.content.get("kind") or self.declaration.kind)

    def url(self, name: str, *args: Any) -> str:
        """The address of a page about this content."""
        return reverse(f"{self.prefix}_{name}" if name else self.prefix, args=[self.reference, *args])

    @abstractmethod
    def must_be_open(self) -> None:
        """Refuse what cannot be edited now."""

    @property
    @abstractmethod
    def content(self) -> dict[str, Any]:
        """The content as it is kept."""

    @property
    @abstractmethod
    def revision(self) -> str:
        """What the page was made from."""

    @abstractmethod
    def save(self, content: Mapping[str, Any], revision: str) -> None:
        """Keep a content; Refused when somebody else saved since `revision`."""

    @abstractmethod
    def file(self, signature: Mapping[str, Any]) -> None:
        """Sign and send."""

    @property
    def why_not_sign(self) -> Any:
        """Why this person cannot sign it, or None."""
        try:
            may_act_for(self.actor, self.declaration.company_id, signing=True)
        except NotAllowed as refused:
            return refused.sentence
        return None

    @property
    def signature_is_demo(self) -> bool:
        return signing.plug_in().name == "demo"


class Draft(Kept):
    """A draft, kept in the database for its company."""

    prefix = "draft"

    def must_be_open(self) -> None:
        if self.declaration.state != State.DRAFT:
            raise Refused("illegal_move", _("This declaration has been filed. Ask for a change instead."))

    @cached_property
    def content(self) -> dict[str, Any]:
        return trader.content_of(self.declaration)

    @property
    def revision(self) -> str:
        return str(self.declaration.draft_revision)

    def save(self, content: Mapping[str, Any], revision: str) -> None:
        filing.save_draft(
            self.actor,
            company_id=self.declaration.company_id,
            content=content,
            reference=self.reference,
            revision=int(revision) if revision.isdigit() else None,
        )

    def file(self, signature: Mapping[str, Any]) -> None:
        filing.file(
            self.actor,
            company_id=self.declaration.company_id,
            content=self.content,
            signature=signature,
            reference=self.reference,
        )


class Change(Kept):
    """A change of a filed declaration, kept in the person's session until it is signed and sent."""

    prefix = "change"

    def must_be_open(self) -> None:
        if self.declaration.state not in AT_WORK:
            raise Refused("illegal_move", _("Only a declaration that is filed and not yet released can be changed."))
        if self._kept and self._kept["version"] != self.declaration.version:
            self.drop()
            raise Refused("stale_version", _("The declaration was changed since you opened it. Reload it to go on."))

    @property
    def _kept(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.request.session.get(CHANGES, {}).get(self.reference)
        return found

    @cached_property
    def before(self) -> dict[str, Any]:
        """The content of the version that would be changed."""
        return trader.content_of(self.declaration)

    @cached_property
    def content(self) -> dict[str, Any]:
        return dict(self._kept["content"]) if self._kept else self.before

    @property
    def is_begun(self) -> bool:
        return self.content != self.before

    @property
    def revision(self) -> str:
        return str(self.declaration.version)

    def save(self, content: Mapping[str, Any], revision: str) -> None:
        if revision != self.revision:
            raise Refused("stale_version", _("The declaration was changed since you opened it. Reload it to go on."))
        changes = self.request.session.setdefault(CHANGES, {})
        changes[self.reference] = {"version": self.declaration.version, "content": dict(content)}
        self.request.session.modified = True

    def drop(self) -> None:
        """Forget the change."""
        if self.request.session.get(CHANGES, {}).pop(self.reference, None) is not None:
            self.request.session.modified = True

    def file(self, signature: Mapping[str, Any]) -> None:
        trading.amend(
            self.actor,
            reference=self.reference,
            content=self.content,
            version=self.declaration.version,
            signature=signature,
        )
        self.drop()
