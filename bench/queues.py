"""What officers wait for: claims of sixteen at once, and the queue with its filters at growing numbers of open sign-offs."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

from bench import filling
from bench.measures import Row, milliseconds, timed
from bench.standing import Standing

CLAIMS, OFFICERS = 2_000, 16
SIZES = (10_000, 200_000, 1_000_000)
WARM = 2
Act = Callable[[Any], Any]


def claims(standing: Standing, rounds: int) -> list[Row]:
    """Sixteen accounts press "next" at once until 2,000 sign-offs are claimed; then counts are reconciled with rows."""
    from django.db import connections

    from clearance.acting import Who, acting_as
    from clearance.models import Event, SignOff
    from clearance.worklist import counting, together
    from tests.cast import Cast

    cast, people = Cast(), _accounts(OFFICERS)
    filling.fill(standing, _pattern(cast), 2 * CLAIMS)

    def press(person: int) -> list[int]:
        taken = []
        for _ in range(CLAIMS // OFFICERS):
            with acting_as(Who(person)) as actor:
                row = together.take_next(actor)
            if row is not None:
                taken.append(row.pk)
        connections.close_all()
        return taken

    started = perf_counter()
    with ThreadPoolExecutor(OFFICERS) as pool:
        taken = [pk for one in pool.map(press, people) for pk in one]
    seconds = perf_counter() - started
    with cast.acting("system"):
        mine = Counter(SignOff.objects.filter(state="claimed").values_list("claimed_by_id", flat=True))
        told = Event.objects.filter(kind="signoff.claimed", actor_id__in=people).count()
    right = 0
    for person in people:
        with acting_as(Who(person)) as actor:
            right += counting.counts(actor)["mine"] == mine[person]
    return [
        {
            "accounts": len(set(people)),
            "presses": CLAIMS,
            "claimed": sum(mine[person] for person in people),
            "doubles": len(taken) - len(set(taken)),
            "empty": CLAIMS - len(taken),
            "events": told,
            "counts_right": f"{right} of {len(people)}",
            "claims_a_second": round(len(taken) / seconds),
        }
    ]


def queue(standing: Standing, rounds: int) -> list[Row]:
    """The page of the queue, its counts, its filters and the search of the header, beside the shortest queue.

    Each size is a database of its own on one server; in every round all sizes take their turn with every question, so
    that whatever else the machine does falls on all of them.
    """
    from django.db import connections

    from tests.cast import Cast

    cast = Cast()
    pattern = _pattern(cast)
    cast.ids()
    connections.close_all()
    doors = {size: _filled(standing, pattern, size) for size in SIZES}
    seconds: dict[str, dict[int, list[float]]] = {}
    most: dict[str, int] = {}
    for number in range(rounds + WARM):
        for size, door in doors.items():
            connections["default"] = door
            with cast.acting("plant_health_officer"):
                questions = _questions(size)
            for name, act in questions.items():
                with cast.acting("plant_health_officer") as officer:
                    if number == 0 and size == SIZES[-1]:
                        most[name] = _most_read(lambda act=act, officer=officer: act(officer))
                    taken = timed(lambda act=act, officer=officer: act(officer))
                if number >= WARM:
                    seconds.setdefault(name, {}).setdefault(size, []).append(taken)
    for door in doors.values():
        door.close()
    return [_row(name, by_size, most[name]) for name, by_size in seconds.items()]


def _questions(size: int) -> dict[str, Act]:
    """What is asked of the queue, by name."""
    from clearance.reading import desk
    from clearance.reading.paging import cursor_of
    from clearance.worklist import cards, counting
    from clearance.worklist.cards import Asked

    def page(**asked: str) -> Act:
        def look(officer: Any) -> None:
            desk.add_others(counting.overview(officer, Asked(**asked)).page.rows)

        return look

    after = cursor_of(_middle(size), cards.SORTS["urgent"])

    def deep(officer: Any) -> None:
        desk.add_others(counting.overview(officer, Asked(), after=after).page.rows)

    return {
        "first page": page(),
        "deep page": deep,
        "counts alone": counting.counts,
        "by due time": page(sort="due"),
        "under 1 hour": page(view="soon"),
        "risk, most": page(risk="green"),
        "risk, 1 of 100": page(risk="red"),
        "transport, 1 of 10": page(transport="20"),
        "transport, 1 of 1000": page(transport="40"),
        "waiting on, most": page(waiting_on="plant_health"),
        "waiting on, 1 of 1000": page(waiting_on=filling.OTHERS),
        "reference": page(words="X5007"),
        "vehicle begins": page(words="00791"),
        "company": page(words="Caravan 17"),
        "nothing fits": page(words="no such thing"),
        "risk and company": page(risk="red", words="Caravan 17"),
        "header: vehicle": lambda officer: desk.search(officer, "00791"),
        "header: company": lambda officer: desk.search(officer, "Caravan 170"),
    }


_MIDDLES: dict[int, Any] = {}


def _middle(size: int) -> Any:
    """A sign-off in the middle of a queue."""
    from clearance.models import SignOff

    if size not in _MIDDLES:
        rows = SignOff.objects.filter(executed_by="plant_health", state="open").order_by("pk")
        _MIDDLES[size] = rows[size // 2]
    return _MIDDLES[size]


def _row(name: str, by_size: dict[int, list[float]], most: int) -> Row:
    shown = {size: milliseconds(taken) for size, taken in by_size.items()}
    least = shown[SIZES[0]]
    return {
        "question": name,
        **{f"{size:,}_ms": shown[size] for size in SIZES},
        **{f"x_{size:,}": round(shown[size] / least, 2) for size in SIZES[1:]},
        "most_rows_read": most,
    }


def _most_read(act: Callable[[], Any]) -> int:
    """The most rows that any one step of a question's statements reads, by the plans as they were carried out."""
    from django.db import connection

    said: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        said.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        act()
    most = 0
    for sql, parameters in said:
        if sql.lower().startswith(("select", "(select")):
            with connection.cursor() as cursor:
                cursor.execute("explain (analyze, format json) " + sql, parameters)
                most = max(most, _rows_of(cursor.fetchone()[0][0]["Plan"]))
    return most


def _rows_of(plan: dict[str, Any]) -> int:
    own = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    return max([own if "Scan" in plan["Node Type"] else 0, *(_rows_of(part) for part in plan.get("Plans", ()))])


def _filled(standing: Standing, pattern: int, size: int) -> Any:
    """A connection to a database with so many open sign-offs in the queue of plant health."""
    from django.db import connections

    name = f"portal_{size}"
    filling.copy(standing, name)
    filling.fill(standing, pattern, size, name)
    door = connections.create_connection("default")
    door.settings_dict = {**door.settings_dict, "NAME": name}
    return door


def _pattern(cast: Any) -> int:
    """A declaration of fresh apples at the border, to be copied."""
    from tests import acting
    from tests.goods import APPLES, imports

    return acting.present(cast, acting.file(cast, imports(APPLES))).pk


def _accounts(number: int) -> list[int]:
    """So many officers of plant health, each with an account and a grant of their own."""
    from clearance.models import Grant
    from portal.accounts.models import User
    from tests.cast import LONG_AGO, Cast

    ids = Cast.ids()
    people = [User.objects.create(username=f"bench{n:02}", full_name=f"Bench {n:02}") for n in range(number)]
    for person in people:
        Grant.objects.create(
            user=person, agency="plant_health", role="officer", starts_at=LONG_AGO, granted_by_id=ids["author"],
            granted_at=LONG_AGO, approved_by_id=ids["approver"], approved_at=LONG_AGO,
        )  # fmt: skip
    return [person.pk for person in people]
