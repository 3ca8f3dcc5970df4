"""What is left out while migrating changes nothing that a migration can see."""

from typing import Any

from django.db import models
from django.db.migrations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from portal.migrating import rendering_no_neighbours

BEFORE = (
    CreateModel("House", [("id", models.AutoField(primary_key=True)), ("floors", models.IntegerField())]),
    CreateModel(
        "Door", [("id", models.AutoField(primary_key=True)), ("house", models.ForeignKey("x.House", models.CASCADE))]
    ),
)
AFTER = (
    AddConstraint("house", models.CheckConstraint(condition=models.Q(floors__gt=0), name="a_house_has_a_floor")),
    AddConstraint("house", models.UniqueConstraint(fields=["floors"], name="no_two_are_alike")),
    AddIndex("house", models.Index(fields=["floors"], name="by_floors")),
)  # fmt: skip


def states() -> tuple[ProjectState, Any]:
    """What is known after the operations, and the class of the other model before the last of them."""
    state = ProjectState()
    for one in BEFORE:
        one.state_forwards("x", state)
    door = state.apps.get_model("x", "Door")
    for one in AFTER:
        one.state_forwards("x", state)
    return state, door


def test_a_model_knows_its_constraints_and_no_neighbour_was_made_anew() -> None:
    plain, plain_door = states()
    with rendering_no_neighbours():
        quick, door = states()
    assert quick == plain
    for name in ("constraints", "indexes", "total_unique_constraints"):
        said = [getattr(state.apps.get_model("x", "House")._meta, name) for state in (plain, quick)]
        assert said[0] == said[1] != []
    assert quick.apps.get_model("x", "Door") is door
    assert plain.apps.get_model("x", "Door") is not plain_door, "what Django does by itself"
    assert ProjectState._append_option.__module__ == "django.db.migrations.state"
