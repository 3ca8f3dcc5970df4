"""What an agency answered in transit stands for the import of the same goods; anything weaker or changed is asked again."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from clearance.advance import advance
from clearance.facts import facts_of
from clearance.models import Declaration, SignOff
from clearance.plans import Need
from clearance.services import deciding, trading
from clearance.succeeding import Before
from tests.acting import FILING, fresh, present, rows
from tests.cast import Cast
from tests.corridor.helping import ASTANA, delivered, imported_after, may_set_off, transit_of
from tests.goods import paper
from tests.scenarios.goods import RIFLES

WEAPONS = "border_guard.weapons"
PERMIT = paper("WEAPON_PERMIT")


def rifles_in_transit(cast: Cast) -> Declaration:
    """Rifles that came to Astana under seal, their permit looked at by the border guard on the way."""
    return may_set_off(cast, transit_of(cast, RIFLES, documents=[paper("INVOICE"), paper("TRANSPORT_DOC"), PERMIT]))


def weapons(cast: Cast, declaration: Declaration) -> SignOff:
    (row,) = rows(cast, declaration, requirement=WEAPONS)
    return row


@pytest.mark.django_db
def test_an_answer_in_transit_stands_for_the_import_and_says_where_it_comes_from(cast: Cast, client: Any) -> None:
    before = delivered(cast, rifles_in_transit(cast))
    after = imported_after(cast, before)
    then, now = weapons(cast, before), weapons(cast, after)
    assert (now.state, now.verdict, now.carried_from_id) == ("decided", "approved", then.pk)
    assert (now.decided_by_id, now.decided_at, now.fingerprint != then.fingerprint) == (
        then.decided_by_id, then.decided_at, True,
    )  # fmt: skip
    client.force_login(cast.user("trader"))
    page = client.get(f"/cases/{after.reference}/").content.decode()
    assert f"answered on {before.reference}" in page
    shown = client.get(f"/api/v1/declarations/{after.reference}").json()
    (one,) = [row for row in shown["signoffs"] if row["requirement"] == WEAPONS]
    assert (one["carried_from"], one["carried_from_reference"]) == (str(then.uuid), before.reference)
    with cast.acting("system"):
        told = {event.kind: event.payload for event in after.events.all()}
    assert told["signoff.carried_over"]["carried_from"] == str(then.uuid)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"documents": [paper("INVOICE"), paper("TRANSPORT_DOC"), paper("WEAPON_PERMIT", "ANOTHER")]},
        {"description": "Hunting rifles, calibre 9 mm, new"},
        {"commodity_code": "9303200000"},
        {"net_mass_kg": "999"},
        {"origin": "IT"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_goods_or_another_certificate_are_asked_again(cast: Cast, change: dict[str, Any]) -> None:
    after = imported_after(cast, delivered(cast, rifles_in_transit(cast)), **change)
    assert [row.state for row in rows(cast, after, requirement=WEAPONS)] == ["open"]


@pytest.mark.django_db
def test_after_a_broken_seal_everything_is_asked_again(cast: Cast) -> None:
    before = rifles_in_transit(cast)
    delivered(cast, before, result="remarks", seal_1="broken")
    after = imported_after(cast, before)
    assert (weapons(cast, after).state, weapons(cast, after).carried_from_id) == ("open", None)


@pytest.mark.django_db
def test_before_the_seals_were_looked_at_nothing_is_carried_and_afterwards_it_is(cast: Cast) -> None:
    before = present(cast, rifles_in_transit(cast), office=ASTANA)
    after = imported_after(cast, before)
    asked = weapons(cast, after)
    assert asked.state == "open"
    delivered(cast, before)
    advance(after.pk)
    assert (weapons(cast, after).state, weapons(cast, after).carried_from_id) == ("decided", weapons(cast, before).pk)


@pytest.mark.django_db
def test_nothing_is_carried_over_an_officer_at_work(cast: Cast) -> None:
    before = present(cast, rifles_in_transit(cast), office=ASTANA)
    after = imported_after(cast, before)
    with cast.acting("border_guard_officer") as officer:
        deciding.claim(officer, sign_off=str(weapons(cast, after).uuid))
    delivered(cast, before)
    advance(after.pk)
    assert (weapons(cast, after).state, weapons(cast, after).carried_from_id) == ("claimed", None)


@pytest.mark.django_db
def test_what_was_carried_over_is_carried_on_to_the_next_version(cast: Cast) -> None:
    after = imported_after(cast, delivered(cast, rifles_in_transit(cast)))
    first = weapons(cast, after)
    with cast.acting("system"):
        content = dict(after.versions.get(number=1).content)
    content["additional_information"] = [{"code": "00100", "text": "Call before unloading"}]
    with cast.acting("trader", scopes=FILING) as trader:
        trading.amend(trader, reference=after.reference, content=content, version=1)
    advance(after.pk)
    row = weapons(cast, fresh(cast, after))
    assert (row.version, row.state, row.carried_from_id) == (2, "decided", first.pk)


def a_need(**more: Any) -> Need:
    given: dict[str, Any] = {
        "agency": "border_guard", "stage": "declaration", "place": "declaration", "requirement": WEAPONS,
        "right_holder": "", "control": "identity", "items": (1,), "blocks": "release", "opens_on": "filed",
        "clock_start": "registered", "deadline_value": 1, "deadline_unit": "working_day", "deadline_source": "default",
        "documents": ({"any_of": ["WEAPON_PERMIT"], "required": True},), "missing_documents": (), "rules": ("WPN-001",),
        "titles": {}, "because": (), "legal_basis": "", "is_default": False, "escalate_to": "", "auto": False,
        "stop": False, "follow_up": False, "visibility": "public", "waivable": False, "fingerprint": "f",
    }  # fmt: skip
    return Need(**given | more)


def an_answer(**more: Any) -> SignOff:
    given: dict[str, Any] = {
        "agency": "border_guard", "requirement": WEAPONS, "control": "identity", "verdict": "approved", "items": [1],
        "documents": [{"any_of": ["WEAPON_PERMIT"], "required": True}],
    }  # fmt: skip
    return SignOff(**given | more)


@pytest.mark.parametrize(
    ("asked", "answered", "stands"),
    [
        ({}, {}, True),
        ({"control": "documentary"}, {}, True),
        ({"control": "physical"}, {}, False),
        ({}, {"control": "laboratory"}, True),
        ({}, {"control": "documentary"}, False),
        ({"visibility": "restricted"}, {}, False),
        ({}, {"verdict": "refused"}, False),
        ({}, {"verdict": "not_competent"}, False),
        ({}, {"verdict": "approved_with_conditions"}, True),
        ({}, {"requirement": "border_guard.other"}, False),
        ({}, {"items": [2]}, False),
        ({"items": ()}, {}, False),
        ({"items": ()}, {"items": []}, True),
        ({}, {"documents": []}, False),
    ],
)
def test_an_answer_stands_for_a_question_no_stricter_than_its_own(
    asked: dict[str, Any], answered: dict[str, Any], stands: bool
) -> None:
    content = {"kind": "transit", "documents": [PERMIT], "items": [{"number": 1, **RIFLES, "net_mass_kg": "10"}]}
    facts = facts_of(content)
    answer = an_answer(**answered)
    assert Before([answer], facts, facts).answer_to(replace(a_need(), **asked)) is (answer if stands else None)


def test_a_longer_code_of_the_same_goods_is_no_change() -> None:
    def facts(code: str) -> Any:
        return facts_of({"documents": [PERMIT], "items": [{"number": 1, **RIFLES, "commodity_code": code}]})

    answer = an_answer()
    assert Before([answer], facts("930330"), facts("9303300000")).answer_to(a_need()) is answer
    assert Before([answer], facts("9303300000"), facts("930330")).answer_to(a_need()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "approved_with_conditions"}, {"control": "laboratory", "finding": {"place": "", "at": "", "items": {}, "seals": []}},
        {"visibility": "restricted"}, {"requirement": "border_guard.other"}, {"items": [7]}, {"decided_by_id": 1},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_the_database_lets_nothing_be_carried_but_the_answer_itself(cast: Cast, change: dict[str, Any]) -> None:
    after = imported_after(cast, delivered(cast, rifles_in_transit(cast)))
    row = weapons(cast, after)
    with cast.acting("system"):
        SignOff.objects.filter(pk=row.pk).update(state="lapsed")
        row.pk, row.uuid = None, SignOff._meta.get_field("uuid").get_default()
        with transaction.atomic():
            row.save(force_insert=True)
            transaction.set_rollback(True)
        for name, value in change.items():
            setattr(row, name, value)
        row.pk = None
        with pytest.raises(DatabaseError, match="repeats the one it comes from"), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db
def test_a_declaration_follows_a_released_one_of_its_own_company_and_no_other_later(cast: Cast) -> None:
    transit = transit_of(cast, RIFLES)
    after = imported_after(cast, delivered(cast, rifles_in_transit(cast)))
    with cast.acting("system"):
        with pytest.raises(DatabaseError, match="follows the one it was begun from"), transaction.atomic():
            Declaration.objects.filter(pk=after.pk).update(predecessor=transit)
        given = {
            "reference": "KZ26-0000009-1", "kind": "import", "filer_company_id": after.filer_company_id,
            "created_by_id": after.created_by_id, "next_timer_at": after.lodged_at,
        }  # fmt: skip
        for predecessor, company in ((transit, after.company_id), (after.predecessor, cast.companies()["altyn_orda"])):
            with pytest.raises(DatabaseError, match="of the same company"), transaction.atomic():
                Declaration.objects.create(**given, company_id=company, predecessor=predecessor)
