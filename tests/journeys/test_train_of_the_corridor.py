"""In a real browser: sixty wagons from Altynkol to Astana, some of them held, opened, astray, unheard of or sold on the way."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from agencies.customs.alarms import sweeping
from agencies.customs.corridors import replacing
from agencies.customs.models import Alarm, Consigned, Movement, Stop, Train
from tests.acting import rows
from tests.cast import PASSWORD, Cast
from tests.corridor import story
from tests.corridor.helping import ASTANA, movement_of
from tests.corridor.tracked import a_device
from tests.corridor.trained import HEAD, wagon_number, wagons
from tests.journeys.corridor import (
    CONTROL,
    Journey,
    acknowledge,
    alarms,
    approve,
    clear,
    close,
    elsewhere,
    move,
    named,
    press,
    put,
)
from tests.pages.conftest import worker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MANY, DRY_PORT = 60, "KZ-KHORGOS-DRYPORT"
HELD, OPENED, UNHEARD, ASTRAY, SOLD = 3, 5, 7, 9, 11
"""Places of wagons in the train: something else happens to each."""
HEADS = {
    "list_number": HEAD.list_number, "number": HEAD.number, "office": HEAD.office, "destination_office": ASTANA,
    "dispatch_country": "CN", "destination_country": "KZ", "inland_mode": "20", "currency": "USD", "carrier": HEAD.carrier,
    "password": PASSWORD,
}  # fmt: skip


def note(place: int) -> str:
    return f"2954{place + 1:04}"


def sends(journey: Journey) -> Train:
    """The railway sends its list and signs it; the worker routes every note."""
    page = journey.at("trader", "/agencies/customs/trains/new/")
    put(page, {**HEADS, "company": str(journey.cast.companies()["silk_road"])})
    text = "\r\n".join(";".join(map(str, row)) for row in wagons(MANY))
    page.locator("[name=file]").set_input_files({"name": "train.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(page, "Sign and file")
    assert f"{MANY} notes are filed." in page.inner_text("main")
    worker()
    with journey.cast.acting("system"):
        return Train.objects.get()


def decides(journey: Journey, train: Train, *buttons: str, **held: str) -> str:
    """Customs presses these buttons of the train's page, with what is ticked; returns what it says then."""
    page = journey.at("customs_officer", f"/agencies/customs/trains/{train.uuid}/")
    for words in buttons:
        for one, why in held.items() if words.startswith("Decide") else ():
            page.locator(f"[name=hold][value='{one}']").check()
            put(page, {f"why-{one}": why})
        press(page, words)
    return str(page.inner_text("[aria-labelledby=train-title]"))


def pass_by(journey: Journey, hours: story.Hours, turn: int, places: Iterable[int], **more: bool) -> None:
    """These wagons pass a station now."""
    said = story.told_by_stations(map(wagon_number, places), hours.now().timestamp(), turn, **more)
    assert journey.tell("stations", "stations", said)["stored"] == len(said["events"])


@pytest.mark.usefixtures("no_csp_errors")
def test_a_train_of_sixty_notes_is_decided_at_once_and_each_note_goes_its_own_way(
    committed_cast: Cast,
    site: str,
    open_page: Callable[..., Any],
    signed_in: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = committed_cast
    hours, journey = story.Hours(monkeypatch, ago=timedelta(hours=60)), Journey(cast, site, open_page, signed_in)
    replacing.load_starter()
    gateway = a_device(cast, "gateway", token="gateway")
    a_device(cast, "seal", seal_number=f"KTZ{OPENED:05}", number="S1", gateway=gateway, digest="")
    a_device(cast, "station", token="stations")

    # Customs decides on all notes but the one that is ticked, and the train sets off without it.
    train = sends(journey)
    held = {note(HELD): "The door of the wagon is open"}
    decides(journey, train, "The train is here", "Decide on all but those ticked", **held)
    told = decides(journey, train, "The train sets off")
    assert ("On the way: 59" in told, "Held: 1" in told) == (True, True), told
    with cast.acting("system"):
        notes = [one.declaration for one in Consigned.objects.filter(train=train).select_related("declaration")]
        assert list(Movement.objects.filter(declaration__in=notes).values_list("exempt", flat=True)) == ["rail"] * MANY

    # Stations report the wagons: one is far from the line, one is reported no more, the seal of one says it was opened.
    others = [one for one in range(MANY) if one != HELD]
    for turn in range(story.TURNS):
        hours.go_by(hours=story.HOURS_BETWEEN if turn else 1)
        away = {UNHEARD} if turn == 1 else {UNHEARD, ASTRAY} if turn else set()
        pass_by(journey, hours, turn, [one for one in others if one not in away])
        if turn > 1:
            pass_by(journey, hours, turn, [ASTRAY], aside=True)
    opened = story.told_by_seal("S1", hours.now().timestamp() - 60, story.station(turn)[1], "01")
    assert journey.tell("seals", "gateway", opened)["stored"] == 1
    sweeping.sweep(inline=True)
    with cast.acting("system"):
        raised = set(Alarm.objects.filter(declaration__in=notes).values_list("declaration__reference", "kind"))
    assert raised == {
        (notes[OPENED].reference, "SEAL_BROKEN"),
        (notes[UNHEARD].reference, "SIGNAL_LOST"),
        (notes[ASTRAY].reference, "ROUTE_DEVIATION"),
    }
    for words, place, kind in (
        ("Seal broken", OPENED, "SEAL_BROKEN"), ("No signal", UNHEARD, "SIGNAL_LOST"), ("Left the route", ASTRAY, "ROUTE_DEVIATION"),
    ):  # fmt: skip
        acknowledge(journey, words)
        alarm = alarms(cast, notes[place])[kind]
        is_grave = kind == "SEAL_BROKEN"
        close(
            journey,
            "dispatcher",
            alarm,
            "Ask to lift the alarm" if is_grave else "Close the alarm",
            "Seen at Karaganda",
        )
        if is_grave:
            close(journey, "shift_head", alarm, "Lift the alarm", "The pictures show it")

    # One note is sold on the way; the one that was held may go after the train.
    following = named(cast, elsewhere(journey, notes[SOLD].reference, DRY_PORT))
    clear(journey, following, form_seal_kind="mechanical", form_seal_numbers=f"KTZ{SOLD:05}")
    with cast.acting("system"):
        stop = Stop.objects.get(declaration=notes[HELD], lifted_at=None)
    page = journey.at("shift_head", f"{CONTROL}stops/{stop.uuid}/lift/")
    put(page, {"reason": "Closed and sealed"})
    press(page, "Lift the stop")
    told = decides(journey, train, "Decide on all but those ticked", "The train sets off")
    assert "On the way: 59" in told, told

    # All arrive; the opened one is completed with what was found, the others at once.
    hours.go_by(hours=7)
    decides(journey, train, "The train is at its destination")
    (row,) = rows(cast, notes[OPENED], requirement="customs.transit_completion")
    approve(journey.at("customs_officer", f"/desk/signoffs/{row.uuid}/"), form_result="remarks", form_seal_1="broken")
    told = decides(journey, train, "Decide on all but those ticked")
    assert "Completed: 60" in told, told
    page = journey.at("customs_officer", f"/desk/declarations/{following.reference}/arrival/")
    put(page, {"office": DRY_PORT})
    move(page, page.locator("main form button.btn"))
    (row,) = rows(cast, following, requirement="customs.transit_completion")
    approve(journey.at("customs_officer", f"/desk/signoffs/{row.uuid}/"), form_result="clean")
    ended = movement_of(cast, following)
    assert ended is not None
    assert (ended.state, ended.exempt) == ("completed", "rail")
    assert "not needed" in journey.at("trader", f"/cases/{notes[0].reference}/").inner_text("main")
