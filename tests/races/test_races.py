"""Eight races, twenty trials each (`make soak`: two hundred): no violation, no deadlock, no error."""

from typing import Any

import pytest
from django.utils import timezone

from clearance import advance
from clearance.models import Declaration, Event, Grant, Hold, RoutingRun, SignOff
from clearance.services import deciding, filing, stopping, trading
from tests import acting
from tests.acting import FILING, decide, file, fresh, pay, present, row, rows
from tests.cast import LONG_AGO, Cast
from tests.goods import APPLES, LAMB, imports
from tests.races.running import TRIALS, no_errors, together

pytestmark = [pytest.mark.slow, pytest.mark.races]


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    return committed_cast


def at_the_border(cast: Cast, *goods: dict[str, str]) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(*(goods or (APPLES,))))))


def released_rightly(cast: Cast, declaration: Declaration) -> None:
    """What must hold whoever won: a released declaration has nothing against it, and was released once."""
    declaration = fresh(cast, declaration)
    with cast.acting("system"):
        releases = Event.objects.filter(declaration=declaration, kind="declaration.released").count()
        blocking = [
            one
            for one in SignOff.objects.filter(declaration=declaration).exclude(state="lapsed")
            if one.blocks == "release"
        ]
        holds = Hold.objects.filter(declaration=declaration, lifted_at=None).count()
        moves = list(Event.objects.filter(declaration=declaration, moved_to__isnull=False).order_by("seq"))
    assert releases == (declaration.state == "released")
    assert moves[-1].moved_to == declaration.state
    if declaration.state == "released":
        assert all(one.allows and one.version == declaration.version for one in blocking)
        assert holds == 0
        assert declaration.routed_version == declaration.version == declaration.released_version


def claim(cast: Cast, who: str, one: SignOff) -> Any:
    with cast.acting(who) as officer:
        return deciding.claim(officer, sign_off=str(one.uuid))


def test_two_claims_of_one_sign_off(cast: Cast) -> None:
    declaration = at_the_border(cast)
    one = row(cast, declaration, "plant_health")
    for _ in range(TRIALS):
        outcomes = together(
            lambda: claim(cast, "plant_health_officer", one), lambda: claim(cast, "plant_health_second", one)
        )
        no_errors(outcomes)
        assert sorted(outcome.done for outcome in outcomes) == [False, True]
        holder = row(cast, declaration, "plant_health").claimed_by_id
        winner = next(o.result.claimed_by_id for o in outcomes if o.done)
        assert holder == winner
        who = "plant_health_officer" if winner == cast.ids()["plant_health_officer"] else "plant_health_second"
        with cast.acting(who) as officer:
            deciding.release_claim(officer, sign_off=str(one.uuid))


def test_two_decisions_on_one_sign_off(cast: Cast) -> None:
    for _ in range(TRIALS):
        declaration = at_the_border(cast)
        one = row(cast, declaration, "plant_health")
        outcomes = together(
            lambda one=one: decide(cast, one, by="plant_health_officer"),
            lambda one=one: decide(cast, one, "refused", by="plant_health_second"),
        )
        no_errors(outcomes)
        assert sum(outcome.done for outcome in outcomes) == 1
        with cast.acting("system"):
            decided = Event.objects.filter(
                declaration=declaration, kind="signoff.decided", payload__signoff=str(one.uuid)
            )
            assert decided.count() == 1
        released_rightly(cast, declaration)


def test_the_last_two_sign_offs_at_once(cast: Cast) -> None:
    for _ in range(TRIALS):
        declaration = at_the_border(cast, LAMB, APPLES)
        waiting = [one for one in rows(cast, declaration) if one.is_undecided]
        for one in waiting[:-2]:
            decide(cast, one)
        outcomes = together(*(lambda one=one: decide(cast, one) for one in waiting[-2:]))
        no_errors(outcomes)
        assert all(outcome.done for outcome in outcomes)
        assert fresh(cast, declaration).state == "released"
        released_rightly(cast, declaration)


def amend(cast: Cast, declaration: Declaration, content: dict[str, Any]) -> Declaration:
    with cast.acting("trader", scopes=FILING) as trader:
        return trading.amend(trader, reference=declaration.reference, content=content, version=1)


def test_an_amendment_against_a_decision(cast: Cast) -> None:
    for _ in range(TRIALS):
        content = imports(APPLES)
        declaration = present(cast, pay(cast, file(cast, content)))
        with cast.acting("system"):
            content = declaration.versions.get(number=1).content
        changed = {**content, "items": [{**content["items"][0], "description": "Fresh apples, Gala, in wooden boxes"}]}
        one = row(cast, declaration, "plant_health")
        outcomes = together(lambda d=declaration, c=changed: amend(cast, d, c), lambda one=one: decide(cast, one))
        no_errors(outcomes)
        advance.advance(declaration.pk)
        released_rightly(cast, declaration)
        after = fresh(cast, declaration)
        if outcomes[0].done:
            assert after.version == 2
            assert after.state == "accepted"
            assert row(cast, declaration, "plant_health").version == 2
        else:
            assert (after.version, after.state) == (1, "released")


def hold(cast: Cast, one: SignOff) -> Any:
    with cast.acting("plant_health_second") as officer:
        return stopping.place_hold(
            officer, sign_off=str(one.uuid), public_reason="Pest alert", legal_basis="Order 15-08/590"
        )


def test_a_release_against_a_new_hold(cast: Cast) -> None:
    for _ in range(TRIALS):
        declaration = at_the_border(cast)
        one = row(cast, declaration, "plant_health")
        outcomes = together(
            lambda one=one: decide(cast, one, by="plant_health_officer"), lambda one=one: hold(cast, one)
        )
        no_errors(outcomes)
        assert outcomes[0].done
        released_rightly(cast, declaration)
        assert fresh(cast, declaration).state == ("accepted" if outcomes[1].done else "released")


def granted(cast: Cast, user: int) -> None:
    """A live grant: a new one each time, because a revoked one never comes back."""
    people = {"granted_by_id": cast.ids()["author"], "approved_by_id": cast.ids()["approver"]}
    if not Grant.objects.filter(user_id=user, agency="plant_health", revoked_at=None).exists():
        Grant.objects.create(
            user_id=user, agency="plant_health", role="officer", starts_at=LONG_AGO, granted_at=LONG_AGO,
            approved_at=LONG_AGO, **people,
        )  # fmt: skip


def revoke(user: int) -> None:
    Grant.objects.filter(user_id=user, agency="plant_health", revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by_id=user
    )


def test_a_grant_removed_while_its_officer_decides(cast: Cast) -> None:
    officer = cast.ids()["plant_health_officer"]
    for _ in range(TRIALS):
        granted(cast, officer)
        declaration = at_the_border(cast)
        one = row(cast, declaration, "plant_health")
        outcomes = together(lambda one=one: decide(cast, one, by="plant_health_officer"), lambda: revoke(officer))
        no_errors(outcomes)
        released_rightly(cast, declaration)
        # Whoever came second saw the first: a decision stands only if it came before the grant was gone.
        assert fresh(cast, declaration).state == ("released" if outcomes[0].done else "accepted")
        second = decide_again(cast, declaration)
        assert second is None


def decide_again(cast: Cast, declaration: Declaration) -> Any:
    """The officer whose grant is gone tries once more on what is still open; never with success."""
    left = [one for one in rows(cast, declaration) if one.is_undecided]
    if not left:
        return None
    outcome = together(lambda: decide(cast, left[0], by="plant_health_officer"))[0]
    no_errors([outcome])
    return outcome.result


def test_the_same_filing_twice(cast: Cast) -> None:
    for trial in range(TRIALS):
        content = imports()

        def submit(content: dict[str, Any] = content, key: str = f"key-{trial}") -> filing.Filed:
            with cast.acting("trader", scopes=FILING) as trader:
                return filing.file(
                    trader,
                    company_id=cast.companies()["silk_road"],
                    content=content,
                    idempotency_key=key,
                    body_digest="same",
                )

        outcomes = together(*[submit] * 4)
        no_errors(outcomes)
        assert len({outcome.result.declaration.pk for outcome in outcomes}) == 1
        assert sorted(outcome.result.created for outcome in outcomes) == [False, False, False, True]
        with cast.acting("system"):
            assert Declaration.objects.filter(local_ref=content["local_ref"]).count() == 1


def test_a_task_delivered_four_times(cast: Cast) -> None:
    for _ in range(TRIALS):
        with cast.acting("trader", scopes=FILING) as trader:
            filed = filing.file(trader, company_id=cast.companies()["silk_road"], content=imports(APPLES)).declaration
        outcomes = together(*[lambda pk=filed.pk: advance.advance(pk)] * 4)
        no_errors(outcomes)
        with cast.acting("system"):
            assert RoutingRun.objects.filter(declaration=filed).count() == 1
            kinds = list(Event.objects.filter(declaration=filed).values_list("kind", flat=True))
        assert kinds.count("routing.done") == 1
        assert kinds.count("declaration.registered") == 1
        live = [acting.rows(cast, filed, requirement=one.requirement) for one in acting.rows(cast, filed)]
        assert all(len(found) == 1 for found in live)
