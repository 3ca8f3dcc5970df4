"""Appeals: who may appeal against a refusal and until when, and who decides."""

from datetime import timedelta

import pytest

from clearance import clock
from clearance.content import Problems
from clearance.models import SignOff
from clearance.permissions import NotAllowed
from clearance.services import appealing
from clearance.services.found import NotFound
from clearance.workflow import AppealState, Refused
from tests import acting
from tests.appeals import decide, file_appeal, refuse
from tests.cast import Cast
from tests.goods import APPLES, imports


@pytest.fixture
def refusal(cast: Cast) -> SignOff:
    return refuse(cast)


def test_a_refusal_is_appealed_and_a_head_of_the_agency_decides(cast: Cast, refusal: SignOff) -> None:
    before = acting.fresh(cast, refusal.declaration).state
    made = file_appeal(cast, refusal)
    decided = decide(cast, made)
    assert (decided.state, decided.outcome) == (AppealState.DECIDED, "upheld")
    assert acting.fresh(cast, refusal.declaration).state == before  # the refusal stays on record


def test_a_refusal_is_appealed_once_unless_the_appeal_came_back(cast: Cast, refusal: SignOff) -> None:
    made = file_appeal(cast, refusal)
    with pytest.raises(Refused, match="appealed already"):
        file_appeal(cast, refusal)
    with cast.acting("plant_health_head") as head:
        appealing.return_appeal(head, appeal=str(made.uuid), reason="Name the papers.")
    again = file_appeal(cast, refusal)
    assert again.pk != made.pk


def test_an_appeal_can_be_withdrawn_and_then_nobody_decides_it(cast: Cast, refusal: SignOff) -> None:
    made = file_appeal(cast, refusal)
    with cast.acting("trader", scopes=acting.FILING) as actor:
        appealing.withdraw_appeal(actor, appeal=str(made.uuid), reason="Settled otherwise.")
    with pytest.raises(Refused, match="ended already"):
        decide(cast, made)


def test_an_approval_cannot_be_appealed(cast: Cast) -> None:
    declaration = acting.present(cast, acting.pay(cast, acting.file(cast, imports(APPLES))))
    row = acting.row(cast, declaration, "plant_health")
    acting.decide(cast, row)
    with pytest.raises(Refused, match="Only a refusal"):
        file_appeal(cast, row)


def test_the_time_to_appeal_ends(cast: Cast, refusal: SignOff) -> None:
    last = appealing.until(refusal)
    with clock.at(last + timedelta(minutes=1)), pytest.raises(Refused, match="time to appeal"):
        file_appeal(cast, refusal)
    with clock.at(last - timedelta(minutes=1)):
        assert file_appeal(cast, refusal).is_open


@pytest.mark.parametrize("stranger", ["stranger", "postman"])
def test_a_stranger_does_not_find_the_refusal(cast: Cast, refusal: SignOff, stranger: str) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        file_appeal(cast, refusal, by=stranger)


@pytest.mark.parametrize("officer", ["plant_health_officer", "veterinary_head", "customs_head", "plant_health_admin"])
def test_only_a_head_of_the_agency_that_refused_decides(cast: Cast, refusal: SignOff, officer: str) -> None:
    made = file_appeal(cast, refusal)
    with pytest.raises((NotFound, NotAllowed)):
        decide(cast, made, by=officer)


def test_whoever_refused_does_not_decide_on_the_appeal(cast: Cast) -> None:
    made = file_appeal(cast, refuse(cast, by="plant_health_head"))
    with pytest.raises(NotAllowed, match="refused this yourself"):
        decide(cast, made)


def test_an_appeal_without_grounds_is_told_so(cast: Cast, refusal: SignOff) -> None:
    with pytest.raises(Problems), cast.acting("trader", scopes=acting.FILING) as actor:
        appealing.appeal(actor, sign_off=str(refusal.uuid), grounds="  ")
