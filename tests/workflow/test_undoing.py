"""Ten seconds to take a decision back: nothing counts before, nothing is lost after, and no guard is weakened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clearance import acts
from clearance.models import Declaration, Event, SignOff
from clearance.services import deciding, trading
from clearance.services.deciding import Decision
from clearance.workflow import Refused
from clearance.worklist import together, undoing
from clearance.worklist.models import Pending
from tests.acting import FILING, answers, file, finding, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten_seconds(settings: Any) -> None:
    settings.UNDO_SECONDS = 10


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(APPLES))))


@pytest.fixture
def one(cast: Cast, apples: Declaration) -> SignOff:
    return row(cast, apples, "plant_health")


def approve(cast: Cast, one: SignOff, by: str = "plant_health_officer") -> Any:
    decision = Decision("approved", finding=finding(), form=answers(one), version=one.version)
    with cast.acting(by) as officer:
        return undoing.decide(officer, {str(one.uuid): decision})


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let ten seconds pass for the workflow's clock."""
    from clearance import clock

    def pass_() -> None:
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=11))

    return pass_


def test_nothing_counts_before_the_time_is_over(cast: Cast, apples: Declaration, one: SignOff) -> None:
    assert approve(cast, one)
    assert undoing.carry_out_due() == 0
    standing = row(cast, apples, "plant_health")
    assert (standing.state, standing.claimed_by_id) == ("claimed", cast.ids()["plant_health_officer"])
    assert fresh(cast, apples).state == "accepted"


def test_it_counts_when_the_time_is_over_and_the_goods_are_released(
    cast: Cast, apples: Declaration, one: SignOff, later: Callable[[], None]
) -> None:
    approve(cast, one)
    later()
    assert undoing.carry_out_due() == 1
    assert undoing.carry_out_due() == 0
    decided = rows(cast, apples, agency="plant_health")[0]
    assert (decided.verdict, decided.decided_by_id) == ("approved", cast.ids()["plant_health_officer"])
    assert fresh(cast, apples).state == "released"


def test_taken_back_it_never_counts(cast: Cast, apples: Declaration, one: SignOff, later: Callable[[], None]) -> None:
    act = approve(cast, one)
    with cast.acting("plant_health_officer") as officer:
        undoing.undo(officer, act=act)
        undoing.undo(officer, act=act)  # a second press changes nothing
    later()
    assert undoing.carry_out_due() == 0
    assert row(cast, apples, "plant_health").state == "claimed"
    with cast.acting("system"):
        kinds = list(Event.objects.filter(declaration=apples).values_list("kind", flat=True))
    assert {"signoff.decision_made", "signoff.decision_undone"} <= set(kinds)
    assert "signoff.decided" not in kinds[-2:]


def test_nobody_else_takes_it_back_and_nobody_does_so_too_late(
    cast: Cast, one: SignOff, later: Callable[[], None]
) -> None:
    from clearance.services.found import NotFound

    act = approve(cast, one)
    with cast.acting("plant_health_second") as other, pytest.raises(NotFound):
        undoing.undo(other, act=act)
    later()
    undoing.carry_out_due()
    with cast.acting("plant_health_officer") as officer, pytest.raises(Refused):
        undoing.undo(officer, act=act)


def test_what_the_trader_changed_meanwhile_is_not_approved(
    cast: Cast, apples: Declaration, one: SignOff, later: Callable[[], None]
) -> None:
    approve(cast, one)
    changed = imports({**APPLES, "description": "Fresh apples, Golden"}, local_ref=apples.local_ref)
    with cast.acting("trader", scopes=FILING) as trader:
        trading.amend(trader, reference=apples.reference, content=changed, version=1)
    later()
    undoing.carry_out_due()
    with cast.acting("plant_health_officer") as officer:
        failed = Pending.objects.get()
        assert failed.state == "failed"
        assert failed.why
        assert undoing.failed_on(officer, one) == failed
    assert fresh(cast, apples).state != "released"


def test_who_left_the_agency_meanwhile_decides_nothing(
    cast: Cast, apples: Declaration, one: SignOff, later: Callable[[], None]
) -> None:
    approve(cast, one)
    with cast.acting("plant_health_head") as head:
        acts.return_claims(user=cast.ids()["plant_health_officer"], agency="plant_health", by=head)
    later()
    undoing.carry_out_due()
    assert row(cast, apples, "plant_health").state == "open"
    with cast.acting("system"):
        assert Pending.objects.get().state == "failed"


def test_a_faulty_decision_is_told_at_once(cast: Cast, one: SignOff) -> None:
    from clearance.content import Problems

    with cast.acting("plant_health_officer") as officer, pytest.raises(Problems):
        undoing.decide(officer, {str(one.uuid): Decision("approved")})
    with cast.acting("system"):
        assert not Pending.objects.exists()


def test_while_it_waits_the_card_is_neither_given_back_nor_decided_again(cast: Cast, one: SignOff) -> None:
    approve(cast, one)
    with cast.acting("plant_health_officer") as officer, pytest.raises(Refused):
        together.give_back(officer, sign_off=str(one.uuid))
    with pytest.raises(Refused):
        approve(cast, one)


def test_a_colleague_sees_nothing_of_it_and_the_database_keeps_it_as_made(cast: Cast, one: SignOff) -> None:
    approve(cast, one)
    with cast.acting("plant_health_second"):
        assert not Pending.objects.exists()
    with pytest.raises(Refused), cast.acting("plant_health_officer"):
        Pending.objects.update(decision={"verdict": "refused"})


def test_the_page_shows_the_button_and_the_next_page_carries_it_out(
    cast: Cast, apples: Declaration, one: SignOff, later: Callable[[], None]
) -> None:
    client = cast.browser("plant_health_officer")
    own = {f"approve-form_{name}": value for name, value in answers(one).items()}
    given = {
        "approve-finding_place": "Shed 4",
        "approve-finding_at": "20.11.2026 10:00",
        "approve-found_1": "clean",
        **own,
    }
    page = client.post(f"/desk/signoffs/{one.uuid}/approve/", given, follow=True)
    assert "Take it back" in page.text
    assert "Take it back" in client.get("/desk/queue/").text
    later()
    assert "Take it back" not in client.get("/desk/queue/").text
    assert fresh(cast, apples).state == "released"


def test_the_button_takes_it_back(cast: Cast, apples: Declaration, one: SignOff) -> None:
    act = approve(cast, one)
    client = cast.browser("plant_health_officer")
    page = client.post(f"/desk/decisions/{act}/undo/", follow=True)
    assert "The decision is taken back." in page.text
    assert row(cast, apples, "plant_health").state == "claimed"


def test_the_api_decides_at_once(cast: Cast, apples: Declaration, one: SignOff) -> None:
    decision = Decision("approved", finding=finding(), form=answers(one), version=one.version)
    with cast.acting("plant_health_officer") as officer:
        deciding.decide(officer, sign_off=str(one.uuid), decision=decision)
    assert fresh(cast, apples).state == "released"
