"""Filing a train list: one declaration for each consignment note, all in one act and a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from agencies.customs.models import Consigned, Train
from agencies.customs.trains.columns import Row, by_note
from agencies.customs.trains.contents import Head, cell_of, content_of_note
from clearance.acts import (
    Actor,
    Happened,
    Problem,
    Problems,
    Refused,
    as_system,
    clock,
    digest_of,
    file_all,
    known_offices,
    may_act_for,
    problems_of,
    record,
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a list: the row and column it stands in ("" for the whole train), and what to do."""

    line: int
    column: str
    note: str
    code: str
    message: Any
    hint: Any = ""


@dataclass(frozen=True)
class Note:
    """A consignment note as it was read, with all that is wrong with it."""

    number: str
    rows: tuple[Row, ...]
    content: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @property
    def wagons(self) -> list[str]:
        return [row["wagon"] for row in self.rows]


@dataclass(frozen=True)
class Sent:
    """What filing a list did: the train, how many notes are new, and what is wrong with those left out."""

    train: Train | None
    filed: int
    faults: tuple[Fault, ...]


def check(actor: Actor, *, company_id: int, head: Head, rows: Sequence[Row]) -> list[Note]:
    """Every note of a list with what is wrong with it; a constant number of statements."""
    member = may_act_for(actor, company_id)
    declarant = {"id": member.bin, "name": member.name[:70], "country": "KZ"}
    notes = [Note(number, tuple(of), content_of_note(head, declarant, of)) for number, of in by_note(rows).items()]
    offices = known_offices(*(note.content for note in notes))
    seen: dict[str, str] = {}
    for note in notes:
        for problem in problems_of(note.content, offices=offices):
            line, column = cell_of(problem.pointer, note.rows)
            note.faults.append(Fault(line, column, note.number, problem.code, problem.message, problem.hint))
        for row in note.rows:
            other = seen.setdefault(row["wagon"], note.number)
            if row["wagon"] and other != note.number:
                message = format_lazy(_("Wagon {wagon} is in note {note} already."), wagon=row["wagon"], note=other)
                note.faults.append(Fault(row.line, "wagon", note.number, "wagon_twice", message))
    return notes


def file_train(
    actor: Actor, *, company_id: int, head: Head, rows: Sequence[Row], signature: Any = None, partly: bool = False
) -> Sent:
    """File every note of the list that is not filed yet; nothing is filed while one is wrong, but with `partly`.

    The list is signed once. The same list again files what was left out before, and nothing twice.
    """
    member = may_act_for(actor, company_id, signing=True)
    notes = check(actor, company_id=company_id, head=head, rows=rows)
    with as_system():
        train = Train.objects.filter(company_id=company_id, list_number=head.list_number).first()
        before = {one.note: one for one in Consigned.objects.filter(train=train)} if train else {}
    wrong = [note for note in notes if note.faults]
    fresh = [note for note in notes if not note.faults and note.number not in before]
    faults = tuple(fault for note in wrong for fault in note.faults)
    if (wrong and not partly) or not fresh:
        return Sent(train, 0, faults)
    busy = Refused(
        "train_being_filed", _("This list is filed already, or is being filed at this moment. Open its train.")
    )
    digested = [(note.content, digest_of(note.content)) for note in fresh]
    declarations = file_all(actor, member, digested, signature, busy=busy)
    with as_system():
        train = train or _begun(actor, company_id, head, busy)
        Consigned.objects.bulk_create(
            Consigned(
                train=train,
                declaration=declaration,
                company_id=company_id,
                place=place,
                note=note.number,
                wagons=note.wagons,
                consignee=str((note.content.get("consignee") or {}).get("name", ""))[:70],
            )
            for place, (note, declaration) in enumerate(zip(fresh, declarations, strict=True), len(before) + 1)
        )
        record.write_many([(one, actor, [_listed(train)]) for one in declarations])
    return Sent(train, len(fresh), faults)


def as_problems(faults: Iterable[Fault]) -> Problems:
    """Faults as a program reads them: the pointer is the row of the list and its column."""
    return Problems(
        [Problem(one.code, f"/wagons/{one.line}/{one.column}", one.message, one.hint, line=one.line) for one in faults]
    )


def _begun(actor: Actor, company_id: int, head: Head, busy: Refused) -> Train:
    try:
        with transaction.atomic():
            return Train.objects.create(
                company_id=company_id,
                number=head.number,
                list_number=head.list_number,
                departure_id=head.office,
                destination_id=head.destination_office,
                made_by_id=actor.person,
                made_at=clock.now(),
            )
    except IntegrityError as error:
        raise busy from error


def _listed(train: Train) -> Happened:
    return Happened(
        "train.listed", {"train": train.number, "list": train.list_number}, agency="customs", office=train.departure_id
    )
