"""A truck and a train of sixty wagons by messages and the addresses of devices: from declaration to write-off, with everything
that can go wrong on the way."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from agencies.customs.alarms import acts, sweeping
from agencies.customs.corridors import replacing
from agencies.customs.models import Alarm, Movement, NctsMessage
from agencies.customs.ncts.structure.writing import write
from agencies.customs.transit import leaves
from clearance import advance
from clearance.models import Declaration
from tests.acting import decide, fresh, present, rows
from tests.cast import Cast
from tests.corridor import story
from tests.corridor.helping import ASTANA, a_guarantee, balance, may_set_off, movement_of
from tests.corridor.test_redirecting import filed_on
from tests.corridor.tracked import a_device
from tests.corridor.trained import wagon_number
from tests.ncts.helping import (
    DESTINATION,
    GRN,
    HOLDER,
    about,
    declared,
    header,
    invalidation,
    must_be_valid,
    told,
    unloaded,
)
from tests.ncts.test_calls import Program

pytestmark = pytest.mark.django_db
AT = "/agencies/customs/positions/"
NOTES, EACH = 12, 5
ALMATY, DRY_PORT = "KZ-ALMATY-CENTRE", "KZ-KHORGOS-DRYPORT"


@pytest.fixture
def hours(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> story.Hours:
    """The story begins days ago, with the corridors drawn and a guarantee registered."""
    moved = story.Hours(monkeypatch, ago=timedelta(days=6))
    replacing.load_starter()
    a_guarantee(cast, "1000000000.00", number=GRN)
    return moved


class Sender(Program):
    """A program that sends messages; the worker does what follows."""

    def send(self, type_: str, values: dict[str, Any]) -> list[str]:
        answer = self.post(write(type_, values))
        assert answer.status_code == 202, answer.content
        advance.sweep()
        assert answer.json()["message"]["errors"] == [], answer.content
        return [one["type"][2:5] for one in answer.json()["answers"]]


def reports(form: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a device says at its public address."""
    answer = Client().post(
        f"{AT}{form}", body, content_type="application/json", headers={"authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200, answer.content
    receipt: dict[str, Any] = answer.json()
    return receipt


def by_lrn(cast: Cast, values: dict[str, Any]) -> Declaration:
    with cast.acting("system"):
        return fresh(cast, Declaration.objects.get(local_ref=values["TransitOperation"]["LRN"]))


def raised(cast: Cast, declaration: Declaration) -> set[str]:
    with cast.acting("system"):
        return set(Alarm.objects.filter(declaration=declaration).values_list("kind", flat=True))


def answered(cast: Cast, *declarations: Declaration) -> None:
    """Every alarm of these transits is closed with a reason, a critical one by two."""
    with cast.acting("system"):
        standing = list(Alarm.objects.filter(declaration__in=declarations).exclude(state="closed"))
    for alarm in standing:
        for who in ("dispatcher", "shift_head") if alarm.is_critical else ("dispatcher",):
            with cast.acting(who) as actor:
                acts.close(actor, uuid=alarm.uuid, reason="A patrol looked at it: the goods are whole")


def goes_elsewhere(cast: Cast, first: Declaration, office: str, **changes: Any) -> Declaration:
    """Leave is asked and given, and the transit that follows is signed, released and sealed."""
    with cast.acting("trader") as trader:
        asked = leaves.ask_destination(trader, reference=first.reference, office=office, place="", reason="Sold there")
    with cast.acting("customs_officer") as officer:
        leaves.decide(officer, reference=first.reference, leave=asked.uuid, is_granted=True, reason="No objection")
    return may_set_off(cast, filed_on(cast, first, **changes))


def arrival(declaration: Declaration, office: str) -> dict[str, Any]:
    """The notice of arrival at an office, by its sign in messages."""
    operation = {
        "arrivalNotificationDateAndTime": story.clock.now().strftime("%Y-%m-%dT%H:%M:%S"), "simplifiedProcedure": "0",
        "incidentFlag": "0",
    }  # fmt: skip
    there = {"referenceNumber": office}
    place = {"typeOfLocation": "A", "qualifierOfIdentification": "V", "CustomsOffice": there}
    return about(
        declaration, "CC007C", operation=operation, CustomsOfficeOfDestinationActual=there,
        TraderAtDestination={"identificationNumber": HOLDER}, Consignment={"LocationOfGoods": place},
    )  # fmt: skip


def remarks(declaration: Declaration, office: str, **more: Any) -> dict[str, Any]:
    return {**unloaded(declaration, **more), "CustomsOfficeOfDestinationActual": {"referenceNumber": office}}


def completed(cast: Cast, declaration: Declaration, **form: str) -> Movement:
    for row in rows(cast, declaration, state__in=["open", "claimed"]):
        decide(cast, row, form={"result": "clean", **form})
    movement = movement_of(cast, declaration)
    assert movement is not None
    assert movement.state == "completed"
    return movement


def must(movement: Movement | None) -> Movement:
    assert movement is not None
    return movement


def types_of(messages: Iterable[NctsMessage], declaration: Declaration) -> list[str]:
    return [one.type[2:5] for one in messages if one.declaration_id == declaration.pk]


def presentation(values: dict[str, Any]) -> dict[str, Any]:
    """The notice that goods declared before are at the office."""
    goods = values["Consignment"]
    means = goods["DepartureTransportMeans"]
    return {
        **header("CC170C"),
        "TransitOperation": {"LRN": values["TransitOperation"]["LRN"]},
        "CustomsOfficeOfDeparture": values["CustomsOfficeOfDeparture"],
        "HolderOfTheTransitProcedure": values["HolderOfTheTransitProcedure"],
        "Consignment": {
            "LocationOfGoods": {"typeOfLocation": "A", "qualifierOfIdentification": "V"},
            "DepartureTransportMeans": means[0] if isinstance(means, list) else means,
            "HouseConsignment": {},
        },
    }


def test_a_truck_from_khorgos(cast: Cast, hours: story.Hours) -> None:
    gateway = a_device(cast, "gateway", token="gateway")
    a_device(cast, number="S1", seal_number="CN7781234", gateway=gateway, digest="")
    tracker = a_device(cast, "tracker", token="tracker")
    sender, before = Sender(cast, "trader"), balance(cast, GRN)

    wrong = declared(operation={"additionalDeclarationType": "D"})
    assert sender.send("CC015C", wrong) == ["928"]
    other = by_lrn(cast, wrong)
    sender.send("CC014C", invalidation(other))
    assert fresh(cast, other).state == "cancelled"
    values = declared(operation={"additionalDeclarationType": "D"})
    sender.send("CC015C", values)
    declaration = by_lrn(cast, values)
    change = declared("CC013C", operation={"LRN": declaration.local_ref, "additionalDeclarationType": "D"})
    change["Consignment"]["DepartureTransportMeans"]["identificationNumber"] = "905BOL05"
    sender.send("CC013C", change)
    sender.send("CC170C", presentation(change))
    may_set_off(cast, present(cast, declaration))
    assert types_of(told(cast), declaration) == ["928", "004", "028", "029"]
    movement = movement_of(cast, declaration)
    assert balance(cast, GRN)[1] == fresh(cast, declaration).money_amount > 0

    with cast.acting("system"):
        type(tracker).objects.filter(pk=tracker.pk).update(movement=movement, moved_at=hours.now())
    since = hours.now().timestamp() + 60
    points = story.to_the_seal(since)
    hours.go_by(hours=2)
    assert reports("osmand", "tracker", story.told_by_tracker(points))["stored"] == len(points)
    assert movement_of(cast, declaration).state == "en_route", "it left the zone of the border"
    opened = points[-1].at + 60
    reports("seals", "gateway", story.told_by_seal("S1", opened, points[-1].place, "01"))
    assert raised(cast, declaration) == {"SEAL_BROKEN"}
    aside = list(story.detour(points[-1].at + story.STEP))
    hours.go_by(hours=4)
    reports("osmand", "tracker", story.told_by_tracker(aside))
    assert "ROUTE_DEVIATION" in raised(cast, declaration)
    hours.go_by(minutes=50)
    sweeping.sweep(inline=True)
    assert "SIGNAL_LOST" in raised(cast, declaration)
    answered(cast, declaration)

    following = goes_elsewhere(cast, declaration, ALMATY)
    assert balance(cast, GRN)[1] == following.money_amount
    assert movement_of(cast, declaration).state == "completed"
    sender.send("CC007C", arrival(following, "KZALMCTR"))
    assert movement_of(cast, following).state == "arrived"
    sender.send("CC044C", remarks(following, "KZALMCTR", conform="1"))
    completed(cast, following)
    messages = told(cast)
    assert types_of(messages, declaration) == ["928", "004", "028", "029", "045"], "written off in favour of the next"
    assert types_of(messages, following) == ["043", "025", "045"]
    assert balance(cast, GRN) == before, "back to the tiyn"
    must_be_valid(messages)


def by_rail(number: int) -> dict[str, Any]:
    """One consignment note of five wagons, from Altynkol to Astana."""
    values = declared()
    values["CustomsOfficeOfDeparture"] = {"referenceNumber": "KZALTYNK"}
    wagons = [wagon_number(number * EACH + place) for place in range(EACH)]
    values["Consignment"] |= {
        "containerIndicator": "0", "inlandModeOfTransport": "2", "modeOfTransportAtTheBorder": "2",
        "TransportEquipment": {"numberOfSeals": "1", "Seal": {"identifier": f"KTZ{number:03}"}},
        "DepartureTransportMeans": [
            {"sequenceNumber": str(place), "typeOfIdentification": "20", "identificationNumber": wagon, "nationality": "KZ"}
            for place, wagon in enumerate(wagons, 1)
        ],
        "TransportDocument": {"type": "N720", "referenceNumber": f"2954{number:04}"},
    }  # fmt: skip
    return values


def wagons_of(*numbers: int) -> list[str]:
    return [wagon_number(number * EACH + place) for number in numbers for place in range(EACH)]


def test_a_train_of_sixty_wagons_from_altynkol(cast: Cast, hours: story.Hours) -> None:
    a_device(cast, "station", token="stations")
    gateway = a_device(cast, "gateway", token="gateway")
    a_device(cast, number="S1", seal_number="KTZ001", gateway=gateway, digest="")
    sender, before = Sender(cast, "trader"), balance(cast, GRN)
    notes = []
    for number in range(NOTES):
        values = by_rail(number)
        assert sender.send("CC015C", values) == ["928"]
        notes.append(by_lrn(cast, values))
    for one in notes:
        may_set_off(cast, present(cast, one))
    assert [len(must(movement_of(cast, one)).vehicles) for one in notes] == [EACH] * NOTES
    assert {must(movement_of(cast, one)).exempt for one in notes} == {"rail"}
    assert balance(cast, GRN) == before, "rail alone sets nothing aside"

    opened, unheard, astray, sold = notes[1:5]
    for turn in range(story.TURNS):
        now = hours.go_by(hours=story.HOURS_BETWEEN).timestamp()
        seen = [one for one in range(NOTES) if not turn or (one != 2 and (turn < 2 or one != 3))]
        reports("stations", "stations", story.told_by_stations(wagons_of(*seen), now, turn))
        if turn > 1:
            reports("stations", "stations", story.told_by_stations(wagons_of(3), now, turn, aside=True))
    reports("seals", "gateway", story.told_by_seal("S1", now - 60, story.station(turn)[1], "01"))
    sweeping.sweep(inline=True)
    found = {one.pk: raised(cast, one) for one in notes}
    assert {pk: kinds for pk, kinds in found.items() if kinds} == {
        opened.pk: {"SEAL_BROKEN"}, unheard.pk: {"SIGNAL_LOST"}, astray.pk: {"ROUTE_DEVIATION"},
    }  # fmt: skip
    answered(cast, *notes)

    following = goes_elsewhere(cast, sold, DRY_PORT)
    hours.go_by(hours=7)
    for one, office, sign in [(one, ASTANA, DESTINATION) for one in notes if one != sold] + [
        (following, DRY_PORT, "KZKHDRYP")
    ]:
        sender.send("CC007C", arrival(one, sign))
        present(cast, one, office=office)
        is_whole = one != opened
        sender.send("CC044C", remarks(one, sign, conform=str(int(is_whole)), stateOfSeals=str(int(is_whole))))
        ended = completed(cast, one, **({} if is_whole else {"result": "remarks", "seal_1": "broken"}))
        assert ended.exempt == "rail"
    messages = told(cast)
    assert types_of(messages, notes[0]) == ["928", "028", "029", "043", "025", "045"]
    assert types_of(messages, opened)[3:] == ["043", "025", "019", "045"]
    assert balance(cast, GRN) == before
    must_be_valid(messages)
