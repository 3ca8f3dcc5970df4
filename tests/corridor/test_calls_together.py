"""Calls of devices that come together are served in one go, and each is answered as if it had come alone."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from agencies.customs.tracking import intake
from agencies.customs.tracking.gathering import Gathering
from agencies.customs.tracking.intake import FORMS, Call
from agencies.customs.tracking.receiving import Receipt
from clearance.content import Problems
from clearance.permissions import NotAllowed
from portal import limits
from tests.cast import Cast
from tests.corridor.tracked import SEAL, a_device, positions, under_way


def test_who_comes_while_one_is_served_is_served_with_all_others_by_the_next() -> None:
    served: list[list[int]] = []
    first_is_in, may_go_on = threading.Event(), threading.Event()

    def serve(ones: list[int]) -> None:
        served.append(sorted(ones))
        first_is_in.set()
        assert may_go_on.wait(timeout=30)

    gathering = Gathering(serve)
    first = threading.Thread(target=gathering.take, args=(0,))
    first.start()
    assert first_is_in.wait(timeout=30)
    others = [threading.Thread(target=gathering.take, args=(number,)) for number in range(1, 8)]
    for one in others:
        one.start()
    while len(gathering._waiting) < len(others):
        pass
    may_go_on.set()
    for one in (first, *others):
        one.join(timeout=30)
    assert served == [[0], [1, 2, 3, 4, 5, 6, 7]]


def a_call(token: str, body: str, form: str = "osmand", count: Any = limits.of_devices) -> Call:
    """A call as it is read before it is served."""
    call = Call(token, form, count)
    try:
        call.reading = FORMS[form].read(body, b"")
    except Problems as fault:
        call.fault = fault
    return call


@pytest.mark.django_db
def test_each_of_several_calls_gets_its_own_answer(cast: Cast) -> None:
    a_device(cast, seal_number=SEAL, token="seal")
    a_device(cast, "tracker", token="tracker")
    a_device(cast, "camera", token="camera")
    movement = under_way(cast)

    def at(minutes: int) -> str:
        moment = (movement.released_at + timedelta(minutes=minutes)).isoformat().replace("+", "%2B")
        return f"lat=44.2&lon=80.4&timestamp={moment}"

    calls = {
        "new": a_call("seal", at(1)),
        "the same": a_call("seal", at(1)),
        "later": a_call("seal", at(2)),
        "another's": a_call("tracker", at(2)),
        "nobody's": a_call("strange", at(2)),
        "garbage": a_call("seal", "lat=north&lon=1"),
        "nobody's garbage": a_call("strange", "lat=north&lon=1"),
        "elsewhere": a_call("camera", at(2)),
    }
    intake._serve(list(calls.values()))
    assert all(call.is_served for call in calls.values())
    receipts = {name: call.answer.receipt for name, call in calls.items() if call.answer}
    stored, doubled = Receipt(stored=1), Receipt(doubled=1)
    assert receipts == {"new": stored, "the same": doubled, "later": stored, "another's": stored}
    faults = {name: type(call.fault) for name, call in calls.items() if call.fault}
    assert faults == {"garbage": Problems, "elsewhere": NotAllowed}
    assert (len(positions(cast, movement=movement)), len(positions(cast))) == (2, 3)


@pytest.mark.django_db
def test_a_call_that_fails_or_comes_too_often_spoils_no_other(cast: Cast, settings: Any) -> None:
    first, second, third = (a_device(cast, "tracker", token=token) for token in ("first", "second", "third"))
    settings.LIMITS = {**settings.LIMITS, "device": 2}

    def counted(calls: Any) -> Any:
        if (second.pk, "device") in calls:
            raise RuntimeError("a fault")
        return limits.of_devices(calls)

    calls = [
        a_call(token, f"lat=44.2&lon=80.4&timestamp={1_795_000_000 + number}", count=counted)
        for number, token in enumerate(["first", "second", "third", "third", "third"])
    ]
    intake._serve(calls)
    assert [bool(call.answer) for call in calls] == [True, False, True, True, False]
    assert isinstance(calls[1].fault, RuntimeError)
    assert (
        getattr(calls[4].fault, "status", None),
        len(positions(cast, device=third)),
        len(positions(cast, device=first)),
    ) == (
        429,
        2,
        1,
    )
