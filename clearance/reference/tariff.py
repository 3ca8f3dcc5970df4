"""Codes of the tariff as the editions in force tell them together: one code, its family, and who stands above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import get_language

from clearance.reference.codes import BETWEEN
from clearance.reference.models import Commodity, ListVersion

OFFICIAL, INTERNATIONAL, STARTER = "nomenclature", "hs", "starter"
KINDS = (OFFICIAL, INTERNATIONAL, STARTER)
"""Whose word comes first: the tariff of the union, the Harmonized System, what ships with the portal."""
WHOLE_CODE, SHARED = 10, 6
"""Digits of a code that goods are declared by; digits that are the same in every country."""
INSTEAD: Mapping[str, tuple[str, ...]] = {"en": ("en", "ru", "kk"), "ru": ("ru", "en", "kk"), "kk": ("kk", "ru", "en")}
"""For each language, the languages a name is taken from, the first that has one."""


@dataclass(frozen=True)
class Code:
    """A code with its names, as the first edition that knows each tells it."""

    code: str
    names: Mapping[str, str]
    unit: str
    rate: str
    rate_from: int | None
    versions: tuple[int, ...]

    @property
    def level(self) -> int:
        """Digits of the code."""
        return len(self.code)

    @property
    def is_whole(self) -> bool:
        """Whether goods can be declared by it."""
        return self.level == WHOLE_CODE

    @property
    def language(self) -> str:
        """The language the name is told in: the reader's where there is one."""
        reader = (get_language() or "en")[:2]
        return next((one for one in INSTEAD.get(reader, INSTEAD["en"]) if self.names.get(one)), "en")

    @property
    def name(self) -> str:
        """The name, in the reader's language where there is one, beginning with a capital letter."""
        name = self.names.get(self.language, "")
        return name[:1].upper() + name[1:]

    @property
    def last(self) -> str:
        """The name without the uncoded headings on the way to it."""
        name = self.name.rpartition(BETWEEN)[2]
        return name[:1].upper() + name[1:]

    @property
    def lead(self) -> str:
        """Those headings."""
        return self.name.rpartition(BETWEEN)[0]

    @property
    def written(self) -> str:
        """The code in the groups in which people write it: 0808 10 800 6."""
        code = self.code
        return " ".join(filter(None, (code[:4], code[4:6], code[6:9], code[9:])))


@dataclass(frozen=True)
class Editions:
    """The editions in force on a day, by kind."""

    on: date
    by_kind: Mapping[str, ListVersion]

    @property
    def keys(self) -> list[int]:
        """Their keys, the first to be believed first."""
        return [self.by_kind[kind].pk for kind in KINDS if kind in self.by_kind]

    @property
    def official(self) -> ListVersion | None:
        """The tariff that declarations are held against, once it is loaded."""
        return self.by_kind.get(OFFICIAL)

    def edition(self, key: int | None) -> ListVersion | None:
        """One of them by its key."""
        return next((version for version in self.by_kind.values() if version.pk == key), None)

    def rows(self) -> QuerySet[Commodity]:
        """Every row of them valid on the day; where the official tariff is loaded, only it says which codes are whole."""
        rows = Commodity.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=self.on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=self.on),
            version_id__in=self.keys,
        )
        return rows.filter(Q(version=self.official) | Q(level__lte=SHARED)) if self.official else rows

    def told(self, rows: Iterable[Commodity]) -> dict[str, Code]:
        """The codes of some rows, each once, in the order of the codes."""
        order = {key: place for place, key in enumerate(self.keys)}
        of_code: dict[str, list[Commodity]] = {}
        for row in sorted(rows, key=lambda row: (row.code, order[row.version_id])):
            of_code.setdefault(row.code, []).append(row)
        return {code: _told(code, same) for code, same in of_code.items()}


def _told(code: str, same: Sequence[Commodity]) -> Code:
    def first(column: str) -> str:
        return next((found for row in same if (found := getattr(row, column))), "")

    names = {language: first(f"name_{language}") for language in INSTEAD}
    rate_from = next((row.version_id for row in same if row.rate), None)
    return Code(code, names, first("unit"), first("rate"), rate_from, tuple(row.version_id for row in same))


def editions(on: date) -> Editions:
    """The editions in force on a day; one statement."""
    found = (
        ListVersion.objects.filter(kind__in=KINDS, valid_from__lte=on)
        .order_by("kind", "-valid_from", "-number")
        .distinct("kind")
    )
    return Editions(on, {version.kind: version for version in found})


def chapters(known: Editions) -> list[Code]:
    """The chapters; one statement."""
    return list(known.told(known.rows().filter(level=2)).values())


def family(known: Editions, code: str) -> dict[str, Code]:
    """What belongs to a chapter (its headings) or to a heading (all its codes), and what stands above; one statement."""
    own = Q(code__startswith=code[:4]) if len(code) >= 4 else Q(code__startswith=code, level__lte=4)
    return known.told(known.rows().filter(own | Q(code__in=above(code))))


def above(code: str) -> list[str]:
    """The codes that may stand above a code."""
    return [code[:length] for length in (2, 4, 6, 8, 9) if length < len(code)]


def path_of(codes: Mapping[str, Code], code: str) -> list[Code]:
    """The known codes on the way to a code, the chapter first."""
    return [codes[one] for one in above(code) if one in codes]


def whole(known: Editions, codes: Iterable[str]) -> dict[str, Code]:
    """These codes, those of them that are known; one statement."""
    return known.told(known.rows().filter(code__in=set(codes)))


def one(known: Editions, code: str) -> Code | None:
    """One code; one statement."""
    return known.told(known.rows().filter(code=code)).get(code)


def rates_below(codes: Iterable[str], on: date) -> dict[str, list[str]]:
    """For each code the rates of the whole codes that begin with it, "" for one without; two statements."""
    wanted = {code for code in codes if len(code) >= SHARED}
    if not wanted:
        return {}
    known = editions(on)
    rows = known.rows().filter(level=WHOLE_CODE).annotate(shared=Left("code", SHARED))
    found = known.told(rows.filter(shared__in={code[:SHARED] for code in wanted}))
    return {code: [one.rate for whole, one in found.items() if whole.startswith(code)] for code in wanted}
