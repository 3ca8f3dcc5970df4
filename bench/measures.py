"""What is measured: the life of a declaration, the plan, the queue page. Each answers rows of figures with ratios."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import psycopg

from bench import limit
from bench.standing import Standing

Row = dict[str, Any]
SIZES = (1, 10, 100, 999)
RULES = (98, 20_000)
QUEUES = (10_000, 1_000_000)
CLAIMS, OFFICERS = 2_000, 16


def timed(act: Callable[[], Any]) -> float:
    """Seconds one call takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def milliseconds(seconds: list[float]) -> float:
    return round(1000 * median(seconds), 3)


def life(standing: Standing, rounds: int) -> list[Row]:
    """File, route, pay, present, claim and decide each agency, release: through our services and in bare psycopg."""
    from decimal import Decimal

    from clearance import advance
    from clearance.models import SignOff
    from clearance.services import arriving, deciding, filing, paying
    from tests.acting import FILING, answers, finding
    from tests.cast import Cast
    from tests.goods import APPLES, CERAMICS, LAMB, imports

    cast = Cast()
    company = cast.companies()["silk_road"]

    def ours(content: dict[str, Any]) -> None:
        with cast.acting("trader", scopes=FILING) as trader:
            filed = filing.file(trader, company_id=company, content=content).declaration
        advance.advance(filed.pk)
        with cast.acting("cashier") as cashier:
            paying.pay(
                cashier, reference=filed.reference, amount=Decimal("99999999.00"), currency="KZT",
                payment_reference="bench", kind="paid",
            )  # fmt: skip
        with cast.acting("customs_officer") as officer:
            arriving.present(officer, reference=filed.reference)
        with cast.acting("system"):
            rows = list(SignOff.objects.filter(declaration=filed, state="open"))
        for row in rows:
            with cast.acting(f"{row.agency}_officer") as officer:
                deciding.claim(officer, sign_off=str(row.uuid))
            with cast.acting(f"{row.agency}_officer") as officer:
                decision = deciding.Decision("approved", finding=finding(items=tuple(row.items)), form=answers(row))
                deciding.decide(officer, sign_off=str(row.uuid), decision=decision)

    found = []
    with psycopg.connect(standing.postgres.url, autocommit=True) as bare:
        bare.execute(limit.TABLES)
        for items in SIZES:
            goods = [LAMB, APPLES, *[CERAMICS] * items][: max(items, 1)]
            mine, least = [], []
            for number in range(rounds + 1):
                content = imports(*goods)
                taken = timed(lambda content=content: ours(content))
                lower = timed(lambda content=content: limit.life(bare, content))
                if number:  # the first one warms both
                    mine.append(taken)
                    least.append(lower)
            ratio = round(median(mine) / median(least), 2)
            found.append(
                {"items": items, "ours_ms": milliseconds(mine), "limit_ms": milliseconds(least), "ratio": ratio}
            )
    return found


def plan(standing: Standing, rounds: int) -> list[Row]:
    """`plan` against nothing but looking each item's code up in a map of prefixes."""
    from clearance import facts, registry, routing, rulebooks
    from clearance.rules import compile_book
    from tests.goods import APPLES, CERAMICS, imports

    base = [rulebooks.compiled(agency, pk) for agency, pk in sorted(_books().items())]
    pattern = next(row for row in registry.rules_of("plant_health") if row["rule_id"] == "PHY-002")
    found = []
    for rules in RULES:
        more = [
            {**pattern, "rule_id": f"X-{n:05d}", "hs_include": f"{(n * 7919) % 10**8:08d}"}
            for n in range(rules - RULES[0])
        ]
        book = compile_book(
            "plant_health", [*registry.rules_of("plant_health"), *more], book_id=0, known=registry.facts()
        )
        books = [one for one in base if one.agency != "plant_health"] + [book]
        prefixes = {prefix for one in books for rule in one.rules for prefix in rule.prefixes}
        lengths = sorted({len(prefix) for prefix in prefixes})
        for items in (10, 999):
            content = imports(*([APPLES, CERAMICS] * items)[:items])
            given = facts.facts_of(content, company={}, derived={"lane": "green"}, known=registry.facts())
            codes = [item["commodity_code"] for item in content["items"]]
            mine, least = [], []
            for number in range(rounds + 1):
                taken = timed(lambda given=given, books=books: routing.plan(given, books))
                lower = timed(lambda codes=codes: [code[:length] in prefixes for code in codes for length in lengths])
                if number:
                    mine.append(taken)
                    least.append(lower)
            ratio = round(median(mine) / median(least), 1)
            found.append(
                {
                    "rules": rules,
                    "items": items,
                    "ours_ms": milliseconds(mine),
                    "look_up_ms": milliseconds(least),
                    "ratio": ratio,
                }
            )
    return found


def queue(standing: Standing, rounds: int) -> list[Row]:
    """An officer's queue page, first and deep, with the counts of its views, at growing numbers of open sign-offs."""
    from clearance.models import SignOff
    from clearance.reading.desk import add_others
    from clearance.reading.paging import cursor_of
    from clearance.worklist import cards
    from clearance.worklist.cards import Asked
    from tests import acting
    from tests.cast import Cast
    from tests.goods import APPLES, imports

    cast = Cast()
    pattern = acting.present(cast, acting.file(cast, imports(APPLES)))

    def page(officer: Any, after: str = "") -> None:
        add_others(cards.page(officer, Asked(), after=after).rows)
        cards.counts(officer)

    found: list[Row] = []
    for size in QUEUES:
        _fill(standing, pattern.pk, size)
        with cast.acting("system"):
            middle = SignOff.objects.filter(state="open").order_by("pk")[size // 2]
        after = cursor_of(middle, cards.SORTS["urgent"])
        first, counted, deep = [], [], []
        for number in range(rounds + 3):
            with cast.acting("plant_health_officer") as officer:
                one = timed(lambda officer=officer: page(officer))
                two = timed(lambda officer=officer: cards.counts(officer))
                three = timed(lambda officer=officer, after=after: page(officer, after))
            if number > 2:  # the first ones warm the caches of the server
                first.append(one)
                counted.append(two)
                deep.append(three)
        row: Row = {
            "open": size,
            "page_ms": milliseconds(first),
            "of_it_counts_ms": milliseconds(counted),
            "deep_page_ms": milliseconds(deep),
        }
        least = found[0] if found else row
        found.append(
            {
                **row,
                "x_smallest": round(row["page_ms"] / least["page_ms"], 2),
                "deep_x_smallest": round(row["deep_page_ms"] / least["deep_page_ms"], 2),
            }
        )
    return found


def claims(standing: Standing, rounds: int) -> list[Row]:
    """Sixteen officers press "next" at once until 2,000 sign-offs are claimed; then counts are reconciled with rows."""
    from collections import Counter
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    from clearance.models import Event, SignOff
    from clearance.worklist import cards, together
    from tests import acting
    from tests.cast import Cast
    from tests.goods import APPLES, imports

    cast = Cast()
    names = [f"{agency}_{who}" for agency in ("plant_health",) for who in ("officer", "second", "head")]
    with cast.acting("system"):
        there = SignOff.objects.filter(state="open", agency="plant_health").count()
    if there < CLAIMS:
        pattern = acting.present(cast, acting.file(cast, imports(APPLES)))
        _fill(standing, pattern.pk, max(there, 2 * CLAIMS))

    def press(officer: int) -> list[int]:
        taken = []
        for _ in range(CLAIMS // OFFICERS):
            with cast.acting(names[officer % len(names)]) as actor:
                row = together.take_next(actor)
            if row is not None:
                taken.append(row.pk)
        connections.close_all()
        return taken

    with cast.acting("system"):
        before = SignOff.objects.filter(state="claimed").count()
    started = time.perf_counter()
    with ThreadPoolExecutor(OFFICERS) as pool:
        taken = [pk for one in pool.map(press, range(OFFICERS)) for pk in one]
    seconds = time.perf_counter() - started
    with cast.acting("system"):
        claimed = SignOff.objects.filter(state="claimed").count() - before
        told = Event.objects.filter(kind="signoff.claimed", payload__signoff__isnull=False).count()
        mine = Counter(SignOff.objects.filter(state="claimed").values_list("claimed_by__username", flat=True))
    right = 0
    for name in names:
        with cast.acting(name) as actor:
            shown = cards.counts(actor)["mine"]
            right += shown == mine[name] or (shown.is_more and mine[name] >= shown)
    return [
        {
            "officers": OFFICERS,
            "presses": CLAIMS,
            "claimed": claimed,
            "doubles": len(taken) - len(set(taken)),
            "empty": CLAIMS - len(taken),
            "events": told,
            "counts_right": f"{right} of {len(names)}",
            "claims_a_second": round(len(taken) / seconds),
        }
    ]


def _books() -> dict[str, int]:
    from clearance import clock, rulebooks

    return rulebooks.numbers_in_force(clock.now())


def _fill(standing: Standing, pattern: int, size: int) -> None:
    """Copy one declaration with its open sign-off until there are `size`, past the triggers, as the superuser."""
    with psycopg.connect(_inside(standing), autocommit=True) as server:
        names = [
            row[0]
            for row in server.execute(
                "select column_name from information_schema.columns where table_name = 'clearance_declaration'"
                " and column_name not in ('id', 'uuid', 'reference', 'local_ref', 'idempotency_key')"
            )
        ]
        rows = [
            row[0]
            for row in server.execute(
                "select column_name from information_schema.columns where table_name = 'clearance_signoff'"
                " and column_name not in ('id', 'uuid', 'declaration_id', 'due_at', 'run_id')"
            )
        ]
        server.execute("set session_replication_role = replica")
        server.execute("set synchronous_commit = off")
        server.execute("set maintenance_work_mem = '512MB'")
        # A million rows go in faster without the indexes that are not constraints; they are made again after it.
        indexes = server.execute(
            "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
            " where i.indrelid in ('clearance_declaration'::regclass, 'clearance_signoff'::regclass)"
            " and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid) and not i.indisunique"
        ).fetchall()
        for name, _definition in indexes:
            server.execute(f"drop index {name}")
        there = server.execute("select count(*) from clearance_signoff where state = 'open'").fetchone()[0]
        server.execute(
            f"with copied as (insert into clearance_declaration (uuid, reference, local_ref, {', '.join(names)})"
            f" select gen_random_uuid(), 'X' || n, 'X' || n, {', '.join(names)} from clearance_declaration d,"
            f" generate_series({there}, {size}) n where d.id = {pattern} returning id)"
            f" insert into clearance_signoff (uuid, declaration_id, due_at, {', '.join(rows)})"
            f" select gen_random_uuid(), c.id, s.due_at + c.id * interval '1 second', {', '.join('s.' + r for r in rows)}"
            f" from copied c, clearance_signoff s where s.declaration_id = {pattern} and s.state = 'open'"
        )
        for _name, definition in indexes:
            server.execute(definition)
        server.execute("set session_replication_role = origin")
        server.execute("vacuum analyze clearance_signoff")
        server.execute("vacuum analyze clearance_declaration")


def _inside(standing: Standing) -> str:
    from portal.provision import with_database

    return with_database(standing.postgres.url, "portal")
