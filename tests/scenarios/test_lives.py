"""Declarations of every kind reach their end through the API."""

import pytest

from tests.cast import Cast
from tests.scenarios.player import Played, Scene, play
from tests.scenarios.scenes import SCENES

pytestmark = pytest.mark.django_db

_played: dict[str, Played] = {}


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name.replace(" ", "-") for scene in SCENES])
def test_people_bring_a_declaration_to_its_end(cast: Cast, scene: Scene) -> None:
    _played[scene.name] = play(cast, scene)


def test_the_stories_together_show_every_way_and_end(cast: Cast) -> None:
    """Counted from what the API told at the end of each story; those not played yet in this run are played now."""
    shown = [_played.get(scene.name) or play(cast, scene) for scene in SCENES]
    assert len({one.name for one in shown}) >= 20
    assert len(frozenset().union(*(one.agencies for one in shown)) - {"routing_desk"}) >= 5
    assert {one.mode for one in shown} >= {"20", "30", "50"}
    assert {one.kind for one in shown} == {"import", "export", "transit", "postal"}
    assert {state for one in shown for state in one.states} == {
        "released", "released_with_conditions", "closed", "cancelled", "expired",
    }  # fmt: skip
    assert frozenset().union(*(one.verdicts for one in shown)) == {
        "approved", "approved_with_conditions", "refused", "not_competent",
    }  # fmt: skip
    happened = frozenset().union(*(one.happened for one in shown))
    assert happened >= {
        "declaration.refuse", "declaration.split", "declaration.amended", "signoff.carried", "signoff.reopened",
        "question.asked", "question.answered", "hold.placed", "hold.lifted", "signoff.reassigned",
        "inspection.ordered", "declaration.recall", "declaration.dispose", "declaration.close", "item.delivered",
    }  # fmt: skip
