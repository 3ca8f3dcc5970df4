"""What the API answers, as schemas; they are also its OpenAPI description."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema


class Fault(Schema):
    """One thing to put right; `pointer` is a JSON pointer or, for XML, an absolute path with positions (and `line`)."""

    code: str
    pointer: str
    message: str
    hint: str
    line: int | None = None


class Errors(Schema):
    """Everything that is wrong, at once."""

    errors: list[Fault]


class Filed(Schema):
    """A declaration kept or filed."""

    reference: str
    state: str
    version: int
    url: str


class Headline(Schema):
    """Who has the ball."""

    code: str
    text: str
    holder: str
    since: str | None
    due: str | None


class CompanyOut(Schema):
    """Whose declaration it is."""

    bin: str
    name: str


class Line(Schema):
    """A line of a list."""

    reference: str
    kind: str
    state: str
    version: int
    routed_version: int
    headline: Headline
    registration_number: str | None
    local_ref: str | None
    company: CompanyOut
    office: str | None
    summary: str
    changed_at: str | None
    released_at: str | None


class Lines(Schema):
    """A page of a list; `next` is the cursor of the following one."""

    declarations: list[Line]
    next: str | None


class MoneyOut(Schema):
    """Where the money stands."""

    position: str
    amount: str | None
    currency: str


class ItemOut(Schema):
    """One line of goods in short."""

    number: int | None
    commodity_code: str | None
    description: str | None
    origin: str | None
    net_mass_kg: str | None


class SignOffOut(Schema):
    """One agency's answer to one requirement; the last eleven fields are for officers."""

    id: str
    agency: str
    office: str
    stage: str
    requirement: str
    title: str
    items: list[int]
    control: str
    blocks: str
    blocking: bool
    because: str
    rules: list[str]
    legal_basis: str
    state: Literal["waiting", "open", "claimed", "decided", "lapsed"]
    verdict: str | None
    verdicts_by_item: dict[str, str]
    decided_by: Literal["officer", "system"] | None
    carried_from: str | None
    carried_from_reference: str | None
    reason: str | None
    conditions: list[Any]
    claimed: bool
    opened_at: str | None
    due_at: str | None
    clock: Literal["running", "stopped"]
    decided_at: str | None
    version: int
    claimed_by: str | None = None
    claimed_at: str | None = None
    place: str | None = None
    executed_by: str | None = None
    visibility: str | None = None
    escalate_to: str | None = None
    overdue: bool | None = None
    risk: int | None = None
    finding: dict[str, Any] | None = None
    form: dict[str, Any] | None = None
    difference: list[Any] | None = None


class HoldOut(Schema):
    """A stop that is open."""

    id: str
    agency: str
    office: str | None
    public_reason: str
    legal_basis: str
    placed_at: str | None
    review_at: str | None
    lifted_at: str | None


class QuestionOut(Schema):
    """A question and its answer."""

    id: str
    signoff: str
    agency: str
    text: str
    language: str
    pointer: str
    asked_at: str | None
    answer_due_at: str | None
    open: bool
    answer: str | None
    answered_at: str | None


class PaperOut(Schema):
    """A paper that is still needed."""

    any_of: list[str]
    text: str
    items: list[int]
    requirements: list[str]


class DeclarationOut(Line):
    """Everything of a declaration this reader may know."""

    money: MoneyOut
    items: list[ItemOut]
    signoffs: list[SignOffOut]
    holds: list[HoldOut]
    questions: list[QuestionOut]
    documents_needed: list[PaperOut]
    lodged_at: str | None
    accepted_at: str | None
    presented_at: str | None
    content: dict[str, Any]


class EventOut(Schema):
    """One thing that happened; the last three fields are for officers."""

    seq: int
    kind: str
    text: str
    payload: dict[str, Any]
    actor_kind: str
    agency: str | None
    office: str | None
    state: str | None
    at: str | None
    recorded_at: str | None
    actor: int | None = None
    hash: str | None = None
    public: bool | None = None


class EventsOut(Schema):
    """Events in order; ask for those after `next`."""

    events: list[EventOut]
    next: int


class QueueRow(SignOffOut):
    """A sign-off in a queue, with what a row shows of its declaration."""

    reference: str
    kind: str
    company: CompanyOut
    summary: str
    vehicle: str


class QueueOut(Schema):
    """A page of a queue, in working order; `next` is the cursor of the following one."""

    signoffs: list[QueueRow]
    next: str | None


class ActOut(Schema):
    """A sign-off after an act, and where its declaration stands now."""

    signoff: SignOffOut
    declaration: Line


class DocumentOut(Schema):
    """A file attached."""

    id: str
    name: str
    type: str
    number: str
    media_type: str
    digest: str
    size: int


class SplitOut(Schema):
    """The part that goes on, and the refused rest."""

    kept: Line
    refused: Line


class DispatchItem(Schema):
    """What became of one item of a list: a reference, or what is wrong; a `pointer` begins with the item's place."""

    item_id: str
    reference: str | None
    created: bool
    errors: list[dict[str, Any]]


class DispatchOut(Schema):
    """The items in the order of the list, and how many were filed by this call."""

    items: list[DispatchItem]
    filed: int


class DispatchArrived(Schema):
    """What the arrival led to: references released by it, and those that somebody looks at."""

    presented: int
    released: list[str]
    exceptions: list[str]


class Scanned(Schema):
    """The item, and the event recorded."""

    reference: str
    code: str
