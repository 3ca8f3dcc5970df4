"""A rulebook from draft to force: written by one, signed by another, restored."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from agencies.rulebooks import phrases
from clearance import clock
from clearance.models import Rule, Rulebook
from clearance.permissions import NotAllowed
from clearance.services import drafting, publishing
from clearance.workflow import Refused
from tests.acting import file, row
from tests.administration.conftest import AGENCY, FIRST, SECOND, address
from tests.administration.drafts import act, changed, offered, sign
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

pytestmark = pytest.mark.django_db


def test_one_writes_offers_and_another_signs(cast: Cast, admin: Client, second: Client, draft: Rulebook) -> None:
    assert "version 2" in admin.get(f"/agency/home/{AGENCY}/").text
    assert sign(second, draft).status_code == 409, "not offered yet"
    assert act(admin, draft, "offer").status_code == 302
    assert sign(admin, draft).status_code == 403, "nobody signs an own draft"
    assert address(draft, "sign/") in second.get(f"/agency/home/{AGENCY}/").text
    assert sign(second, draft).status_code == 302
    draft.refresh_from_db()
    assert (draft.author, draft.approved_by) == (cast.user(FIRST), cast.user(SECOND))
    assert publishing.book_in_force(AGENCY, clock.now()) == draft


def test_only_its_author_writes_a_draft(cast: Cast, second: Client, draft: Rulebook) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    assert second.post(address(draft, f"rules/{rule.pk}/act/"), {"act": "remove"}).status_code == 403
    with cast.acting(SECOND) as actor, pytest.raises(NotAllowed):
        drafting.put_rule(actor, rulebook_id=draft.pk, row=rule.row, instead_of="PHY-002")


def test_the_database_lets_nobody_write_anothers_draft(cast: Cast, draft: Rulebook) -> None:
    for wrong in (
        lambda: Rule.objects.filter(rulebook=draft, rule_id="PHY-002").update(row={}),
        lambda: Rule.objects.filter(rulebook=draft, rule_id="PHY-002").delete(),
        lambda: Rule.objects.create(rulebook=draft, rule_id="X", row={}),
        lambda: Rulebook.objects.filter(pk=draft.pk).update(author=cast.user(SECOND)),
    ):
        with pytest.raises((DatabaseError, Refused)), transaction.atomic(), cast.acting(SECOND):
            wrong()


def test_the_database_lets_nobody_sign_for_another_or_write_what_is_offered(cast: Cast, draft: Rulebook) -> None:
    offered(cast, draft)
    now = clock.now()
    with pytest.raises((DatabaseError, Refused)), transaction.atomic(), cast.acting(FIRST):
        Rulebook.objects.filter(pk=draft.pk).update(approved_by=cast.user(SECOND), published_at=now, starts_at=now)
    with pytest.raises((DatabaseError, Refused)), transaction.atomic(), cast.acting(FIRST):
        Rule.objects.filter(rulebook=draft, rule_id="PHY-002").update(row={})


def test_nobody_signs_what_was_changed_behind_their_back(
    cast: Cast, admin: Client, second: Client, draft: Rulebook
) -> None:
    offered(cast, draft)
    read = second.get(address(draft, "sign/")).context["form"].initial["seen"]
    act(admin, draft, "take_back")
    changed(cast, draft, legal_basis="Another law")
    act(admin, draft, "offer")
    answer = sign(second, draft, seen=read)
    assert answer.status_code == 409
    assert "Read it again before signing" in answer.text
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_version_begins_at_the_moment_chosen_and_never_in_the_past(
    cast: Cast, second: Client, draft: Rulebook
) -> None:
    offered(cast, draft)
    page = sign(second, draft, starts_at="01.02.2020 09:00")
    assert "choose a moment that is still to come" in page.text
    to_come = clock.now() + dt.timedelta(days=40)
    assert sign(second, draft, starts_at=to_come.strftime("%d.%m.%Y 09:00")).status_code == 302
    assert publishing.book_in_force(AGENCY, clock.now()).number == 1  # type: ignore[union-attr]
    assert "not yet in force" in second.get(f"/agency/rulebooks/{AGENCY}/").text


def test_a_signed_version_is_restored_as_a_new_one_and_the_ones_between_stay(
    cast: Cast, admin: Client, second: Client, draft: Rulebook
) -> None:
    changed(cast, draft, signoff_type="documentary")
    offered(cast, draft)
    sign(second, draft)
    first = Rulebook.objects.get(agency=AGENCY, number=1)
    assert act(admin, first, "restore").status_code == 302
    again = Rulebook.objects.get(agency=AGENCY, number=3)
    sign(second, again)
    assert publishing.rows_in_force(AGENCY, clock.now()) == publishing.rows_of(first)
    assert publishing.rows_of(draft) != publishing.rows_of(first)
    with pytest.raises(DatabaseError), transaction.atomic(), cast.acting("system"):
        Rule.objects.filter(rulebook=draft).update(row={})


def test_the_next_declaration_is_routed_by_the_signed_version(cast: Cast, second: Client, draft: Rulebook) -> None:
    before = file(cast, imports(APPLES))
    changed(cast, draft, signoff_type="laboratory")
    offered(cast, draft)
    sign(second, draft)
    assert row(cast, before, AGENCY).control == "physical"
    assert row(cast, file(cast, imports(APPLES)), AGENCY).control == "laboratory"


def test_a_rule_switched_off_asks_nobody_and_comes_back(
    cast: Cast, admin: Client, second: Client, draft: Rulebook
) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    admin.post(address(draft, f"rules/{rule.pk}/act/"), {"act": "off"})
    offered(cast, draft)
    sign(second, draft)
    declaration = file(cast, imports(APPLES, CERAMICS))
    with cast.acting("system"):
        assert not declaration.signoffs.filter(agency=AGENCY).exists()
    act(admin, draft, "draft")
    later = Rulebook.objects.get(agency=AGENCY, number=3)
    admin.post(address(later, f"rules/{later.rules.get(rule_id='PHY-002').pk}/act/"), {"act": "live"})
    assert later.rules.get(rule_id="PHY-002").row["status"] == "live"


def test_a_copy_is_switched_off_until_it_is_changed(admin: Client, draft: Rulebook) -> None:
    rule = draft.rules.get(rule_id="PHY-002")
    admin.post(address(draft, f"rules/{rule.pk}/act/"), {"act": "double"})
    copy = draft.rules.get(row__status="off")
    assert copy.rule_id not in ("PHY-002", "")
    assert copy.row["hs_include"] == rule.row["hs_include"]
    assert "Switched off" in admin.get(address(draft, "?state=off")).text


def test_a_draft_is_thrown_away_by_its_author_only(admin: Client, second: Client, draft: Rulebook) -> None:
    assert act(second, draft, "discard").status_code == 403
    assert act(admin, draft, "discard").status_code == 302
    assert not Rulebook.objects.filter(pk=draft.pk).exists()


def test_who_carries_a_rule_out_is_named_as_people_know_it() -> None:
    assert phrases.cell_text("executed_by", "plant_health") == "Plant health"
    assert phrases.cell_text("executed_by", "") == ""
