"""The queue as cards: one card an agency and declaration, keyset pages, what is new since one looked, whole cards claimed."""

import pytest

from clearance.models import SignOff
from clearance.reading import marks
from clearance.services import deciding, trading
from clearance.worklist import bulk, cards, counting, looks, saved, together
from clearance.worklist.cards import Asked
from tests.acting import FILING, a_second_row, file, fresh, present, row
from tests.cast import Cast
from tests.goods import APPLES, LAMB, imports

pytestmark = pytest.mark.django_db


def on_one_card(cast: Cast) -> tuple[SignOff, SignOff]:
    first = row(cast, present(cast, file(cast, imports(APPLES))), "plant_health")
    with cast.acting("system"):
        return first, a_second_row(first)


def test_all_rows_of_an_agency_on_a_declaration_are_one_card(cast: Cast) -> None:
    first, second = on_one_card(cast)
    with cast.acting("system"):
        SignOff.objects.filter(pk=second.pk).update(overdue=True)
    with cast.acting("plant_health_officer") as officer:
        assert [one.pk for one in cards.page(officer, Asked()).rows] == [second.pk]
        assert counting.counts(officer)["all"] == 1
        assert {one.pk for one in cards.rows_of_card(first)} == {first.pk, second.pk}


def test_claiming_a_card_claims_its_rows_and_giving_back_returns_them(cast: Cast) -> None:
    first, second = on_one_card(cast)
    with cast.acting("plant_health_officer") as officer:
        together.claim(officer, sign_off=str(first.uuid))
        assert set(SignOff.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)) == {"claimed"}
        together.give_back(officer, sign_off=str(second.uuid))
        assert set(SignOff.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)) == {"open"}


def test_pages_follow_each_other_without_gap_or_repeat_in_both_sorts(cast: Cast) -> None:
    declarations = [present(cast, file(cast, imports(APPLES))) for _ in range(5)]
    waiting = [row(cast, one, "plant_health") for one in declarations]
    with cast.acting("system"):
        SignOff.objects.filter(pk=waiting[1].pk).update(overdue=True, risk=2)
        SignOff.objects.filter(pk=waiting[2].pk).update(risk=2)
        SignOff.objects.filter(pk=waiting[4].pk).update(overdue=True)
    for who in ("plant_health_officer", "plant_health_head"):
        for sort in cards.SORTS:
            with cast.acting(who) as officer:
                whole = [one.pk for one in cards.page(officer, Asked(sort=sort)).rows]
                walked, after = [], ""
                while True:
                    page = cards.page(officer, Asked(sort=sort), after=after, size=2)
                    walked += [one.pk for one in page.rows]
                    if not (after := page.next):
                        break
            assert walked == whole
            assert len(set(whole)) == 5
            if sort == "urgent":
                assert whole[:3] == [waiting[1].pk, waiting[4].pk, waiting[2].pk]


def test_an_officer_of_two_agencies_walks_both_queues_as_one(cast: Cast) -> None:
    from clearance.models import Grant

    with cast.acting("system"):
        grant = Grant.objects.filter(user__username="veterinary_officer").get()
    Grant.objects.create(
        user=cast.user("plant_health_officer"), agency="veterinary", role="officer", starts_at=grant.starts_at,
        granted_by_id=grant.granted_by_id, granted_at=grant.granted_at, approved_by_id=grant.approved_by_id,
        approved_at=grant.approved_at,
    )  # fmt: skip
    present(cast, file(cast, imports(APPLES, LAMB)))
    with cast.acting("plant_health_officer") as officer:
        assert {one.agency for one in cards.page(officer, Asked()).rows} == {"plant_health", "veterinary"}
        first = cards.page(officer, Asked(), size=1)
        second = cards.page(officer, Asked(), after=first.next, size=1)
        assert first.rows[0].agency != second.rows[0].agency
        assert not second.next


@pytest.mark.parametrize("named_by_id", [marks.MANY, 0])
def test_filters_keep_what_they_name(cast: Cast, monkeypatch: pytest.MonkeyPatch, named_by_id: int) -> None:
    """Also where so many fit that they are probed for in working order."""
    monkeypatch.setattr(marks, "MANY", named_by_id)
    declaration = present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:

        def found(**asked: str) -> int:
            return len(cards.page(officer, Asked(**asked)).rows)

        assert found(words=declaration.reference) == found(words="silk") == found(transport="30") == 1
        assert found(words="584 aek-19") == found(words=declaration.reference[:4]) == 1
        assert found(words="nobody") == found(words="X") == found(transport="40") == 0
        assert found(risk="green") == 1
        assert found(risk="red") == 0
        assert found(waiting_on="plant_health") == 1
        assert found(waiting_on="border_guard") == 0


def test_a_declaration_is_new_again_after_somebody_else_acted(cast: Cast) -> None:
    declaration = present(cast, file(cast, imports(APPLES)))
    one = row(cast, declaration, "plant_health")
    with cast.acting("plant_health_officer") as officer:
        assert looks.looked(officer, fresh(cast, declaration)) == 0
        question = deciding.ask(officer, sign_off=str(one.uuid), text="Which orchard?")
        assert counting.counts(officer)["changed"] == 0, "one's own acts are no news"
    with cast.acting("trader", scopes=FILING) as trader:
        trading.answer(trader, question=str(question.uuid), text="Orchard 7")
    with cast.acting("plant_health_officer") as officer:
        assert counting.counts(officer)["changed"] == 1
        assert [card.is_changed for card in cards.page(officer, Asked(view="changed")).rows] == [True]
        declaration = fresh(cast, declaration)
    with cast.acting("plant_health_officer") as officer:
        before = looks.looked(officer, declaration)
        assert [event.kind for event in looks.news(officer, declaration, since=before)] == ["question.answered"]
        assert counting.counts(officer)["changed"] == 0
    with cast.acting("plant_health_second") as other:
        assert counting.counts(other)["changed"] == 0, "who never looked is told nothing"


def test_a_head_gives_a_card_to_a_colleague_and_nobody_else_does(cast: Cast) -> None:
    from clearance.permissions import NotAllowed

    declaration = present(cast, file(cast, imports(APPLES)))
    one = row(cast, declaration, "plant_health")
    second = cast.ids()["plant_health_second"]
    with cast.acting("plant_health_officer") as officer:
        together.claim(officer, sign_off=str(one.uuid))
        with pytest.raises(NotAllowed):
            together.assign(officer, sign_off=str(one.uuid), to=second)
    with cast.acting("plant_health_head") as head:
        together.assign(head, sign_off=str(one.uuid), to=second)
        with pytest.raises(NotAllowed):
            together.assign(head, sign_off=str(one.uuid), to=cast.ids()["veterinary_officer"])
    assert row(cast, declaration, "plant_health").claimed_by_id == second


def test_saved_views_are_ones_own_unless_shared_with_the_office(cast: Cast) -> None:
    with cast.acting("plant_health_officer") as officer:
        saved.save(officer, name="Apples by rail", query="q=apples&transport=20")
        saved.save(officer, name="For all", query="risk=red", is_shared=True)
    with cast.acting("plant_health_second") as other:
        assert [one.name for one in saved.views_of(other)] == ["For all"]
    with cast.acting("veterinary_officer") as stranger:
        assert saved.views_of(stranger) == []


def test_only_green_cases_that_need_a_yes_alone_are_approved_in_one_go(cast: Cast) -> None:
    first, second = on_one_card(cast)
    with cast.acting("plant_health_officer") as officer:
        seen = bulk.preview(officer, [str(first.uuid)])
        assert not seen.ready
        assert str(seen.left_out[0][1]) in ("It needs a finding.", "It has fields to fill in.")
        assert bulk.approve(officer, [str(first.uuid)])[0] == 0
    with cast.acting("system"):
        states = SignOff.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)
        assert set(states) == {"open"}
