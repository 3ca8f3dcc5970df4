"""A train at its destination: all notes that came arrive in one act, and are completed in one act but for the exceptions."""

import pytest
from django.urls import reverse

from agencies.customs.trains import deciding
from tests.cast import Cast
from tests.corridor.helping import movement_of
from tests.corridor.test_trains import decided, on_the_way

pytestmark = pytest.mark.django_db


def test_at_its_destination_a_train_is_completed_in_one_act_but_for_what_is_held(cast: Cast) -> None:
    train, notes = on_the_way(cast, 4)
    assert decided(cast, train, {"29540003": "The wagon is not here"}).done == 0, "nothing is open on the way"
    officer = cast.browser("customs_officer")
    act = reverse("train_act", args=[train.uuid])
    text = officer.post(act, {"act": "there"}, follow=True).content.decode()
    assert "Done for 3 notes." in text
    assert "29540003: A stop is open on this note." in text
    with cast.acting("customs_officer") as actor:
        again = deciding.at_destination(actor, train)
    assert (again.done, list(again.left)) == (0, ["29540003"])
    answer = decided(cast, train, {"29540002": "The seal has another number"})
    assert (answer.done, list(answer.left)) == (2, ["29540003"])
    states = [movement.state for one in notes if (movement := movement_of(cast, one.declaration))]
    assert states == ["completed", "arrived", "en_route", "completed"]


def test_only_customs_at_either_office_does_so(cast: Cast) -> None:
    train, _notes = on_the_way(cast)
    act = reverse("train_act", args=[train.uuid])
    for who in ("nurjoly_officer", "cashier", "trader", "plant_health_officer"):
        assert cast.browser(who).post(act, {"act": "there"}).status_code in (403, 404), who
