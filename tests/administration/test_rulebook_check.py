"""A draft of a rulebook before it is signed: compared, checked, rehearsed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from agencies.models import Rehearsal
from clearance import registry
from clearance.models import Rulebook
from clearance.services import publishing
from tests.acting import file, row
from tests.administration.conftest import AGENCY, address
from tests.administration.drafts import changed, codes, with_row
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

pytestmark = pytest.mark.django_db


def test_two_versions_are_compared_field_by_field(cast: Cast, admin: Client, draft: Rulebook) -> None:
    changed(cast, draft, signoff_type="laboratory", condition="origin=UZ")
    admin.post(address(draft, f"rules/{draft.rules.get(rule_id='PHY-001').pk}/act/"), {"act": "remove"})
    page = admin.get(address(draft, "compare/?with=1"))
    assert page.context["counts"] == {"added": 0, "removed": 1, "changed": 1}
    (one,) = [change for change in page.context["changes"] if change.what == "changed"]
    assert {field.name: (field.before, field.after) for field in one.fields} == {
        "Conditions": ("", "country of origin is Uzbekistan"),
        "Kind of control": ("inspection of the goods", "laboratory study"),
    }


def test_the_rulebooks_that_are_delivered_have_nothing_to_look_at() -> None:
    for code in registry.rulebook_codes():
        assert codes(registry.rules_of(code), code) == set(), code


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title_kk": ""}, "missing"),
        ({"condition": "moon=1"}, "unknown_fact"),
        ({"requirement": "plant_health.tea"}, "unknown_requirement"),
        ({"requirement": "health.state_registration"}, "foreign_requirement"),
        ({"procedures": "99"}, "unknown_procedure"),
        ({"required_documents": "LETTER_FROM_MOTHER"}, "unknown_paper"),
        ({"condition": "origin=QQ"}, "unknown_country"),
        ({"title_kk": "Fresh fruit, vegetables, flowers (high risk)"}, "same_title"),
        ({"hs_exclude": "06-08"}, "all_goods_excluded"),
        ({"condition": "origin=UZ&origin=KG"}, "never_holds"),
        ({"condition": "gross_kg>10&gross_kg<5"}, "never_holds"),
        ({"condition": "gross_kg>5&gross_kg<=5"}, "never_holds"),
        ({"condition": "personal=1&personal!=1"}, "never_holds"),
        ({"condition": "direction=export"}, "never_holds"),
        ({"signoff_type": "laboratory"}, "example"),
    ],
)
def test_the_check_finds(draft: Rulebook, wrong: dict[str, str], code: str) -> None:
    found = codes(with_row(draft, "PHY-002", **wrong))
    assert code in {one for one, _rule in found}, found


def test_what_could_hold_is_not_called_contradictory(draft: Rulebook) -> None:
    for fine in (
        "gross_kg>=5&gross_kg<=5",
        "origin=UZ|origin=KG",
        "origin!=UZ&origin!=KG",
        "documents=CITES&documents=CMR",
    ):
        assert not {c for c, _r in codes(with_row(draft, "PHY-002", condition=fine))} & {"never_holds"}, fine


def test_a_rule_that_another_answers_already_is_named(draft: Rulebook) -> None:
    wide = next(one for one in publishing.rows_of(draft) if one["rule_id"] == "PHY-002")
    rows = publishing.rows_of(draft)
    narrow = {**wide, "rule_id": "PHY-900", "hs_include": "0808", "condition": "origin=UZ"}
    assert ("adds_nothing", "PHY-900") in codes([*rows, narrow])
    stricter = {**narrow, "signoff_type": "laboratory"}
    assert ("adds_nothing", "PHY-900") not in codes([*rows, stricter])
    assert ("twin", "PHY-902") in codes([*rows, {**wide, "rule_id": "PHY-902"}])


def test_the_check_page_speaks_the_readers_language_and_links_the_rule(
    cast: Cast, admin: Client, draft: Rulebook
) -> None:
    changed(cast, draft, condition="origin=UZ&origin=KG")
    rule = draft.rules.get(rule_id="PHY-002")
    for language, said in (("en", "contradict each other"), ("ru", "противоречат"), ("kk", "қайшы")):
        admin.cookies["django_language"] = language
        page = admin.get(address(draft, "check/")).text
        assert said in page
        assert address(draft, f"rules/{rule.pk}/") in page
    with translation.override("en"):
        assert "sw-warned" in page


def test_a_rehearsal_says_who_would_be_asked_otherwise_and_names_only_own_declarations(
    cast: Cast, admin: Client, draft: Rulebook
) -> None:
    apples, tiles = file(cast, imports(APPLES)), file(cast, imports(CERAMICS))
    changed(cast, draft, signoff_type="laboratory")
    changed(cast, draft, "PHY-005" if draft.rules.filter(rule_id="PHY-005").exists() else "PHY-001", hs_include="*")
    admin.post(address(draft, "rehearse/"), {"last": "100"})
    page = admin.get(address(draft, "rehearse/"))
    assert page.context["rehearsal"].finished_at is not None
    assert apples.reference in page.text
    assert tiles.reference not in page.text, "plant health was never asked about tiles"
    assert "of another agency" in page.text
    with cast.acting("system"):
        assert row(cast, apples, AGENCY).control == "physical", "nothing was changed by it"


def test_a_long_rehearsal_goes_on_where_it_stopped(
    cast: Cast, admin: Client, draft: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agencies.rulebooks import rehearsal

    monkeypatch.setattr(rehearsal, "AT_ONCE", 1)
    for _number in range(3):
        file(cast, imports(APPLES))
    changed(cast, draft, signoff_type="laboratory")
    admin.post(address(draft, "rehearse/"), {"last": "100"})
    page = admin.get(address(draft, "rehearse/"))
    assert "1 of 3 declarations tried" in page.text
    one = Rehearsal.objects.get(rulebook=draft)
    for _press in range(4):  # one more than there is to do
        admin.post(address(draft, f"rehearse/{one.pk}/"))
    one.refresh_from_db()
    assert (one.done, len(one.found)) == (3, 3)
    assert one.finished_at is not None
