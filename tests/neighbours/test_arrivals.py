"""What a neighbour released is told back when it comes; what it tells of our releases counts once and stands with them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.identifiers import new_reference
from clearance.models import Declaration
from portal.neighbours import duty
from portal.neighbours.models import Arrival, Incoming, Neighbour, Outgoing
from tests.acting import present
from tests.cast import Cast
from tests.corridor import helping as corridor
from tests.neighbours import next_door
from tests.neighbours.next_door import ARRIVALS, post, told

pytestmark = pytest.mark.django_db


def come(reference: str, **changes: Any) -> dict[str, Any]:
    """A word of arrival without fault."""
    return {"reference": reference, "version": 1, "number": "PI26-1", "office": "CN-KHORGOS",
            "arrived_at": clock.now().isoformat(), **changes}  # fmt: skip


def words_of_arrival() -> list[Outgoing]:
    return [one for one in next_door.outgoing() if one.kind == "arrival"]


def test_goods_that_a_neighbour_released_are_told_back_once_when_they_are_presented(cast: Cast) -> None:
    next_door.neighbour("http://127.0.0.1:9")
    number = post(told()).json()["number"]
    declaration = corridor.transit_of_phones(cast)
    with acting_as(Who(system=True)):
        Incoming.objects.update(state="used", declaration=declaration)
    duty.do_what_is_due(inline=False)
    assert words_of_arrival() == [], "they are not here yet"
    presented = present(cast, declaration)
    Neighbour.objects.update(active=False)
    duty.do_what_is_due(inline=False)
    assert words_of_arrival() == [], "who was stopped is told nothing"
    Neighbour.objects.update(active=True)
    for _sweep in range(2):
        duty.do_what_is_due(inline=False)
    (word,) = words_of_arrival()
    assert (word.standing, word.declaration_id) == ("waiting", declaration.pk)
    assert json.loads(bytes(word.body)) == {
        "reference": "CN-1", "version": 1, "number": number, "arrived_at": presented.presented_at.isoformat(),
        "office": "KZ-NURJOLY",
    }  # fmt: skip


def test_an_arrival_stands_with_its_release_and_on_its_page(cast: Cast, signed: Any) -> None:
    next_door.neighbour()
    released = corridor.released(cast, corridor.transit_of_phones(cast))
    message = "7f1f4bb8-7a64-4f1f-9a52-6b6f5f6a3c11"
    word = come(released.reference)
    first = post(word, to=ARRIVALS, message=message)
    again = post(word, to=ARRIVALS, message=message)
    assert (first.status_code, first.json()) == (201, {"state": "arrived"})
    assert (again.status_code, again.json()) == (200, {"state": "arrived"})
    assert post(come(released.reference, office="X"), to=ARRIVALS, message=message).status_code == 409
    (kept,) = next_door.arrivals()
    assert (kept.release.declaration, kept.office) == (released, "CN-KHORGOS")
    with cast.acting("trader"):
        assert [event.kind for event in released.events.all()].count("neighbour.arrived") == 1
        assert Arrival.objects.count() == 1
    with cast.acting("stranger"):
        assert not Arrival.objects.exists()
    page = signed("trader").get(reverse("declaration", args=[released.reference])).content.decode()
    assert "The goods arrived in the neighbouring country" in page
    assert "CN-KHORGOS, " in page
    assert "arrived there" in signed("customs_officer").get("/pre-arrival/").content.decode()


WRONG: list[tuple[Any, list[str]]] = [
    (b"{", [""]),
    (b"[]", [""]),
    (b"{" + b" " * 20_000 + b"}", [""]),
    ({}, ["/reference", "/arrived_at", "/office"]),
    ({"reference": "CN\x00", "arrived_at": "2026-11-20T08:00:00", "office": "A" * 41},
     ["/reference", "/arrived_at", "/office"]),
    ({"reference": 7, "arrived_at": [], "office": {}}, ["/reference", "/arrived_at", "/office"]),
    ({"office": "CN-KHORGOS"}, ["/reference", "/arrived_at"]),
]  # fmt: skip


def test_a_wrong_word_of_arrival_is_refused_with_every_place_and_kept(cast: Cast) -> None:
    next_door.neighbour()
    later = (clock.now() + timedelta(hours=1)).isoformat()
    for word, places in [*WRONG, (come(new_reference(2026), arrived_at=later), ["/reference", "/arrived_at"])]:
        answer = post(word, to=ARRIVALS)
        assert (answer.status_code, answer.json()["state"]) == (201, "refused"), word
        assert [error["pointer"] for error in answer.json()["errors"]] == places
        assert next_door.arrivals()[-1].problems
    assert post(come("KZ26-1"), to=ARRIVALS, by=next_door.impostor()).status_code == 401
    assert len(next_door.arrivals()) == len(WRONG) + 1


def test_a_release_arrives_once_and_only_where_it_was_told(cast: Cast) -> None:
    next_door.neighbour()
    released = corridor.released(cast, corridor.transit_of_phones(cast))
    with acting_as(Who(system=True)):
        Neighbour.objects.create(code="UZ", name="Uzbekistan", url="https://uz", public_key=next_door.CHINA.public_key)
    assert post(come(released.reference), to=ARRIVALS, signed={"window-from": "UZ"}).json()["state"] == "refused"
    assert post(come(released.reference), to=ARRIVALS).json()["state"] == "arrived"
    second = post(come(released.reference), to=ARRIVALS).json()
    assert [error["code"] for error in second["errors"]] == ["arrived_already"]
    (kept,) = [one for one in next_door.arrivals() if not one.problems]
    for change in (lambda row: row.update(office="X"), lambda row: row.delete()):
        with (
            pytest.raises(DatabaseError, match="stands as it came|permission denied"),
            acting_as(Who(system=True)),
            transaction.atomic(),
        ):
            change(Arrival.objects.filter(pk=kept.pk))
    with acting_as(Who(system=True)):
        assert Declaration.objects.get(pk=released.pk).events.filter(kind="neighbour.arrived").count() == 1
