"""An inspection that the control centre asks for becomes a control of the office where the goods arrive."""

import re

import pytest

from agencies.customs.arrival import acting, steps
from agencies.customs.control import intervening
from clearance.content import Problems
from clearance.models import Declaration
from clearance.services import deciding
from tests.acting import present, rows
from tests.cast import Cast
from tests.corridor.helping import ASTANA, may_set_off, movement_of, transit_of_phones

pytestmark = pytest.mark.django_db


def plain(page: bytes) -> str:
    """A page without what is new with every request."""
    return re.sub(r"[A-Za-z0-9]{64}|T[0-9:.]{8,}", "", page.decode())


def asks_for_an_inspection(cast: Cast, declaration: Declaration) -> None:
    movement = movement_of(cast, declaration)
    assert movement is not None
    with cast.acting("risk_officer") as actor:
        intervening.intervene(actor, movement=movement.uuid, kind="inspection", reason="The picture shows a cavity")


def test_an_inspection_asked_for_on_the_way_is_a_control_of_the_office_where_the_goods_arrive(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agencies.customs.arrival.by_itself.draw", lambda declaration, purpose: 2)
    declaration = may_set_off(cast, transit_of_phones(cast))
    trader, officer = cast.browser("trader"), cast.browser("customs_officer")
    before = trader.get(f"/cases/{declaration.reference}/").content
    asks_for_an_inspection(cast, declaration)
    assert plain(trader.get(f"/cases/{declaration.reference}/").content) == plain(before), "nobody is warned"
    assert "The picture shows a cavity" in officer.get(f"/desk/declarations/{declaration.reference}/").content.decode()
    present(cast, declaration, office=ASTANA)
    movement = movement_of(cast, declaration)
    assert movement is not None
    with cast.acting("trader") as actor:
        acting.act(actor, reference=declaration.reference, name="told", seals="whole")
        acting.act(actor, reference=declaration.reference, name="papers")
    (control,) = rows(cast, declaration, requirement=steps.COMPLETION)
    assert (control.control, control.state, control.office_id) == ("physical", "open", ASTANA), "clean, yet looked into"
    assert None not in (control.due_at, control.legal_basis or None)
    with cast.acting("customs_officer") as actor, pytest.raises(Problems, match="finding_missing"):
        deciding.decide(
            actor, sign_off=str(control.uuid), decision=deciding.Decision("approved", form={"result": "clean"})
        )


def test_an_inspection_asked_for_when_the_goods_are_there_is_ordered_at_once(cast: Cast) -> None:
    declaration = present(cast, may_set_off(cast, transit_of_phones(cast)), office=ASTANA)
    asks_for_an_inspection(cast, declaration)
    asks_for_an_inspection(cast, declaration)
    (control,) = rows(cast, declaration, requirement=steps.COMPLETION)
    assert control.control == "physical"
    with cast.acting("system"):
        assert declaration.events.filter(kind="inspection.ordered").count() == 1
