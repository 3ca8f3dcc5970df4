"""Where a content lives while it is being filled in: a draft, or a change of what is filed; both are the company's."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clearance import clock, signing
from clearance.content import Problem, joined
from clearance.models import Declaration
from clearance.permissions import NotAllowed, may_act_for
from clearance.preparing import saving
from clearance.preparing.models import Preparation
from clearance.reading import trader
from clearance.services import changing, filing, found, trading
from clearance.validation import transit_fields
from clearance.workflow import Refused, State


class Kept(ABC):
    """A content being filled in; `revision` is what a page was made from, so that nobody overwrites a colleague."""

    prefix = ""
    """What the names of its addresses begin with."""

    def __init__(self, request: HttpRequest, reference: str) -> None:
        self.request = request
        self.actor = request.actor  # type: ignore[attr-defined]
        if request.method == "POST":
            found.declaration(self.actor, reference)  # locked: nobody saves between our looking and our saving
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

    @cached_property
    def preparation(self) -> Preparation | None:
        """Who saved last and when, where anybody did."""
        return saving.of(self.declaration)

    def read_again(self) -> None:
        """Forget what was read before a save."""
        for name in ("content", "preparation"):
            self.__dict__.pop(name, None)

    @abstractmethod
    def save(self, content: Mapping[str, Any], revision: str, page: str = "") -> None:
        """Keep a content; Refused when somebody else saved since `revision`. `page` is the page it was typed on."""

    @abstractmethod
    def file(self, signature: Mapping[str, Any]) -> None:
        """Sign and send."""

    @property
    def to_file(self) -> Mapping[str, Any]:
        """The content as it is signed: without what was typed for another mode of transport."""
        return transit_fields.fitting(self.content, clock.today())[0]

    @property
    def set_aside(self) -> list[Any]:
        """The names of the fields that are kept but not sent."""
        return [transit_fields.LABELS[field] for field in transit_fields.fitting(self.content, clock.today())[1]]

    def problems(self) -> list[Problem]:
        """Everything that would stop it now."""
        return filing.problems_of(self.to_file)

    def number_at(self, place: int) -> int | None:
        """The number agencies know the item at this place (from 1) by; None while nobody knows it."""
        return None

    @property
    def who_saved(self) -> str:
        """The name of the person who saved last."""
        return self.preparation.saved_by.get_full_name() if self.preparation else _("A colleague")

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

    def save(self, content: Mapping[str, Any], revision: str, page: str = "") -> None:
        filed = filing.save_draft(
            self.actor,
            company_id=self.declaration.company_id,
            content=content,
            reference=self.reference,
            revision=int(revision) if revision.isdigit() else None,
            page=page,
        )
        for name in ("draft", "draft_revision", "next_timer_at"):
            setattr(self.declaration, name, getattr(filed.declaration, name))
        self.read_again()

    def file(self, signature: Mapping[str, Any]) -> None:
        filing.file(
            self.actor,
            company_id=self.declaration.company_id,
            content=self.to_file,
            signature=signature,
            reference=self.reference,
        )


class Change(Kept):
    """A change of a filed declaration, kept for the company until it is signed and sent."""

    prefix = "change"

    def must_be_open(self) -> None:
        changing.may_be_changed(self.declaration)

    @cached_property
    def before(self) -> dict[str, Any]:
        """The content of the version that would be changed."""
        return trader.content_of(self.declaration)

    @cached_property
    def content(self) -> dict[str, Any]:
        kept = self.preparation
        if kept is None or kept.change is None or kept.change_of is None:
            return self.before
        if kept.change_of == self.declaration.version:
            return dict(kept.change)
        return joined(trader.content_at(self.declaration, kept.change_of), kept.change, self.before)

    def problems(self) -> list[Problem]:
        return filing.problems_of(self.to_file, before=self.before)

    def number_at(self, place: int) -> int | None:
        items = self.content.get("items") or []
        if place <= len(items):
            return int(items[place - 1]["number"])
        return max((item["number"] for item in (*self.before["items"], *items)), default=0) + 1

    @property
    def is_begun(self) -> bool:
        return self.content != self.before

    @property
    def is_carried_over(self) -> bool:
        """Whether it was begun on a version that is no longer the one in force."""
        kept = self.preparation
        return kept is not None and kept.change is not None and kept.change_of != self.declaration.version

    @property
    def revision(self) -> str:
        return str(self.preparation.revision if self.preparation else 0)

    def save(self, content: Mapping[str, Any], revision: str, page: str = "") -> None:
        changing.keep(
            self.actor,
            reference=self.reference,
            content=content,
            revision=int(revision) if revision.isdigit() else -1,
            page=page,
        )
        self.read_again()

    def drop(self) -> None:
        """Forget the change."""
        changing.drop(self.actor, reference=self.reference)

    def file(self, signature: Mapping[str, Any]) -> None:
        trading.amend(
            self.actor,
            reference=self.reference,
            content=self.to_file,
            version=self.declaration.version,
            signature=signature,
        )
        self.drop()
