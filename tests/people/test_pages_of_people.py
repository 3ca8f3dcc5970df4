"""The pages of companies and agencies: complete without JavaScript, closed to others, refusals as sentences."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from clearance import clock
from clearance.models import CalendarDay, Grant
from portal.accounts.models import ApiToken, Company, Delegation, Membership
from tests.people.conftest import AGENCY, make_user

pytestmark = pytest.mark.django_db


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def as_trader(client, trader):
    return signed_in(client, trader)


@pytest.fixture
def as_administrator(client, first_administrator):
    return signed_in(client, first_administrator)


def text(answer) -> str:
    return answer.content.decode()


def test_the_only_company_opens_at_once(as_trader, company):
    answer = as_trader.get("/company/")
    assert answer.url == reverse("company_page", args=[company.uuid])
    page = text(as_trader.get(answer.url))
    for name in ("Trader", "Colleague", "Viewer", "Steppe Brokers", company.bin):
        assert name in page


@pytest.mark.parametrize("name", ["company_page", "invite_colleague", "delegate"])
def test_a_company_of_others_does_not_exist(as_trader, stranger, name):
    other = Membership.objects.get(user=stranger).company
    assert as_trader.get(reverse(name, args=[other.uuid])).status_code == 404


def test_a_colleague_reads_but_finds_no_act(client, colleague, company):
    page = signed_in(client, colleague).get(reverse("company_page", args=[company.uuid]))
    assert page.status_code == 200
    assert reverse("invite_colleague", args=[company.uuid]) not in text(page)
    answer = client.post(
        reverse("invite_colleague", args=[company.uuid]),
        {"email": "x@example.kz", "full_name": "X", "role": "admin", "may_sign": "on"},
    )
    assert answer.status_code == 403
    assert "Only an administrator of the company" in text(answer)


def test_inviting_joining_changing_and_removing_by_hand(as_trader, company, client):
    daniyar = make_user("daniyar")
    as_trader.post(
        reverse("invite_colleague", args=[company.uuid]),
        {"email": daniyar.email, "full_name": "Daniyar", "role": "declarant"},
    )
    membership = Membership.objects.get(user=daniyar)
    other = type(client)()
    other.force_login(daniyar)
    assert company.name in text(other.get("/company/"))
    other.post(reverse("answer_invitation", args=[membership.pk]), {"answer": "accept"})
    as_trader.post(reverse("change_colleague", args=[company.uuid, daniyar.pk]), {"role": "admin", "may_sign": "on"})
    membership.refresh_from_db()
    assert (membership.active, membership.role, membership.may_sign) == (True, "admin", True)
    as_trader.post(reverse("remove_colleague", args=[company.uuid, daniyar.pk]))
    membership.refresh_from_db()
    assert not membership.active


def test_an_illegal_act_is_a_409_with_the_sentence_and_the_way_back(as_trader, company):
    address = reverse("company_page", args=[company.uuid])
    answer = as_trader.post(
        reverse("leave_company", args=[company.uuid]), headers={"referer": f"http://testserver{address}"}
    )
    assert answer.status_code == 409
    assert "Make a colleague administrator first" in text(answer)
    assert f'href="http://testserver{address}"' in text(answer)


def test_the_way_back_never_leads_to_another_site(as_trader, company):
    answer = as_trader.post(reverse("leave_company", args=[company.uuid]), headers={"referer": "https://evil.example/"})
    assert "evil.example" not in text(answer)


def test_delegating_and_ending_it_by_hand(as_trader, company, broker, delegation):
    as_trader.post(reverse("revoke_delegation", args=[company.uuid, delegation.pk]))
    as_trader.post(reverse("delegate", args=[company.uuid]), {"broker_bin": broker.bin, "ends_on": "27.03.2031"})
    made = Delegation.objects.get(client=company, broker=broker, revoked_at=None)
    assert made.ends_at.isoformat() == "2031-03-27T19:00:00+00:00"


def test_a_bin_that_cannot_be_is_said_at_the_field(as_trader, company):
    for wrong, sentence in (("123", "12 digits"), ("123456789011", "last digit"), ("", "Enter the BIN")):
        page = text(as_trader.post(reverse("delegate", args=[company.uuid]), {"broker_bin": wrong}))
        assert sentence in page
        assert "Error: " in page


def test_registering_a_company_and_approving_it_by_hand(client, stranger, cast):
    other = type(client)()
    signed_in(client, stranger).post("/company/register/", {"bin": "010940000162", "name": "New Goods"})
    company = Company.objects.get(bin="010940000162")
    signed_in(other, cast.user("customs_head"))
    assert "New Goods" in text(other.get("/agency/companies/"))
    assert other.post(reverse("reject_company", args=[company.pk]), {"reason": ""}).status_code == 409
    other.post(reverse("approve_company", args=[company.pk]))
    company.refresh_from_db()
    assert company.status == "approved"


def _in_russian(sentence: str) -> str:
    with translation.override("ru"):
        return gettext(sentence)


def test_a_token_is_shown_once(as_trader, trader):
    page = as_trader.post("/tokens/", {"name": "books", "scopes": ["read"], "ends_on": _in_a_month()})
    token = ApiToken.objects.get(user=trader, name="books")
    secret = page.context["issued"].secret
    assert secret in text(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert secret not in text(as_trader.get("/tokens/"))
    as_trader.cookies["django_language"] = "ru"
    assert f">{_in_russian('Read declarations')}</td>" in as_trader.get("/tokens/").text
    as_trader.post(reverse("end_token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_role_asked_approved_and_revoked_by_hand(as_administrator, second_administrator, client):
    page = as_administrator.get("/agency/", follow=True)
    assert "Plant" in text(page)
    answer = as_administrator.post(
        reverse("ask_grant", args=[AGENCY]),
        {
            "email": "new@example.kz",
            "full_name": "New",
            "role": "officer",
            "office": "KZ-NURJOLY",
            "reason": "x",
        },
    )
    assert answer.status_code == 302
    grant = Grant.objects.get(user__email="new@example.kz")
    assert as_administrator.post(reverse("approve_grant", args=[grant.pk])).status_code == 403
    other = type(client)()
    signed_in(other, second_administrator)
    other.post(reverse("approve_grant", args=[grant.pk]))
    grant.refresh_from_db()
    assert grant.approved_by == second_administrator
    assert other.get(reverse("revoke_grant", args=[grant.pk])).status_code == 200
    other.post(reverse("revoke_grant", args=[grant.pk]), {"reason": "Left"})
    grant.refresh_from_db()
    assert grant.revoked_by == second_administrator


def test_a_form_with_faults_says_them_in_our_words(as_administrator):
    page = text(as_administrator.post(reverse("ask_grant", args=[AGENCY]), {"email": "x", "ends_on": "31.02.2027"}))
    assert "This field is required" not in page
    for sentence in ("Enter an email address", "Select a role", "Enter the reason", "no such day"):
        assert sentence in page


@pytest.mark.parametrize("who", ["trader", "officer", "stranger"])
def test_others_do_not_administer(client, who, request, officer, second_administrator):
    signed_in(client, request.getfixturevalue(who))
    grant = Grant.objects.filter(user=second_administrator).first()
    hidden = 404 if who == "officer" else 403
    assert client.get("/agency/").status_code == 403
    assert client.get(reverse("grants_of", args=[AGENCY])).status_code == hidden
    assert client.get(reverse("ask_grant", args=[AGENCY])).status_code == hidden
    assert client.get(reverse("revoke_grant", args=[grant.pk])).status_code == hidden
    assert client.post(reverse("approve_grant", args=[grant.pk])).status_code == hidden
    assert client.get("/agency/companies/").status_code == 403
    assert client.get("/agency/days/").status_code == 403


def test_an_administrator_sees_nothing_of_another_agency(as_administrator):
    assert as_administrator.get(reverse("grants_of", args=["customs"])).status_code == 404
    grant = Grant.objects.filter(agency="customs").first()
    assert as_administrator.get(reverse("revoke_grant", args=[grant.pk])).status_code == 404
    assert as_administrator.post(reverse("revoke_grant", args=[grant.pk]), {"reason": "x"}).status_code == 404


def test_days_are_kept_by_hand(client, cast):
    signed_in(client, cast.user("customs_admin"))
    day = {"day": "05.01.2027", "kind": "short", "name_en": "Eve", "name_ru": "Канун", "name_kk": "Қарсаң"}
    assert client.post("/agency/days/", {**day, "opens": "09:00"}).status_code == 200
    client.post("/agency/days/", {**day, "opens": "09:00", "closes": "12:00"})
    kept = CalendarDay.objects.get(office=None, day="2027-01-05")
    assert "Eve" in text(client.get("/agency/days/"))
    client.post(reverse("drop_day", args=[kept.pk]))
    assert not CalendarDay.objects.filter(pk=kept.pk).exists()


PAGES = [
    "/settings/", "/tokens/", "/company/", "/company/register/", "/accounts/email/", "/accounts/password/change/",
    "/accounts/logout/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/sessions/", "/agency/",
]  # fmt: skip
PUBLIC = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/"]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_page_of_people_is_framed_and_breaks_no_policy(client, first_administrator, language):
    client.cookies["django_language"] = language
    pages = [(address, client.get(address)) for address in PUBLIC]
    signed_in(client, first_administrator)
    pages += [(address, client.get(address, follow=True)) for address in PAGES]
    for address, answer in pages:
        page = text(answer)
        assert answer.status_code == 200, address
        assert page.count("<h1") == 1, address
        assert f'<html lang="{language}"' in page, address
        assert " style=" not in page, address
        assert "<script>" not in page, address
        assert "onclick" not in page, address


def _in_a_month() -> str:
    return (clock.now() + dt.timedelta(days=30)).strftime("%d.%m.%Y")
