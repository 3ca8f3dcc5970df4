"""People of an agency: found, shown as a matrix, and leaving in one act."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from agencies import leaving
from clearance import clock
from clearance.models import Grant, Hold
from clearance.services import deciding, stopping
from portal.accounts.models import AccessEvent, User
from tests.administration.conftest import AGENCY, FIRST, SECOND
from tests.api.programs import token_of
from tests.cast import LONG_AGO, Cast
from tests.people.test_leaving_an_agency import OFFICER, as_it_is, at_the_border, claim

pytestmark = pytest.mark.django_db


def granted(cast: Cast, user: User, **more: Any) -> Grant:
    given: dict[str, Any] = {"agency": AGENCY, "role": "officer", "starts_at": LONG_AGO, "approved_at": LONG_AGO}
    people = {"granted_by": cast.user(FIRST), "approved_by": cast.user(SECOND)}
    return Grant.objects.create(user=user, **given | people | more)


def leaves(client: Client, user: User) -> Any:
    return client.post(f"/agency/people/{AGENCY}/{user.pk}/leaves/", {"reason": "Moved to Aktau"})


def test_the_matrix_shows_who_may_do_what_where(cast: Cast, admin: Client) -> None:
    officer = cast.user(OFFICER)
    granted(cast, officer, role="head", office_id="KZ-NURJOLY")
    page = admin.get(f"/agency/people/{AGENCY}/matrix/")
    assert [str(office or "*") for office in page.context["columns"]] == ["*", "Nur Joly (Khorgos)"]
    (line,) = [one for one in page.context["rows"] if one["person"] == officer]
    assert [[grant.role for grant in cell["grants"]] for cell in line["cells"]] == [["officer"], ["head"]]
    only = admin.get(f"/agency/people/{AGENCY}/matrix/?role=head&office=KZ-NURJOLY")
    assert {one["person"] for one in only.context["rows"]} >= {officer}


def test_people_are_found_by_name(admin: Client) -> None:
    page = admin.get(f"/agency/people/{AGENCY}/?q=second")
    assert [str(one["person"]) for one in page.context["people"]] == ["Plant Health Second"]


def test_what_a_leaver_leaves_is_said_before_it_is_done(cast: Cast, admin: Client) -> None:
    one = claim(cast, at_the_border(cast))
    with cast.acting(OFFICER) as actor:
        deciding.ask(actor, sign_off=str(one.uuid), text="Which orchard?")
        stopping.place_hold(actor, sign_off=str(one.uuid), public_reason="Insects", legal_basis="Law 344")
    token_of(cast, OFFICER)
    user = cast.user(OFFICER)
    known = admin.get(f"/agency/people/{AGENCY}/{user.pk}/leaves/").context["leaving"]
    counted = [len(part) for part in (known.grants, known.claims, known.holds, known.questions)]
    assert (counted, known.tokens, known.hindrance) == ([1, 1, 1, 1], 1, None)
    assert Grant.objects.get(user=user).revoked_at is None, "looking changes nothing"


def test_leaving_ends_everything_at_once(cast: Cast, admin: Client) -> None:
    one = claim(cast, at_the_border(cast))
    with cast.acting(OFFICER) as actor:
        hold = stopping.place_hold(actor, sign_off=str(one.uuid), public_reason="Insects", legal_basis="Law 344")
    user = cast.user(OFFICER)
    granted(cast, user, role="head", office_id="KZ-NURJOLY")
    asked = Grant.objects.create(
        user=cast.user("author"), agency=AGENCY, role="officer", starts_at=LONG_AGO, granted_by=user
    )
    theirs = Client()
    theirs.force_login(user)
    assert theirs.get("/desk/").status_code == 200
    assert leaves(admin, user).status_code == 302
    assert not Grant.objects.filter(user=user, agency=AGENCY, revoked_at=None).exists()
    found = as_it_is(cast, one)
    assert (found.state, found.claimed_by_id) == ("open", None)
    with cast.acting("system"):
        assert Hold.objects.get(pk=hold.pk).owner_id is None
    asked.refresh_from_db()
    assert asked.revoked_at is not None, "what the leaver asked for can no longer be approved"
    assert theirs.get("/desk/").status_code == 302, "signed out"
    event = AccessEvent.objects.filter(kind="officer.left").latest("pk")
    assert (event.person, event.payload["claims"], event.payload["why"]) == (user, 1, "Moved to Aktau")
    leaves(admin, user)
    assert AccessEvent.objects.filter(kind="officer.left").count() == 1, "leaving twice is leaving once"


def test_the_roles_a_leaver_held_are_offered_to_a_successor(cast: Cast, admin: Client) -> None:
    user = cast.user(OFFICER)
    granted(cast, user, role="cashier", revoked_at=LONG_AGO, revoked_by=cast.user(FIRST))
    granted(cast, user, role="head", office_id="KZ-NURJOLY")
    answer = leaves(admin, user)
    empty = admin.get(answer["Location"]).context["left_empty"]
    assert [(grant.role, grant.office_id) for grant in empty] == [("officer", None), ("head", "KZ-NURJOLY")]
    form = admin.get(f"/agency/people/{AGENCY}/ask/?role=head&office=KZ-NURJOLY").context["form"]
    assert (form["role"].initial, form["office"].initial) == ("head", "KZ-NURJOLY")
    for nobody in ("", "x", str(cast.ids()["trader"])):
        assert admin.get(f"/agency/people/{AGENCY}/?left={nobody}").context["left_empty"] == []


def test_an_administrator_who_is_nothing_else_comes_to_administration(cast: Cast, admin: Client) -> None:
    assert admin.get("/")["Location"] == "/agency/"
    granted(cast, cast.user(FIRST), granted_by=cast.user("author"))
    assert admin.get("/")["Location"] == "/desk/"


def test_the_claims_an_officer_holds_for_another_agency_return_too(cast: Cast, admin: Client) -> None:
    one = claim(cast, at_the_border(cast))
    with cast.acting("system"):
        type(one).objects.filter(pk=one.pk).update(executed_by="customs")
    granted(cast, cast.user(OFFICER), agency="customs")
    with cast.acting("customs_admin") as actor:
        assert leaving.leave(actor, user_id=cast.ids()[OFFICER], agency="customs", reason="x") == 1


def test_the_last_administrator_cannot_leave_and_nobody_leaves_alone(cast: Cast, admin: Client) -> None:
    second, first = cast.user(SECOND), cast.user(FIRST)
    Grant.objects.filter(user=first, agency=AGENCY).update(ends_at=clock.now() + dt.timedelta(days=9))
    page = admin.get(f"/agency/people/{AGENCY}/{second.pk}/leaves/")
    assert "Grant this role to someone else first" in page.text
    assert "End everything now" not in page.text
    assert leaves(admin, second).status_code == 409
    assert leaves(admin, first).status_code == 409
    assert Grant.objects.get(user=second, agency=AGENCY).revoked_at is None


def test_another_agencys_person_is_unknown(admin: Client, cast: Cast) -> None:
    for user in (cast.user("customs_officer"), cast.user("trader")):
        assert admin.get(f"/agency/people/{AGENCY}/{user.pk}/leaves/").status_code == 404
    assert (
        admin.post(f"/agency/people/customs/{cast.ids()['customs_officer']}/leaves/", {"reason": "x"}).status_code
        == 404
    )
    assert Grant.objects.get(user=cast.user("customs_officer")).revoked_at is None


def test_who_administers_one_office_revokes_there_and_nowhere_else(cast: Cast) -> None:
    granted(cast, cast.user("author"), role="admin", office_id="KZ-NURJOLY")
    local = cast.browser("author")
    everywhere = Grant.objects.get(user=cast.user(OFFICER), agency=AGENCY)
    assert local.get(f"/agency/grants/{everywhere.pk}/revoke/").status_code == 404
    assert local.get(f"/agency/people/{AGENCY}/{cast.ids()[OFFICER]}/leaves/").status_code == 404


def test_what_waits_and_what_ends_soon_is_on_the_first_page(cast: Cast, admin: Client, second: Client) -> None:
    granted(cast, cast.user("author"), ends_at=clock.now() + dt.timedelta(days=9))
    Grant.objects.create(
        user=cast.user("approver"), agency=AGENCY, role="officer", starts_at=LONG_AGO, granted_by=cast.user(FIRST)
    )
    assert "1 role ends within 30 days" in admin.get(f"/agency/home/{AGENCY}/").text
    assert "waits for your signature" not in admin.get(f"/agency/home/{AGENCY}/").text
    assert "1 role waits for your signature" in second.get(f"/agency/home/{AGENCY}/").text
