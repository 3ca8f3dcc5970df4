"""What nobody has to do: timers run out, clocks warn, a step that fails waits, claims of people who left come back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearance import advance, clock, moves, tasks
from clearance.models import Declaration, Event, Grant, SignOff, Version
from clearance.services import deciding, filing, stopping, trading
from tests.acting import FILING, decide, file, fresh, pay, present, row, rows
from tests.cast import LONG_AGO, Cast
from tests.goods import APPLES, CERAMICS, LAMB, imports
from tests.scenarios.goods import HIDES

pytestmark = pytest.mark.django_db


def kinds(cast: Cast, declaration: Declaration) -> list[str]:
    with cast.acting("system"):
        return list(Event.objects.filter(declaration=declaration).order_by("seq").values_list("kind", flat=True))


def sweep_at(moment: datetime) -> int:
    with clock.at(moment):
        return advance.sweep()


# --- timers


def draft(cast: Cast) -> Declaration:
    with cast.acting("trader", scopes=FILING) as trader:
        return filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration


def test_a_draft_expires_thirty_days_after_its_last_change(cast: Cast) -> None:
    declaration = draft(cast)
    now = clock.now()
    with clock.at(now + timedelta(days=20)), cast.acting("trader", scopes=FILING) as trader:
        options = {"company_id": declaration.company_id, "reference": declaration.reference}
        filing.save_draft(trader, content=imports(), **options)
    sweep_at(now + timedelta(days=31))
    assert fresh(cast, declaration).state == "draft"
    sweep_at(now + timedelta(days=51))
    assert fresh(cast, declaration).state == "expired"


def test_filed_goods_that_never_come_expire_and_ask_nobody_any_more(cast: Cast) -> None:
    declaration = file(cast, imports(HIDES))
    assert row(cast, declaration, "veterinary").state == "open"
    now = clock.now()
    sweep_at(now + timedelta(days=29))
    assert fresh(cast, declaration).state == "lodged"
    sweep_at(now + timedelta(days=31))
    assert fresh(cast, declaration).state == "expired"
    assert [one for one in rows(cast, declaration) if one.is_undecided] == []


def test_goods_that_came_do_not_expire(cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    sweep_at(clock.now() + timedelta(days=40))
    assert fresh(cast, declaration).state == "accepted"


def test_a_split_not_chosen_in_three_days_is_a_refusal(cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES, CERAMICS))))
    decide(cast, row(cast, declaration, "plant_health"), "refused", reason="Codling moth")
    assert fresh(cast, declaration).headline["code"] == "split_choice"
    now = clock.now()
    sweep_at(now + timedelta(days=2))
    assert fresh(cast, declaration).state == "accepted"
    sweep_at(now + timedelta(days=3, minutes=1))
    assert fresh(cast, declaration).state == "refused"


def test_released_goods_close_after_thirty_days(cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast)))
    now = clock.now()
    sweep_at(now + timedelta(days=29))
    assert fresh(cast, declaration).state == "released"
    sweep_at(now + timedelta(days=31))
    declaration = fresh(cast, declaration)
    assert (declaration.state, declaration.next_timer_at, declaration.holder) == ("closed", None, "nobody")


def test_what_is_unfinished_always_has_a_next_look(cast: Cast) -> None:
    waiting = [draft(cast), file(cast), present(cast, file(cast, imports(APPLES)))]
    sweep_at(clock.now() + timedelta(days=3))
    for declaration in waiting:
        assert fresh(cast, declaration).next_timer_at is not None


# --- warnings


def warned(cast: Cast, declaration: Declaration) -> list[tuple[str, int]]:
    with cast.acting("system"):
        events = Event.objects.filter(declaration=declaration, kind__in=["signoff.warning", "signoff.overdue"])
        return [(one.kind, one.payload["percent"]) for one in events.order_by("seq")]


def test_a_running_clock_warns_three_times_and_is_then_overdue(cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    one = row(cast, declaration, "plant_health")
    whole = one.due_at - one.clock_started_at
    seen: list[tuple[list[tuple[str, int]], bool]] = []
    for share in (0.49, 0.51, 0.79, 0.81, 0.99, 1.01, 2):
        with clock.at(one.clock_started_at + whole * share):
            advance.warn()
            advance.warn()  # asked again, it says nothing new
        seen.append((warned(cast, declaration), row(cast, declaration, "plant_health").overdue))
    half, most, over = ("signoff.warning", 50), ("signoff.warning", 80), ("signoff.overdue", 100)
    assert seen == [
        ([], False),
        ([half], False),
        ([half], False),
        ([half, most], False),
        ([half, most], False),
        ([half, most, over], True),
        ([half, most, over], True),
    ]
    with cast.acting("trader"):
        assert not Event.objects.filter(declaration=declaration, kind__startswith="signoff.warn").exists()


def test_a_stopped_clock_does_not_warn(cast: Cast) -> None:
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(one.uuid), text="Which orchard?")
    with clock.at(one.due_at + timedelta(days=1)):
        assert advance.warn() == 0
    assert not row(cast, declaration, "plant_health").overdue


def test_the_clock_that_starts_with_the_goods_forgets_a_target_missed_before(cast: Cast) -> None:
    declaration = pay(cast, file(cast, imports(HIDES)))
    early = row(cast, declaration, "veterinary")
    assert (early.state, early.clock_started_at) == ("open", None)
    arrives = early.due_at + timedelta(days=2)
    with clock.at(arrives):
        while advance.warn():
            pass
        assert row(cast, declaration, "veterinary").overdue
        present(cast, declaration)
        started = row(cast, declaration, "veterinary")
        assert (started.overdue, started.warned) == (False, 0)
        assert started.due_at > arrives
    with clock.at(started.due_at):
        assert [advance.warn() for _turn in range(4)] == [1, 1, 1, 0]


# --- what fails


def broken(cast: Cast) -> Declaration:
    """A declaration whose content no rule can read, however it got there."""
    with cast.acting("trader", scopes=FILING) as trader:
        declaration = filing.save_draft(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
        Version.objects.create(
            declaration=declaration, company_id=declaration.company_id, number=1, content={"kind": "import", "items": 7},
            digest="0" * 64, signed_by_id=trader.person, signature={},
        )  # fmt: skip
        fields: dict[str, Any] = {"version": 1, "routing_due": True, "work_due_at": clock.now()}
        moves.make(declaration, "lodge", by=trader, fields={**fields, "needs_presentation": True})
    return declaration


def test_a_step_that_fails_is_put_off_longer_each_time(cast: Cast) -> None:
    declaration = broken(cast)
    waits, now = [], clock.now()
    for turn in range(1, 12):
        assert sweep_at(now) == 0
        put_off = fresh(cast, declaration)
        assert put_off.work_failures == turn
        assert put_off.routed_version == 0
        waits.append((put_off.work_due_at - now).total_seconds())
        assert sweep_at(put_off.work_due_at - timedelta(seconds=1)) == 0
        assert fresh(cast, declaration).work_failures == turn
        now = put_off.work_due_at
    assert waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600]


def test_what_fails_never_starves_the_others(cast: Cast) -> None:
    before = [broken(cast) for _one in range(3)]
    with cast.acting("trader", scopes=FILING) as trader:
        sound = filing.file(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
    # One at a time, the oldest first: the broken ones fail once each and stand back.
    for _turn in range(3):
        advance.sweep(limit=1)
        assert fresh(cast, sound).routed_version == 0
    advance.sweep(limit=1)
    assert fresh(cast, sound).routed_version == 1
    assert [fresh(cast, one).work_failures for one in before] == [1, 1, 1]


def test_a_step_that_works_again_begins_anew(cast: Cast) -> None:
    declaration = file(cast)
    with cast.acting("system"):
        moves.save(fresh(cast, declaration), work_failures=4, routing_due=True, work_due_at=clock.now())
    assert advance.sweep() == 1
    assert fresh(cast, declaration).work_failures == 0


# --- claims of people who left


def lent_officer(cast: Cast, *, ends: datetime, office: str | None = None, agency: str = "plant_health") -> Grant:
    """A colleague of another agency, lent until `ends`."""
    return Grant.objects.create(
        user=cast.user("auditor"), agency=agency, office_id=office, role="officer", starts_at=LONG_AGO, ends_at=ends,
        granted_by=cast.user("author"), granted_at=LONG_AGO, approved_by=cast.user("approver"), approved_at=LONG_AGO,
    )  # fmt: skip


def claimed(cast: Cast, declaration: Declaration, agency: str = "plant_health", by: str = "auditor") -> SignOff:
    with cast.acting(by) as officer:
        return deciding.claim(officer, sign_off=str(row(cast, declaration, agency).uuid))


def test_claims_of_a_person_whose_role_has_ended_by_time_return_to_the_queue(cast: Cast) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    lent_officer(cast, ends=tomorrow)
    declaration = present(cast, pay(cast, file(cast, imports(LAMB, APPLES))))
    claimed(cast, declaration)
    kept = claimed(cast, declaration, "veterinary", "veterinary_officer")
    assert advance.return_orphans() == 0
    with clock.at(tomorrow + timedelta(seconds=1)):
        assert advance.return_orphans() == 1
        assert advance.return_orphans() == 0
    one = row(cast, declaration, "plant_health")
    assert (one.state, one.claimed_by_id, one.claimed_at) == ("open", None, None)
    assert row(cast, declaration, "veterinary").claimed_by_id == kept.claimed_by_id
    with cast.acting("system"):
        event = Event.objects.get(declaration=declaration, kind="signoff.given_back")
    assert (event.actor_kind, event.is_public, event.agency) == ("system", False, "plant_health")
    assert event.payload == {"signoff": str(one.uuid), "requirement": one.requirement, "cause": "grant_ended"}
    claimed(cast, declaration, by="plant_health_second")


def test_a_role_elsewhere_is_none_here(cast: Cast) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    lent_officer(cast, ends=tomorrow, office="KZ-NURJOLY")
    lent_officer(cast, ends=tomorrow + timedelta(days=300), office="POST-ALA")
    lent_officer(cast, ends=tomorrow + timedelta(days=300), agency="veterinary")
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    claimed(cast, declaration)
    with clock.at(tomorrow + timedelta(seconds=1)):
        assert advance.return_orphans() == 1
    assert row(cast, declaration, "plant_health").state == "open"


def test_the_sweeper_returns_them_with_everything_else_it_does(cast: Cast) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    lent_officer(cast, ends=tomorrow)
    declaration = present(cast, pay(cast, file(cast, imports(APPLES))))
    claimed(cast, declaration)
    with clock.at(tomorrow + timedelta(seconds=1)):
        tasks.sweep()
    assert row(cast, declaration, "plant_health").state == "open"


def test_it_is_asked_in_one_statement_however_many_work(cast: Cast) -> None:
    for _number in range(3):
        claimed(cast, present(cast, pay(cast, file(cast, imports(APPLES)))), by="plant_health_officer")
    with CaptureQueriesContext(connection) as asked:
        assert advance.return_orphans() == 0
    assert sum("clearance_signoff" in query["sql"] for query in asked) == 1


# --- between a change and its routing


def test_a_hold_is_still_the_first_news_while_a_change_is_being_routed(cast: Cast) -> None:
    contents = imports(APPLES), imports(APPLES)
    held, free = (file(cast, content) for content in contents)
    with cast.acting("plant_health_officer") as officer:
        stopping.place_hold(
            officer,
            sign_off=str(row(cast, held, "plant_health").uuid),
            public_reason="Pest alert",
            legal_basis="Order 15-08/590",
        )
    for declaration, content, code in ((held, contents[0], "held"), (free, contents[1], "routing")):
        with cast.acting("trader", scopes=FILING) as trader:
            trading.amend(trader, reference=declaration.reference, content=content, version=1)
        shown = fresh(cast, declaration)
        assert (shown.headline["code"], shown.routing_due) == (code, True)
        assert shown.holder == shown.headline["holder"]
