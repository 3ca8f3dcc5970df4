"""The five acts of the sign-off page: what each is called, its form, and why it cannot be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from clearance import sentences
from clearance.acting import Actor
from clearance.forms.content import PlainForm
from clearance.forms.deciding import ApproveForm, RefuseForm
from clearance.forms.ready_texts import AskForm, FromAList, HoldForm, InspectForm
from clearance.permissions import may_decide
from clearance.reading.desk import Work
from clearance.reasons.lists import Use, reasons_for
from clearance.succeeding import STRICTNESS
from clearance.workflow import AT_WORK, Control, SignOffState
from clearance.worklist import undoing

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One of the five acts in words; `code` is also its address and the prefix of its form's fields."""

    code: str
    title: Text
    button: Text
    icon: str
    key: str
    is_grave: bool = False


KINDS = (
    Kind("approve", pgettext_lazy("act", "Approve"), gettext_lazy("Record the approval"), "check-lg", "a"),
    Kind("ask", gettext_lazy("Ask a question"), gettext_lazy("Send the question"), "chat-left-text", "q"),
    Kind(
        "hold",
        gettext_lazy("Hold: stop the release"),
        gettext_lazy("Stop the release"),
        "pause-fill",
        "h",
        is_grave=True,
    ),
    Kind("inspect", gettext_lazy("Inspect the goods"), gettext_lazy("Order the inspection"), "search", "i"),
    Kind("refuse", pgettext_lazy("act", "Refuse"), gettext_lazy("Record the refusal"), "x-lg", "r", is_grave=True),
)


@dataclass(frozen=True)
class Act:
    """An act as the panel shows it: with its form, or with why it cannot be done now."""

    kind: Kind
    form: PlainForm | None = None
    why_not: Text | None = None
    is_open: bool = False

    @property
    def has_ready_texts(self) -> bool:
        return self.form is not None and "listed" in self.form.fields


def acts_of(
    work: Work, actor: Actor, *, nothing: Text | None, wanted: str = "", bound: PlainForm | None = None
) -> list[Act]:
    """The five acts; the wanted one is open, and one that was sent comes back as it was sent.

    `nothing` is why none of them can be done now, as `why_nothing` says.
    """
    found = []
    for kind in KINDS:
        why_not = nothing or why_not_this(kind.code, work)
        if bound is not None and bound.prefix == kind.code:
            found.append(Act(kind, bound, why_not, is_open=True))
        elif why_not:
            found.append(Act(kind, None, why_not))
        else:
            found.append(Act(kind, form_of(kind.code, work, actor), is_open=wanted == kind.code))
    return found


def form_of(code: str, work: Work, actor: Actor, data: Any = None) -> PlainForm:
    """The form of an act, with what was sent."""
    match code:
        case "approve":
            return ApproveForm(data, row=work.row, others=of_the_card(actor, work), prefix=code)
        case "ask":
            items = work.content.get("items") or []
            return AskForm(data, items=items, prefix=code, **_texts(work, Use.QUESTION))
        case "hold":
            return HoldForm(data, prefix=code, **_texts(work, Use.HOLD))
        case "inspect":
            return InspectForm(data, allowed=stricter(work), prefix=code, **_texts(work, Use.INSPECTION))
        case _:
            others = of_the_card(actor, work)
            return RefuseForm(data, row=work.row, others=others, prefix=code, **_texts(work, Use.REFUSAL))


def wants_only_the_text(form: PlainForm, data: Any) -> bool:
    """Whether the chosen text is only to be put into the field."""
    return isinstance(form, FromAList) and "put_in" in data


def why_not_this(code: str, work: Work) -> Text | None:
    """Why one act cannot be done where others can, None when it can: the same rules as the services'."""
    if code == "hold" and work.declaration.state not in AT_WORK:
        return _("The goods are released: a hold can no longer stop them.")
    if code == "inspect" and not stricter(work):
        return _("The rule of this sign-off does not provide for a stricter control.")
    return None


def why_nothing(work: Work, actor: Actor) -> Text | None:
    """Why this person cannot work on the sign-off at all now, None when they can."""
    row = work.row
    if sentence := may_decide(actor, row, work.declaration):
        return sentence
    if row.is_undecided and undoing.waiting_on(actor, row):
        return _("Your decision counts in a few seconds.")
    if row.version != work.declaration.version:
        return _("The trader has changed the declaration. It is being routed again.")
    if row.state == SignOffState.DECIDED:
        return _("This sign-off has been decided.")
    if row.state == SignOffState.WAITING:
        return _("This check opens when the goods arrive. It cannot be decided before.")
    if row.state == SignOffState.LAPSED:
        return _("This is no longer asked.")
    if row.state == SignOffState.CLAIMED and row.claimed_by_id != actor.user_id:
        return _("%(officer)s is working on it.") % {"officer": row.claimed_by}
    return None


def stricter(work: Work) -> list[tuple[str, Any]]:
    """The stricter controls this sign-off may be raised to."""
    allowed = set(work.row.escalate_to.replace("|", " ").split())
    now = STRICTNESS.index(Control(work.row.control))
    return [(str(one), sentences.CONTROLS[one]) for one in STRICTNESS[now + 1 :] if one in allowed]


def of_the_card(actor: Actor, work: Work) -> list[Any]:
    """The other undecided rows of one's own agency on this declaration, as far as one may decide them."""
    row = work.row
    return [
        one
        for one in work.others
        if (one.executed_by, one.office_id) == (row.executed_by, row.office_id)
        and (
            one.state == SignOffState.OPEN or (one.state == SignOffState.CLAIMED and one.claimed_by_id == actor.user_id)
        )
        and may_decide(actor, one, work.declaration) is None
    ]


def _texts(work: Work, use: str) -> dict[str, Any]:
    """The ready texts of an act and the language of who will read them."""
    return {"listed": reasons_for(work.row.agency, use, work.row.requirement), "reader": work.reader}
