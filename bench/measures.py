"""What is measured beside a limit: the life of a declaration and the plan. Each answers rows of figures with ratios."""

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


def _books() -> dict[str, int]:
    from clearance import clock, rulebooks

    return rulebooks.numbers_in_force(clock.now())
