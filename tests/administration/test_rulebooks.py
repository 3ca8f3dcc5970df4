"""A rulebook from draft to force: written by one, signed by another, checked, compared, rehearsed, restored, as a sheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from agencies.models import Rehearsal
from clearance import clock, registry, rulebooks
from clearance.linting import findings
from clearance.models import Rule, Rulebook
from clearance.permissions import NotAllowed
from clearance.services import drafting, publishing
from clearance.workflow import Refused
from tests.acting import file, row
from tests.administration.conftest import AGENCY, FIRST, SECOND, address
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports

pytestmark = pytest.mark.django_db
REQUIREMENT = "plant_health.phytosanitary"


def changed(cast: Cast, book: Rulebook, rule_id: str = "PHY-002", **more: str) -> None:
    """The author writes something else into a rule of the draft."""
    with cast.acting(FIRST) as actor:
        known = Rule.objects.get(rulebook=book, rule_id=rule_id)
        drafting.put_rule(actor, rulebook_id=book.pk, row={**known.row, **more}, instead_of=rule_id)


def offered(cast: Cast, book: Rulebook) -> Rulebook:
    with cast.acting(FIRST) as actor:
        return drafting.offer(actor, rulebook_id=book.pk)


def act(client: Client, book: Rulebook, what: str) -> Any:
    return client.post(address(book, "act/"), {"act": what})


def sign(client: Client, book: Rulebook, **more: str) -> Any:
    seen = publishing.digest_of(publishing.rows_of(book))
    return client.post(address(book, "sign/"), {"seen": seen, "starts_at": "", **more})


def codes(rows: list[dict[str, Any]], agency: str = AGENCY) -> set[tuple[str, str]]:
    """What the check finds: code and rule."""
    now = clock.now()
    _ids, others = rulebooks.in_force(now)
    return {(one.code, one.rule) for one in findings(agency, rows, others, now.date())}


def with_row(draft: Rulebook, rule_id: str, **more: str) -> list[dict[str, Any]]:
    return [{**one, **(more if one["rule_id"] == rule_id else {})} for one in publishing.rows_of(draft)]


# ---- Two persons -------------------------------------------------------------------------------------------------


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


# ---- Compared and checked ------------------------------------------------------------------------------------------


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


# ---- Rehearsed -----------------------------------------------------------------------------------------------------


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


# ---- As a sheet ----------------------------------------------------------------------------------------------------


def bring(client: Client, book: Rulebook, text: str) -> Any:
    sheet = SimpleUploadedFile("rules.csv", text.encode("utf-8-sig"), content_type="text/csv")
    return client.post(address(book, "import/"), {"sheet": sheet})


def test_a_sheet_goes_out_and_comes_back_the_same(admin: Client, draft: Rulebook) -> None:
    before = publishing.rows_of(draft)
    text = admin.get(address(draft, "rules.csv")).content.decode("utf-8-sig")
    assert bring(admin, draft, text).status_code == 302
    assert publishing.rows_of(draft) == before


def test_every_error_of_a_sheet_is_at_its_line_and_column_and_nothing_changes(admin: Client, draft: Rulebook) -> None:
    before = publishing.rows_of(draft)
    rows = list(csv.DictReader(io.StringIO(admin.get(address(draft, "rules.csv")).content.decode("utf-8-sig"))))
    rows[1]["condition"] = "moon=1"
    rows[3]["title_kk"] = ""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    page = bring(admin, draft, out.getvalue())
    assert {(one.line, one.column) for one in page.context["faults"]} == {(3, "condition"), (5, "title_kk")}
    assert publishing.rows_of(draft) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule_id,moon\nA,1\n", "“moon” is not a column of a rulebook"),
        ("rule_id\nA\n", "The column “kind” is missing"),
        ("", "is missing"),
    ],
)
def test_a_sheet_of_something_else_is_refused_in_words(admin: Client, draft: Rulebook, text: str, said: str) -> None:
    sheet = SimpleUploadedFile("rules.csv", (text or "\n").encode(), content_type="text/csv")
    assert said in admin.post(address(draft, "import/"), {"sheet": sheet}).text


def test_a_sheet_that_is_no_text_is_refused_in_words(admin: Client, draft: Rulebook) -> None:
    sheet = SimpleUploadedFile("rules.csv", b"PK\x03\x04\xff\xfe", content_type="text/csv")
    assert "CSV in UTF-8" in admin.post(address(draft, "import/"), {"sheet": sheet}).text


def test_a_cell_that_a_spreadsheet_would_run_goes_out_as_text(cast: Cast, admin: Client, draft: Rulebook) -> None:
    changed(cast, draft, note="=1+1")
    assert "'=1+1" in admin.get(address(draft, "rules.csv")).text
    text = admin.get(address(draft, "rules.csv")).content.decode("utf-8-sig")
    bring(admin, draft, text)
    assert draft.rules.get(rule_id="PHY-002").row["note"] == "=1+1"


def test_other_agencies_administrators_read_no_restricted_rule(signed: Callable[[str], Client]) -> None:
    book = Rulebook.objects.get(agency="customs", number=1)
    secret = next(one for one in publishing.rows_of(book) if one["visibility"] == "restricted")["rule_id"]
    assert secret in signed("customs_admin").get(f"/desk/rulebooks/{book.pk}/").text
    assert secret in signed("auditor").get(f"/desk/rulebooks/{book.pk}/").text
    assert secret not in signed("plant_health_admin").get(f"/desk/rulebooks/{book.pk}/").text
