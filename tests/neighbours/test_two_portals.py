"""Two windows on one machine, each with its own processes, database and key: one releases, the other expects and tells back."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from portal.neighbours.models import Outgoing
from tests.cast import Cast
from tests.corridor import helping as corridor
from tests.databases import Databases
from tests.neighbours import next_door
from tests.neighbours.windows import Window, window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def two(request: pytest.FixtureRequest, committed_cast: Cast) -> Iterator[tuple[Window, Window]]:
    """The window of the country of departure, over this worker's database, and the one next door."""
    from django.db import connections

    databases = Databases(getattr(request.config, "workerinput", {}).get("workerid", "main"))
    there = f"{databases.clone}_next_door"
    next_door_databases = Databases("next_door")
    next_door_databases.clone = there
    with psycopg.connect(databases.server_url.rpartition("/")[0] + "/postgres", autocommit=True) as server:
        next_door_databases._drop(server, there)
        next_door_databases._clone(server)
        yield window("CN", connections["default"].settings_dict["NAME"]), window("KZ", there)
        next_door_databases._drop(server, there)


def know_each_other(here: Window, there: Window) -> None:
    """Each is told the other's address and key, as two administrations would tell each other."""
    keys = {one.country: one.manage("neighbour", "--json", "key")["key"] for one in (here, there)}
    assert keys["CN"] != keys["KZ"]
    there.manage("neighbour", "--json", "add", "CN", "China", here.url, keys["CN"])
    here.manage(
        "neighbour", "--json", "add", "KZ", "Kazakhstan", there.url, keys["KZ"], "--facing", "KZ-ASTANA-LC=KZ-NURJOLY"
    )


def kept_by(there: Window) -> list[tuple[str, str, str, list[str]]]:
    """What the other window keeps, read from its own database."""
    with psycopg.connect(there.environment["DATABASE_URL"]) as inside:
        inside.execute("select sw_act_as(null, true)")
        return inside.execute(
            "select number, reference, state, vehicles from neighbours_incoming order by id"
        ).fetchall()


def tell_back_again(there: Window) -> None:
    """What the other window tells back is due once more, as if its answer had been lost."""
    with psycopg.connect(there.environment["DATABASE_URL"]) as inside:
        inside.execute("select sw_act_as(null, true)")
        inside.execute("update neighbours_outgoing set due_at = now(), delivered_at = null where kind = 'arrival'")


def try_again(**changes: object) -> None:
    """As if the pause were over (and, where told, as if the answer had been lost on the way)."""
    from clearance.acting import SYSTEM, acting_as
    from clearance.clock import now

    with acting_as(SYSTEM):
        Outgoing.objects.update(due_at=now(), **changes)


def test_a_release_here_is_expected_there_and_its_arrival_is_told_back(
    committed_cast: Cast, two: tuple[Window, Window]
) -> None:
    here, there = two
    know_each_other(here, there)
    released = corridor.released(committed_cast, corridor.transit_of_phones(committed_cast))
    here.manage("sweep", "--inline", "--json")
    (notice,) = next_door.outgoing()
    assert (notice.standing, notice.fault) == ("again", "no_connection"), "the neighbour is not up: nothing is lost"

    with there.serving():
        try_again()
        here.manage("sweep", "--inline", "--json")
        (notice,) = next_door.outgoing()
        ((number, reference, state, vehicles),) = kept_by(there)
        assert (notice.standing, notice.number) == ("delivered", number)
        assert (reference, state) == (released.reference, "expected")
        assert vehicles, "the officers there know what to look for"

        try_again(delivered_at=None)
        here.manage("sweep", "--inline", "--json")
        (again,) = next_door.outgoing()
        assert (again.standing, again.number) == ("delivered", number)
        assert len(kept_by(there)) == 1, "told twice, kept once"

    there.python("-m", "tests.neighbours.going_on", number)
    with here.serving():
        for _turn in range(2):
            there.manage("sweep", "--inline", "--json")
            tell_back_again(there)
    (arrival,) = next_door.arrivals()
    assert (arrival.release.declaration_id, arrival.office) == (released.pk, "KZ-NURJOLY"), "told twice, kept once"
    with committed_cast.acting("trader"):
        assert [event.kind for event in released.events.all()].count("neighbour.arrived") == 1
