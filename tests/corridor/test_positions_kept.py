"""Positions kept: in parts of a week that come and go, written once, seen by whom they concern."""

from datetime import timedelta

import pytest

from agencies.customs.models import Device
from agencies.customs.tracking.receiving import Receipt
from tests.cast import Cast
from tests.corridor.tracked import SEAL, a_device, last_of, positions, said, tell, under_way

pytestmark = pytest.mark.django_db


def test_a_seal_that_the_declaration_names_rides_with_it_until_the_end(cast: Cast) -> None:
    seal = a_device(cast, seal_number=SEAL)
    movement = under_way(cast)
    with cast.acting("system"):
        assert Device.objects.get(pk=seal.pk).movement_id == movement.pk
    now = movement.released_at + timedelta(hours=1)
    points = [
        said(seal, now + timedelta(minutes=n), now=now + timedelta(hours=1), latitude=44 + n / 100) for n in range(3)
    ]
    assert tell(*points) == Receipt(stored=3)
    assert tell(*points) == Receipt(doubled=3)
    assert len(positions(cast, movement=movement)) == 3
    last = last_of(cast, movement)
    assert (last.latitude, last.source, last.at) == (44.02, "seal", points[2].at)
    assert tell(said(seal, now - timedelta(minutes=5), now=now)) == Receipt(stored=1)
    assert last_of(cast, movement).at == points[2].at
