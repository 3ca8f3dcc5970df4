"""Nothing is released past what must hold, attacked by straight SQL as the application's role."""

import pytest

from clearance.services import filing, stopping
from tests.acting import FILING, decide, file, fresh, pay, present, row, rows
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.walls.attacks import accepted_apples, record_move, refused, release, sql

pytestmark = pytest.mark.django_db


def test_nothing_is_released_while_an_agency_has_not_allowed_it(cast: Cast):
    declaration = accepted_apples(cast)
    with cast.acting("system"), refused("not everything allows the release"):
        release(declaration)


def test_nothing_is_released_after_a_refusal(cast: Cast):
    declaration = accepted_apples(cast)
    one = row(cast, declaration, "plant_health")
    decide(cast, one, "approved", verdicts_by_item={1: "approved"})
    other = present(cast, pay(cast, file(cast, imports(APPLES, APPLES))))
    decide(
        cast, row(cast, other, "plant_health"), verdicts_by_item={1: "approved", 2: "refused"}, reason="Codling moth"
    )
    with cast.acting("system"), refused("not everything allows the release"):
        release(other)


def test_nothing_is_released_under_a_hold_the_actor_cannot_see(cast: Cast):
    declaration = present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:
        stopping.place_hold(
            officer,
            sign_off=str(row(cast, declaration, "plant_health").uuid),
            public_reason="Pest alert",
            legal_basis="Order 15-08/590",
        )
    decide(cast, row(cast, declaration, "plant_health"))
    declaration = fresh(cast, declaration)
    with cast.acting("system"):
        sql("update clearance_hold set visibility = 'restricted'")
    with cast.acting("customs_officer"), refused("not everything allows the release|actor"):
        release(declaration)
    with cast.acting("system"), refused("not everything allows the release"):
        release(declaration)


def test_an_unrouted_declaration_is_never_released(cast: Cast):
    with cast.acting("trader", scopes=FILING) as trader:
        filed = filing.file(trader, company_id=cast.companies()["silk_road"], content=imports()).declaration
    with cast.acting("system"), refused("was never routed"):
        record_move(filed, "accept", "lodged", "accepted")
        sql("update clearance_declaration set state = 'accepted', accepted_at = now() where id = %s", filed.pk)
        release(fresh(cast, filed))


@pytest.mark.parametrize(
    ("column", "value"),
    [("money_position", "due"), ("presented_at", None), ("routing_due", True), ("open_holds", 1)],
)
def test_a_released_row_keeps_what_release_needed(cast: Cast, column: str, value: object):
    declaration = present(cast, pay(cast, file(cast)))
    assert declaration.state == "released"
    with cast.acting("system"), refused("released_only_when_nothing_blocks|due_routing_is_due_work"):
        sql(f"update clearance_declaration set {column} = %s where id = %s", value, declaration.pk)


def test_there_is_exactly_one_release_event(cast: Cast):
    declaration = present(cast, pay(cast, file(cast)))
    with cast.acting("system"), refused("exactly_one_release_event"):
        record_move(declaration, "release", "released", "released", "declaration.released")


def test_counters_are_those_of_the_rows_after_a_whole_life(cast: Cast):
    declaration = accepted_apples(cast)

    def counted() -> tuple[int, int]:
        found = rows(cast, declaration)
        blocking = [one for one in found if one.blocks == "release" and not one.allows]
        return len(blocking), sum(one.is_undecided for one in blocking)

    standing = fresh(cast, declaration)
    assert (standing.open_blocking, standing.undecided_blocking) == counted() == (1, 1)
    decide(cast, row(cast, declaration, "plant_health"))
    standing = fresh(cast, declaration)
    assert (standing.open_blocking, standing.undecided_blocking) == counted() == (0, 0)
