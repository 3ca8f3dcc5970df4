"""Searching the tariff: by a code however it is written, or by words in any of the three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import connection
from django.db.models import Q

from clearance.reference.models import Commodity
from clearance.reference.plain import SHORTEST, code_of, stem_of, telling, words_of
from clearance.reference.tariff import SHARED, WHOLE_CODE, Code, Editions, above, path_of

MOST = 40
MOST_WORDS = 6
COMPARED = 200
"""How many of the best found by their words are compared letter by letter."""
MOST_OPENED, MOST_UNDER = 8, 12
"""How many headings found are opened into their whole codes, and how many of each."""
LIKE_ENOUGH = 0.6


@dataclass(frozen=True)
class Hit:
    """A code found, with the codes above it."""

    code: Code
    path: Sequence[Code]


@dataclass(frozen=True)
class Found:
    """What was found; `meant` is the query that found it, where the one written finds nothing."""

    hits: Sequence[Hit]
    meant: str = ""
    is_code: bool = False
    too_short: bool = False


def find(known: Editions, query: str, *, whole: bool = False, limit: int = MOST) -> Found:
    """The best codes first; `whole` gives only codes that goods can be declared by, those of what was found with them.

    Words that nothing holds are read as the nearest ones that something does; where no code holds all words, those
    that hold some are found.
    """
    if code := code_of(query):
        return Found(_hits(known, _by_code(known, code[:WHOLE_CODE], whole, limit)), is_code=True)
    words = telling(words_of(query))[:MOST_WORDS]
    if not any(len(word) >= SHORTEST for word in words):
        return Found((), too_short=True)
    if found := _by_words(known, words, whole, limit):
        return Found(_hits(known, found))
    meant = [_meant(known, word) for word in words]
    found = _by_words(known, meant, whole, limit) if meant != words else []
    found = found or (_by_words(known, meant, whole, limit, some=True) if len(words) > 1 else [])
    return Found(_hits(known, found), meant=" ".join(meant) if found and meant != words else "")


def _by_code(known: Editions, code: str, whole: bool, limit: int) -> list[str]:
    """Codes that begin so; while none does, those a code too long or mistyped at its end belongs to."""
    while len(code) >= 2:
        rows = known.rows().filter(code__startswith=code)
        found = (rows.filter(level=WHOLE_CODE) if whole else rows).order_by("code").values_list("code", flat=True)
        if codes := list(found.distinct()[:limit]):
            return codes
        code = code[:-1]
    return []


# An edition in force is half of all rows: "+ 0" keeps the planner from going by it instead of by the words.
_FIND = """
select code from (
  select code, level, own, {rank} as rank from reference_commodity
  where version_id + 0 = any(%(versions)s) and (version_id = %(official)s or level <= %(shared)s)
    and (valid_from is null or valid_from <= %(on)s) and (valid_to is null or valid_to >= %(on)s)
    and ({conditions})
  order by rank, length(own), code limit %(compared)s
) best
group by code, level order by min(rank), max(similarity(own, %(query)s)) desc, level, code limit %(limit)s
"""


def statement_of(
    known: Editions, words: Sequence[str], limit: int, *, some: bool = False
) -> tuple[str, Mapping[str, Any]]:
    """The statement that searches words, all of them or `some`, and what is put into it.

    Each word counts 0 as a whole word of the code's own name, 1 at the start of one, 2 inside one, 3 or 4 among the
    words above it, 9 where it is missing; the sum ranks, then likeness to the whole query.
    """
    given: dict[str, Any] = {
        "on": known.on,
        "versions": known.keys,
        "official": known.official.pk if known.official else -1,
        "shared": SHARED if known.official else WHOLE_CODE,
        "compared": COMPARED,
        "query": " ".join(words),
        "limit": limit,
    }
    ranks, conditions = [], []
    for place, word in enumerate(words):
        inside, begins = f"%(inside{place})s", f"%(begins{place})s"
        given |= {
            f"whole{place}": f"% {_literal(word)} %",
            f"begins{place}": f"% {_literal(stem_of(word))}%",
            f"inside{place}": f"%{_literal(stem_of(word))}%",
        }
        ranks.append(
            f"case when own like %(whole{place})s then 0 when own like {begins} then 1 when own like {inside} then 2"
            f" when words like {begins} then 3 when words like {inside} then 4 else 9 end"
        )
        conditions.append(f"words like {inside if len(word) >= SHORTEST else begins}")
    text = _FIND.format(rank=" + ".join(ranks), conditions=(" or " if some else " and ").join(conditions))
    return text, given


def _by_words(known: Editions, words: Sequence[str], whole: bool, limit: int, *, some: bool = False) -> list[str]:
    text, given = statement_of(known, words, limit, some=some)
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        codes = [row[0] for row in cursor.fetchall()]
    return _whole_of(known, codes, limit) if whole else codes


def _whole_of(known: Editions, codes: Sequence[str], limit: int) -> list[str]:
    """The whole codes found, and in the place of each shorter one those under it; one statement more."""
    shorter = [code for code in codes if 4 <= len(code) < WHOLE_CODE][:MOST_OPENED]
    begins = Q()
    for begin in shorter:
        begins |= Q(code__startswith=begin)
    rows = known.rows().filter(begins, level=WHOLE_CODE).order_by("code") if shorter else ()
    under = list(dict.fromkeys(row.code for row in rows))
    found: dict[str, None] = {}
    for code in codes:
        if len(code) == WHOLE_CODE:
            found[code] = None
        elif code in shorter:
            found |= dict.fromkeys([one for one in under if one.startswith(code)][:MOST_UNDER])
    return list(found)[:limit]


def _meant(known: Editions, word: str) -> str:
    """The word of the tariff that is most like a word it does not hold; the word itself where none is."""
    if len(word) < 4 or Commodity.objects.filter(version_id__in=known.keys, words__contains=stem_of(word)).exists():
        return word
    with connection.cursor() as cursor:
        cursor.execute(
            "select word, similarity(word, %(word)s) as likeness from reference_tariffword"
            " where version_id = any(%(versions)s) and word %% %(word)s order by likeness desc limit 30",
            {"word": word, "versions": known.keys},
        )
        near = list(dict.fromkeys(row[0] for row in cursor.fetchall()))
    if not near:
        return word
    best = max(near, key=lambda one: (SequenceMatcher(None, word, one).ratio(), one))
    return best if SequenceMatcher(None, word, best).ratio() >= LIKE_ENOUGH else word


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _hits(known: Editions, codes: Sequence[str]) -> list[Hit]:
    """The codes with what stands above them; one statement."""
    wanted = {*codes, *(one for code in codes for one in above(code))}
    told = known.told(known.rows().filter(code__in=wanted))
    return [Hit(told[code], path_of(told, code)) for code in codes if code in told]
