"""Loading an edition: line by line into the tables, compared there with the one in force, kept whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max

from clearance import clock
from clearance.models import RegisteredDocument
from clearance.reference.codes import Above, Coded
from clearance.reference.kinds import Difference, Entry, Kind, Line, UnreadableList, digest_of, read
from clearance.reference.lists import REGISTER, forget, in_force
from clearance.reference.models import Commodity, ListEntry, ListVersion

BATCH = 1000
MOST_FAULTS = 1000
SHOWN = 10
"""Keys of each sort that are told."""
LONGEST_WORD = 60


@dataclass(frozen=True)
class Told:
    """What a file would change, and the edition it became, if it was agreed to."""

    entries: int
    before: ListVersion | None
    changes: Difference
    loaded: ListVersion | None = None


class _NotAgreed(Exception):
    """Takes back what was written."""


def load(
    kind: Kind,
    lines: Iterable[str],
    *,
    source: str,
    valid_from: date,
    agreed: Callable[[Told], bool] = lambda told: True,
) -> Told:
    """Keep a new edition if it differs and `agreed` says yes to the difference; raises UnreadableList.

    Everything is one transaction: an interruption at any moment leaves the old edition as it was. The file is never
    held whole: lines are written in batches and compared in the database.
    """
    before = in_force(kind.name, valid_from)
    told = None
    with suppress(_NotAgreed), transaction.atomic():
        number = _next_key()
        entries = _write(kind, number, read(kind, lines))
        told = Told(entries, before, _difference(before, number))
        if not told.changes or not agreed(told):
            raise _NotAgreed
        version = _version(kind, number, entries, source, valid_from)
        if kind.is_tariff:
            _keep_words(version)
        if kind.name == REGISTER:
            _register(before, version, valid_from)
        told = Told(entries, before, told.changes, version)
    forget()
    assert told is not None
    return told


def _next_key() -> int:
    """The key of the edition to be: its lines are written before it, and refer to it only when all is well."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('reference_listversion', 'id'))")
        return int(cursor.fetchone()[0])


def _write(kind: Kind, number: int, lines: Iterator[Line]) -> int:
    """Write the lines in batches; raises UnreadableList with the faults of all of them."""
    faults: list[str] = []
    above, entries = Above(), 0
    while batch := list(islice(lines, BATCH)):
        known = set(
            ListEntry.objects.filter(version_id=number, key__in=[one.key for one in batch]).values_list(
                "key", flat=True
            )
        )
        rows: list[ListEntry] = []
        codes: list[Coded] = []
        for line in batch:
            fault = line.fault or (f"{line.key} is there twice" if line.key and line.key in known else "")
            if fault:
                faults.append(f"line {line.number}: {fault}")
            elif line.key:
                known.add(line.key)
                rows.append(ListEntry(version_id=number, key=line.key, row=dict(line.row)))
                if kind.is_tariff:
                    codes.append(above.coded(line.key, line.row))
            elif kind.is_tariff:
                above.heading(line.row)
        if len(faults) >= MOST_FAULTS:
            break
        ListEntry.objects.bulk_create(rows)
        Commodity.objects.bulk_create([_commodity(number, one) for one in codes])
        entries += len(rows)
    if faults:
        raise UnreadableList(faults)
    if not entries:
        raise UnreadableList(["the file has no entries"])
    return entries


def _commodity(number: int, one: Coded) -> Commodity:
    return Commodity(
        version_id=number,
        code=one.code,
        level=one.level,
        parent=one.parent,
        unit=one.unit[:40],
        rate=one.rate[:200],
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        own=one.own,
        words=one.words,
        **{f"name_{language}": name for language, name in one.names.items()},
    )


_SORTS: Mapping[str, str] = {
    "added": """select key from reference_listentry n where version_id = %(new)s
        and not exists (select 1 from reference_listentry o where o.version_id = %(old)s and o.key = n.key)""",
    "removed": """select key from reference_listentry o where version_id = %(old)s
        and not exists (select 1 from reference_listentry n where n.version_id = %(new)s and n.key = o.key)""",
    "changed": """select n.key from reference_listentry n
        join reference_listentry o on o.version_id = %(old)s and o.key = n.key
        where n.version_id = %(new)s and o.row <> n.row""",
}


def _difference(before: ListVersion | None, number: int) -> Difference:
    """Compare the lines written with those of the edition in force, in the database."""
    counts, first = {}, {}
    with connection.cursor() as cursor:
        for sort, keys in _SORTS.items():
            cursor.execute(
                f"with keys as ({keys}) select count(*), (select array_agg(key) from"  # noqa: S608  our own text
                f" (select key from keys order by key limit {SHOWN}) firsts) from keys",
                {"new": number, "old": before.pk if before else 0},
            )
            counts[sort], found = cursor.fetchone()
            first[sort] = tuple(found or ())
    return Difference(**counts, first=first)


def _version(kind: Kind, number: int, entries: int, source: str, valid_from: date) -> ListVersion:
    highest = ListVersion.objects.filter(kind=kind.name).aggregate(highest=Max("number"))["highest"] or 0
    return ListVersion.objects.create(
        pk=number,
        kind=kind.name,
        number=highest + 1,
        valid_from=valid_from,
        source=source[:200],
        digest=digest_of(_entries(number)),
        entries=entries,
        loaded_at=clock.now(),
    )


def _entries(number: int) -> Iterator[tuple[str, Entry]]:
    """The lines written, in the order of their keys, a batch in memory at a time."""
    rows = ListEntry.objects.filter(version_id=number).order_by("key").values_list("key", "row")
    yield from rows.iterator(chunk_size=BATCH)


def _keep_words(version: ListVersion) -> None:
    """The words of all names, each once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into reference_tariffword (version_id, word)"
            " select distinct %s::bigint, word from reference_commodity,"
            " regexp_split_to_table(trim(own), ' ') word"
            " where version_id = %s and length(word) between 4 and %s and word !~ '^[0-9]'",
            [version.pk, version.pk, LONGEST_WORD],
        )


def _register(before: ListVersion | None, version: ListVersion, valid_from: date) -> None:
    """Let routing look papers up: new ones are known, those no longer listed end the day before."""
    papers = (
        RegisteredDocument(
            type=row["type"],
            number=row["number"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to") or None,
            source=(row.get("source") or REGISTER)[:80],
        )
        for _key, row in _entries(version.pk)
    )
    while batch := list(islice(papers, BATCH)):
        RegisteredDocument.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["type", "number", "valid_from"],
            update_fields=["valid_to", "source"],
        )
    gone = ListEntry.objects.filter(version=before).exclude(key__in=version.lines.values("key"))
    for row in gone.values_list("row", flat=True).iterator(chunk_size=BATCH):
        RegisteredDocument.objects.filter(type=row["type"], number=row["number"], valid_from=row["valid_from"]).update(
            valid_to=max(valid_from - timedelta(days=1), date.fromisoformat(row["valid_from"]))
        )
