"""The arrival: who has the ball and until when, what is remarked, what completes itself, what a stop keeps."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from agencies.customs.arrival import acting, home_use, steps, unloading
from agencies.customs.models import Presentation, Remark, Stop
from clearance import clock
from clearance.advance import advance
from clearance.content import Problems
from clearance.models import Declaration, SignOff
from clearance.permissions import NotAllowed
from clearance.services import deciding, filing
from clearance.services.found import NotFound
from clearance.workflow import Refused
from tests.acting import FILING, decide, fresh, pay, present, rows
from tests.cast import Cast
from tests.corridor.helping import (
    ASTANA,
    ONLY_OF_AN_IMPORT,
    VALUED,
    delivered,
    imported_after,
    may_set_off,
    movement_of,
    transit_of,
    transit_of_phones,
)
from tests.goods import CERAMICS

COMPLETION = "customs.transit_completion"


def by(cast: Cast, who: str, declaration: Declaration, name: str, **more: str) -> None:
    with cast.acting(who) as actor:
        acting.act(actor, reference=declaration.reference, name=name, **more)


def ball(cast: Cast, declaration: Declaration) -> tuple[str, str]:
    movement = movement_of(cast, declaration)
    with cast.acting("system"):
        found = steps.ball(movement, steps.of(movement))
    return (str(found.holder), str(found.expected)) if found else ("", "")


@pytest.mark.django_db
def test_the_ball_goes_from_carrier_to_office_to_declarant(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    said = [ball(cast, declaration)]
    by(cast, "trader", declaration, "told", seals="whole")
    said.append(ball(cast, declaration))
    by(cast, "trader", declaration, "papers")
    said.append(ball(cast, declaration))
    present(cast, declaration, office=ASTANA)
    by(cast, "customs_officer", declaration, "register")
    assert movement_of(cast, declaration).state == "presented"
    said.append(ball(cast, declaration))
    delivered(cast, declaration)
    said.append(ball(cast, declaration))
    assert [holder for holder, _expected in said] == [
        "The carrier", "The carrier", "The office of destination", "The office of destination", "The declarant",
    ]  # fmt: skip
    imported_after(cast, declaration)
    assert ball(cast, declaration) == ("", "")
    with cast.acting("system"):
        step = Presentation.objects.get(declaration=declaration)
    assert step.arrived_at <= step.papers_at <= step.registered_at < step.declare_due_at


@pytest.mark.django_db
def test_an_ordered_inspection_gives_the_office_ten_working_days(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    present(cast, declaration, office=ASTANA)
    by(cast, "customs_officer", declaration, "register")
    (row,) = rows(cast, declaration, requirement=COMPLETION)
    with cast.acting("customs_officer") as officer:
        deciding.inspect(officer, sign_off=str(row.uuid), control="physical")
    assert "inspect" in ball(cast, declaration)[1]


@pytest.mark.django_db
def test_only_the_office_registers_and_only_the_company_hands_in(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    present(cast, declaration, office=ASTANA)
    for who, name, refusal in (
        ("trader", "register", NotAllowed), ("stranger", "papers", NotFound), ("customs_officer", "papers", NotAllowed),
        ("plant_health_officer", "register", NotFound), ("viewer", "papers", NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            by(cast, who, declaration, name)
    with pytest.raises(Problems):
        by(cast, "trader", declaration, "told", seals="perhaps")


@pytest.mark.django_db
def test_a_step_of_an_arrival_is_taken_once(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    present(cast, declaration, office=ASTANA)
    by(cast, "trader", declaration, "papers")
    with cast.acting("system"):
        step = Presentation.objects.get(declaration=declaration)
    with clock.at(clock.now() + timedelta(hours=1)):
        by(cast, "trader", declaration, "papers")
    with cast.acting("system"):
        assert Presentation.objects.get(pk=step.pk).papers_at == step.papers_at
        with pytest.raises(DatabaseError, match="taken once"), transaction.atomic():
            Presentation.objects.filter(pk=step.pk).update(papers_at=clock.now())


def completion(cast: Cast, declaration: Declaration) -> SignOff:
    (row,) = rows(cast, declaration, requirement=COMPLETION)
    return row


@pytest.mark.django_db
def test_what_differs_is_kept_by_item_and_by_seal(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    delivered(
        cast, declaration, result="remarks", seal_1="other_number", seal_1_found="KZ999",
        line_1_item="1", line_1_kind="shortage", line_1_quantity="2.5", line_1_unit="packages",
    )  # fmt: skip
    with cast.acting("system"):
        found = list(
            Remark.objects.filter(declaration=declaration).values_list("about", "number", "kind", "quantity", "note")
        )
    assert [(about, number, kind) for about, number, kind, *_rest in found] == [
        ("seal", "CN7781234", "other_number"), ("item", "1", "shortage"),
    ]  # fmt: skip
    assert (found[0][4], float(found[1][3])) == ("KZ999", 2.5)
    assert movement_of(cast, declaration).state == "completed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({}, "form_missing"),
        ({"result": "clean", "seal_1": "broken"}, "form_contradicts"),
        ({"result": "remarks"}, "form_says_nothing"),
        ({"result": "remarks", "seal_1": "other_number"}, "form_missing"),
        ({"result": "remarks", "line_1_item": "1"}, "form_missing"),
        ({"result": "remarks", "line_1_item": "1", "line_1_kind": "excess"}, "form_missing"),
        ({"result": "remarks", "line_1_item": "7", "line_1_kind": "damage"}, "form_not_a_choice"),
        ({"result": "clean", "seal_9": "whole"}, "form_unknown"),
    ],
)
def test_remarks_that_say_too_little_or_contradict_themselves_are_sent_back(
    cast: Cast, form: dict[str, str], fault: str
) -> None:
    declaration = present(cast, may_set_off(cast, transit_of_phones(cast)), office=ASTANA)
    with pytest.raises(Problems, match=fault):
        decide(cast, completion(cast, declaration), form=form)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "remark",
    [
        {"about": "item", "number": "1", "kind": "broken"},
        {"about": "seal", "number": "A", "kind": "shortage"},
        {"about": "item", "number": "1", "kind": "shortage"},
        {"about": "seal", "number": "A", "kind": "other_number"},
        {"about": "item", "number": "", "kind": "damage"},
    ],
)
def test_the_database_keeps_no_remark_that_says_nothing(cast: Cast, remark: dict[str, str]) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    with cast.acting("system"), pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.create(
            movement=movement_of(cast, declaration), declaration=declaration, company_id=declaration.company_id,
            made_by_id=declaration.created_by_id, made_at=clock.now(), **remark,
        )  # fmt: skip


@pytest.fixture
def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agencies.customs.arrival.by_itself.draw", lambda declaration, purpose: 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seals", "expected"), [("whole", ("decided", "system")), ("broken", ("open", None))], ids=["clean", "broken seal"]
)
def test_a_clean_arrival_completes_itself(
    cast: Cast, nobody_is_drawn: None, seals: str, expected: tuple[str, str | None]
) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    present(cast, declaration, office=ASTANA)
    by(cast, "trader", declaration, "told", seals=seals)
    by(cast, "trader", declaration, "papers")
    row = completion(cast, declaration)
    assert (row.state, row.decided_kind) == expected
    assert (movement_of(cast, declaration).state == "completed") == (seals == "whole")


@pytest.mark.django_db
def test_nothing_completes_itself_over_a_person_nor_where_one_was_drawn_nor_when_late(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    present(cast, declaration, office=ASTANA)
    with cast.acting("customs_officer") as officer:
        deciding.claim(officer, sign_off=str(completion(cast, declaration).uuid))
    drawn = may_set_off(cast, transit_of_phones(cast))
    present(cast, drawn, office=ASTANA)
    late = may_set_off(cast, transit_of_phones(cast))
    present(cast, late, office=ASTANA)
    for share, one, after in ((1, declaration, 0), (0, drawn, 0), (1, late, 4)):
        monkeypatch.setattr("agencies.customs.arrival.by_itself.draw", lambda declaration, purpose, share=share: share)
        with clock.at(clock.now() + timedelta(hours=after)):
            by(cast, "trader", one, "told", seals="whole")
            by(cast, "trader", one, "papers")
        assert completion(cast, one).decided_kind is None, one


@pytest.mark.django_db
def test_an_inspection_never_completes_itself(cast: Cast, nobody_is_drawn: None) -> None:
    declaration = present(cast, may_set_off(cast, transit_of_phones(cast)), office=ASTANA)
    with cast.acting("customs_officer") as officer:
        deciding.inspect(officer, sign_off=str(completion(cast, declaration).uuid), control="physical")
    by(cast, "trader", declaration, "told", seals="whole")
    by(cast, "trader", declaration, "papers")
    assert completion(cast, declaration).state == "open"


def stop(cast: Cast, declaration: Declaration) -> Stop:
    movement = movement_of(cast, declaration)
    with cast.acting("system"):
        made: Stop = Stop.objects.create(
            movement=movement, declaration=declaration, company_id=declaration.company_id, office_id=ASTANA,
            reason="The seal is to be looked at", legal_basis="Art. 150", placed_at=clock.now(),
            review_at=clock.now() + timedelta(hours=4), placed_by_id=cast.ids()["customs_officer"],
        )  # fmt: skip
    return made


def lift(cast: Cast, made: Stop) -> None:
    with cast.acting("system"):
        Stop.objects.filter(pk=made.pk).update(
            lifted_at=clock.now(), lifted_by_id=cast.ids()["customs_head"], lift_reason="Looked at"
        )


@pytest.mark.django_db
def test_a_stopped_movement_does_not_arrive_and_says_who_and_why(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    made = stop(cast, declaration)
    with pytest.raises(Refused, match="Astana.*The seal is to be looked at"):
        present(cast, declaration, office=ASTANA)
    with pytest.raises(Refused, match="The seal is to be looked at"):
        by(cast, "trader", declaration, "told", seals="whole")
    lift(cast, made)
    present(cast, declaration, office=ASTANA)
    assert movement_of(cast, declaration).state == "arrived"


@pytest.mark.django_db
def test_a_stop_keeps_the_next_declaration_from_beginning_filing_and_release(cast: Cast) -> None:
    declaration = delivered(cast, may_set_off(cast, transit_of(cast, CERAMICS)))
    made = stop(cast, declaration)
    with cast.acting("trader") as trader, pytest.raises(Refused, match="The seal is to be looked at"):
        home_use.begin(trader, reference=declaration.reference)
    lift(cast, made)
    with cast.acting("trader", scopes=FILING) as trader:
        draft = home_use.begin(trader, reference=declaration.reference)
    again = stop(cast, declaration)
    content = {**draft.draft, **ONLY_OF_AN_IMPORT, "local_ref": "T-stop"}
    content["items"] = [{**one, **VALUED} for one in content["items"]]
    with cast.acting("trader", scopes=FILING) as trader, pytest.raises(Refused, match="The seal is to be looked at"):
        filing.file(trader, company_id=declaration.company_id, content=content, reference=draft.reference)
    lift(cast, again)
    after = imported_after(cast, declaration)
    present(cast, after, office=ASTANA)
    third = stop(cast, declaration)
    pay(cast, after)
    for row in rows(cast, after, state__in=["open", "claimed"], blocks="release"):
        decide(cast, row)
    assert fresh(cast, after).state == "accepted"
    lift(cast, third)
    advance(after.pk)
    assert fresh(cast, after).state == "released"


@pytest.mark.django_db
def test_the_import_is_filled_in_from_its_transit_and_nothing_is_asked_twice(cast: Cast) -> None:
    declaration = delivered(cast, may_set_off(cast, transit_of_phones(cast)))
    with cast.acting("trader", scopes=FILING) as trader:
        draft = home_use.begin(trader, reference=declaration.reference)
        assert home_use.begin(trader, reference=declaration.reference).pk == draft.pk, "pressed twice"
    with cast.acting("system"):
        before = declaration.versions.get(number=1).content
    said, kept = leaves(before), leaves(draft.draft)
    lost = {where for where, value in said.items() if kept.get(where) != value}
    carried = len(said) - len(lost)
    assert carried >= 45, carried
    of_a_transit = ("guarantees", "principal", "transport/departure", "documents/", "destination_office", "local_ref")
    changed = {"kind", "declaration_type", "procedure", "office", "items/0/procedure"}
    assert {where for where in lost if not where.startswith(of_a_transit)} <= changed
    papers = {paper["type"] for paper in draft.draft["documents"]}
    assert papers >= {"INVOICE", "TRANSPORT_DOC", "TRANSIT_DECLARATION"}
    assert "GUARANTEE_CERT" not in papers
    assert draft.draft["items"][0]["previous_documents"][0]["number"] == declaration.registration_number
    assert (draft.draft["office"], draft.kind, draft.predecessor_id) == (ASTANA, "import", declaration.pk)
    asked = {problem.pointer for problem in filing.problems_of(draft.draft)}
    assert not {pointer for pointer in asked if pointer.strip("/") in said}, "nothing that was said is asked"


def leaves(value: Any, where: str = "") -> dict[str, Any]:
    """Every value of a content by its place."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        return {where: value}
    return {k: v for name, part in parts for k, v in leaves(part, f"{where}/{name}".strip("/")).items()}


@pytest.mark.django_db
def test_the_pages_show_the_ball_the_remarks_and_the_way_on(cast: Cast, client: Any) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    client.force_login(cast.user("trader"))
    case, arrival = f"/cases/{declaration.reference}/", f"/agencies/customs/movements/{declaration.reference}/arrival/"
    assert "bring the goods to the office of destination" in client.get(case).content.decode()
    client.post(arrival, {"act": "told", "seals": "whole"})
    page = client.post(arrival, {"act": "papers"}, follow=True).content.decode()
    assert "register the papers" in page
    present(cast, declaration, office=ASTANA)
    officer = cast.browser("customs_officer")
    page = officer.post(arrival, {"act": "register"}, follow=True).content.decode()
    assert "complete the transit" in page
    row = completion(cast, declaration)
    desk = officer.get(f"/desk/signoffs/{row.uuid}/").content.decode()
    assert "Seal CN7781234" in desk
    assert "Goods that differ" in desk
    delivered(cast, declaration, result="remarks", line_1_item="1", line_1_kind="damage")
    page = client.get(case).content.decode()
    assert "damage" in page
    sent = client.post(f"/agencies/customs/movements/{declaration.reference}/home-use/", follow=True)
    assert "filled in from the transit" in sent.content.decode()


def test_the_form_has_a_field_for_each_seal_and_line() -> None:
    found = unloading.remarks_in({"seal_2": "missing", "line_3_item": "4", "line_3_kind": "damage"}, ["A", "B"])
    assert [(one["about"], one["number"], one["kind"]) for one in found] == [
        ("seal", "B", "missing"),
        ("item", "4", "damage"),
    ]
