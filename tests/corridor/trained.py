"""Trains of the cast: lists of notes, sent, routed, released, and what happened to one of them."""

from typing import Any

from agencies.customs.models import Consigned, Movement, Train, Transfer
from agencies.customs.trains import columns, filing
from agencies.customs.trains.columns import Row
from agencies.customs.trains.contents import Head
from clearance import advance, clock
from tests.acting import FILING
from tests.cast import Cast
from tests.corridor.helping import ASTANA, may_set_off, transit_of_phones

HEAD = Head(
    list_number="TL-26-118", number="1206", office="KZ-ALTYNKOL", destination_office=ASTANA, dispatch_country="CN",
    destination_country="KZ", currency="USD", carrier="KTZ Express",
)  # fmt: skip


def wagon_number(number: int) -> str:
    """The number of a wagon with its check digit."""
    stem = f"{5210000 + number:07}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(stem))
    return f"{stem}{-total % 10}"


def wagons(notes: int, each: int = 1, *, first: int = 0, **more: Any) -> list[list[Any]]:
    """A sheet of so many notes of so many wagons; `first` sets wagons, seals and notes of another sheet apart."""
    names = [*columns.NEEDED, "note_date", "seals", "invoice", "invoice_date"]
    rows: list[list[Any]] = [list(names)]
    for number in range(notes * each):
        note = number // each + 1
        row = {
            "note": f"2954{first + note:04}", "wagon": wagon_number(first + number), "description": "Smartphones with 128 GB of memory, new",
            "commodity_code": "851713", "packages": 40, "gross_mass_kg": "21000.5", "price": "80000.00",
            "consignor": "Khorgos Yida Trading", "consignee": f"Consignee {note}", "note_date": "2026-09-01",
            "seals": f"KTZ{first + number:05}", "invoice": f"INV-{note}", "invoice_date": "2026-09-01", **more,
        }  # fmt: skip
        rows.append([row[name] for name in names])
    return rows


def listed(notes: int, each: int = 1, **more: Any) -> list[Row]:
    """The same as the portal reads it."""
    return columns.from_rows(wagons(notes, each, **more))


def a_train(cast: Cast, notes: int, each: int = 1, *, head: Head = HEAD, **more: Any) -> Train:
    """A train list, filed and routed."""
    with cast.acting("trader", scopes=FILING) as trader:
        sent = filing.file_train(
            trader, company_id=cast.companies()["silk_road"], head=head, rows=listed(notes, each, **more)
        )
    assert sent.train is not None, sent.faults
    with cast.acting("system"):
        filed = list(Consigned.objects.filter(train=sent.train).values_list("declaration_id", flat=True))
    for pk in filed:
        advance.advance(pk)
    return sent.train


def a_train_that_changed_wagons(cast: Cast) -> Train:
    """A train of one note, whose goods went into another wagon at the border."""
    declaration = may_set_off(cast, transit_of_phones(cast, guarantee="", mode="20"))
    now, by = clock.now(), cast.ids()["trader"]
    of = {"declaration": declaration, "company_id": declaration.company_id}
    with cast.acting("system"):
        train = Train.objects.create(
            company_id=declaration.company_id, number="1206", list_number="TL-1", departure_id="KZ-ALTYNKOL",
            destination_id=ASTANA, made_by_id=by, made_at=now,
        )  # fmt: skip
        Consigned.objects.create(train=train, place=1, note="29541187", wagons=["94123452"], **of)
        Transfer.objects.create(
            movement=Movement.objects.get(declaration=declaration), office_id="KZ-ALTYNKOL", list_number="TR-1",
            old_wagon="94123452", new_wagon="52123452", seals_whole=True, made_by_id=by, made_at=now, **of,
        )  # fmt: skip
    return train


def a_listed_train(cast: Cast, company: str, number: str) -> Train:
    """The row of a train and nothing of its notes."""
    with cast.acting("system"):
        return Train.objects.create(
            company_id=cast.companies()[company], number=number[:17], list_number=number[:20], departure_id="KZ-NURJOLY",
            destination_id=ASTANA, made_by_id=cast.ids()["trader"], made_at=clock.now(),
        )  # fmt: skip
