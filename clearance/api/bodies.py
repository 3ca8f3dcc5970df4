"""What programs send to the API, as schemas; they are also its OpenAPI description."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, WithJsonSchema


def _of_our_time(at: datetime) -> datetime:
    if not 2000 <= at.year <= 2100:
        raise ValueError("year")
    return at


def _exact(value: Any) -> Any:
    """Money comes as text (or a whole number): a float has lost the exact amount already."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError("text")
    return value


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Money = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(max_digits=18, decimal_places=2, allow_inf_nan=False),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,16}(\.[0-9]{1,2})?$", "examples": ["1284300.00"]}),
]
Text = Annotated[str, Field(max_length=20_000)]
Code = Annotated[str, Field(max_length=60)]


class Asked(Schema):
    """What a program sends: an unknown key is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class Presentation(Asked):
    """When and where the goods arrived; now, at the office of the declaration, where not said."""

    at: Moment | None = None
    office: Code | None = None


class PaymentIn(Asked):
    """What customs' cashier recorded."""

    amount: Money
    currency: Annotated[str, Field(max_length=3)]
    reference: Annotated[str, Field(max_length=80)]
    kind: Literal["paid", "secured"]


class Withdrawal(Asked):
    """Why a declaration is taken back."""

    reason: Text


class AnswerIn(Asked):
    """The answer to an officer's question."""

    question: Code
    text: Text


class SplitIn(Asked):
    """The signature of the part that goes on; a token with signing right needs none."""

    signature: dict[str, Any] | None = None


class DocumentIn(Asked):
    """A file in base64; `multipart/form-data` with `file`, `type` and `number` does the same."""

    name: Annotated[str, Field(max_length=200)]
    media_type: Annotated[str, Field(max_length=80)]
    type: Annotated[str, Field(max_length=40)]
    number: Annotated[str, Field(max_length=70)] = ""
    data: str


class Next(Asked):
    """From which queue; from all of one's own where not said."""

    agency: Code | None = None
    office: Code | None = None


class DecisionIn(Asked):
    """An officer's answer; `verdicts_by_item` where items differ, `finding` for a physical control."""

    verdict: Literal["approved", "approved_with_conditions", "refused", "not_competent"]
    verdicts_by_item: dict[
        Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")],
        Literal["approved", "approved_with_conditions", "refused", "not_competent"],
    ] = {}
    reason: Text = ""
    conditions: list[Text] = []
    finding: dict[str, Any] | None = None
    form: dict[str, Any] = {}
    version: int | None = None


class QuestionIn(Asked):
    """A question to the trader; `days` to answer, three where not said."""

    text: Text
    pointer: Annotated[str, Field(max_length=200)] = ""
    days: Annotated[int, Field(ge=1, le=60)] | None = None


class InspectionIn(Asked):
    """The stricter control ordered; the trader reads the reason."""

    control: Literal["documentary", "identity", "physical", "laboratory"] = "physical"
    reason: Annotated[str, Field(max_length=4_000)] = ""


class HoldIn(Asked):
    """A stop; the trader reads the reason."""

    public_reason: Text
    legal_basis: Text
    review_at: Moment | None = None


class LiftIn(Asked):
    """Which hold is lifted (the agency's only open one where not said), and why."""

    reason: Text
    hold: Code | None = None


class ReassignIn(Asked):
    """The competent agency, and why it is."""

    agency: Code
    reason: Text


class DisposalIn(Asked):
    """What happens to refused goods."""

    disposal: Literal["re-export", "destroy", "forfeit"]


class RefusalIn(Asked):
    """Every reason for refusing registration, at once."""

    reasons: list[Text]


class ScanIn(Asked):
    """An event of a postal item: an EMSEVT code, STORED or RETURNED."""

    code: Annotated[str, Field(max_length=10)]
    at: Moment | None = None
    office: Annotated[str, Field(max_length=32)] = ""
    reason: Text = ""
