"""Trains of the cast: lists of notes, and what happened to one of them."""

from agencies.customs.models import Consigned, Movement, Train, Transfer
from clearance import clock
from tests.cast import Cast
from tests.corridor.helping import ASTANA, may_set_off, transit_of_phones


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
