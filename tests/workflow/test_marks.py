"""What a declaration is found by, and what the queue filters by, follow the declaration by themselves."""

import pytest

from clearance.models import Mark, SignOff
from clearance.services import trading
from tests.acting import FILING, file, fresh, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


def marks_of(cast: Cast, pk: int) -> set[str]:
    with cast.acting("system"):
        return set(Mark.objects.filter(declaration_id=pk).values_list("text", flat=True))


def test_numbers_vehicles_and_containers_are_marks_without_gaps(cast: Cast) -> None:
    content = imports(APPLES, containers=[{"number": "MSKU1234565", "seals": []}])
    declaration = fresh(cast, present(cast, pay(cast, file(cast, content))))
    registered = "".join(sign for sign in declaration.registration_number if sign.isalnum())
    assert registered
    assert marks_of(cast, declaration.pk) >= {
        declaration.reference.replace("-", ""), registered, "584AEK19", "MSKU1234565",
    }  # fmt: skip


def test_a_change_of_the_declaration_changes_its_marks(cast: Cast) -> None:
    content = imports(APPLES, containers=[{"number": "MSKU1234565", "seals": []}])
    declaration = present(cast, pay(cast, file(cast, content)))
    with cast.acting("trader", scopes=FILING) as trader:
        trading.amend(trader, reference=declaration.reference, content={**content, "containers": []}, version=1)
    assert "MSKU1234565" not in marks_of(cast, declaration.pk)
    assert "584AEK19" in marks_of(cast, declaration.pk)


def test_a_sign_off_bears_the_lane_of_its_run_and_the_mode_of_its_declaration(cast: Cast) -> None:
    one = row(cast, present(cast, pay(cast, file(cast, imports(APPLES)))), "plant_health")
    with cast.acting("system"):
        one = SignOff.objects.select_related("run", "declaration").get(pk=one.pk)
        assert one.lane == one.run.derived["lane"]["value"] == "green"
        assert one.border_mode == one.declaration.border_mode == "30"
        SignOff.objects.filter(pk=one.pk).update(lane="red", border_mode="10")
        one.refresh_from_db(fields=["lane", "border_mode"])
    assert (one.lane, one.border_mode) == ("green", "30"), "nobody writes them but the trigger"
