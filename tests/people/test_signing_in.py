"""Signing in: password, lockout, second factor, and what a person chose for themselves."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import User
from portal.accounts.services.access import end_access
from tests.cast import PASSWORD
from tests.people.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet(db):
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, **more):
    return client.post("/accounts/login/", {"login": username, "password": password}, **more)


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def test_a_trader_signs_in_with_the_password(client, cast):
    assert sign_in(client, "trader").status_code == 302
    assert is_signed_in(client)


def test_a_trader_signs_in_with_the_email_address(client, trader):
    User.objects.filter(pk=trader.pk).update(email="trader@example.kz")
    assert sign_in(client, "trader@example.kz").status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(client, cast):
    wrong = sign_in(client, "trader", "not this one").content.decode()
    unknown = sign_in(client, "nobody-here", "not this one").content.decode()
    sentence = "The user name and the password do not belong together. Check both."
    assert sentence in wrong
    assert sentence in unknown


def test_five_wrong_passwords_lock_the_account_for_a_while(client, cast):
    for _attempt in range(5):
        sign_in(client, "trader", "not this one")
    answer = sign_in(client, "trader")
    assert "locked for a few minutes" in answer.content.decode()
    assert not is_signed_in(client)
    assert sign_in(Client(), "stranger").status_code == 302


def test_an_account_that_was_closed_does_not_sign_in(client, trader):
    User.objects.filter(pk=trader.pk).update(is_active=False)
    sign_in(client, "trader")
    assert not is_signed_in(client)


def test_an_empty_form_says_what_to_enter(client, cast):
    page = client.post("/accounts/login/", {}).content.decode()
    assert "Enter your user name or email address" in page
    assert "Enter your password" in page
    assert "This field is required" not in page


def test_a_new_person_makes_an_account_and_belongs_to_nobody(client, db):
    answer = client.post(
        "/accounts/signup/",
        {
            "full_name": "Jana Ospanova",
            "username": "jana",
            "email": "jana@example.kz",
            "password1": "three horses at dawn",
            "password2": "three horses at dawn",
        },
    )
    assert answer.status_code == 302
    jana = User.objects.get(username="jana")
    assert jana.full_name == "Jana Ospanova"
    assert not jana.memberships.exists()


def test_who_is_not_signed_in_is_led_to_signing_in_and_back(client, cast):
    answer = client.get("/settings/")
    assert answer.url == "/accounts/login/?next=/settings/"
    assert sign_in(client, "trader", QUERY_STRING="next=/settings/").url == "/settings/"


def test_ending_access_ends_every_session_listed_or_not(cast, trader):
    listed, unlisted = Client(), Client()
    sign_in(listed, "trader")
    unlisted.force_login(trader)
    assert is_signed_in(listed)
    assert is_signed_in(unlisted)
    end_access(trader.pk, by=trader.pk)
    assert not is_signed_in(listed)
    assert not is_signed_in(unlisted)
    assert not UserSession.objects.filter(user=trader).exists()


def test_a_new_password_ends_the_other_sessions(client, cast, trader):
    other = Client()
    sign_in(other, "trader")
    sign_in(client, "trader")
    new = "quite another sentence"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert not is_signed_in(other)


# The second factor.


def set_up(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_an_officer_without_a_second_factor_is_led_to_setting_it_up(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, "plant_health_officer")
    for address in ("/settings/", "/agency/", "/company/", "/tokens/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, "/accounts/2fa/totp/activate/")


def test_the_pages_needed_to_set_it_up_stay_open(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, "plant_health_officer")
    for address in ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/logout/"):
        assert "/accounts/2fa/totp/activate/" not in client.get(address).headers.get("Location", "")


def test_a_trader_needs_no_second_factor(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, "trader")
    assert is_signed_in(client)


def test_the_demo_lets_officers_in_without_one(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, "plant_health_officer")
    assert is_signed_in(client)


def test_an_officer_with_a_second_factor_is_asked_for_its_code(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    secret = set_up(cast.user("plant_health_officer"))
    assert sign_in(client, "plant_health_officer").url == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Enter the code your device shows now" in wrong.content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_an_officer_sets_a_second_factor_up_and_goes_on(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in(client, "plant_health_officer")
    asked_again = client.get("/accounts/2fa/totp/activate/")
    assert asked_again.url.startswith("/accounts/reauthenticate/")
    assert client.post(asked_again.url, {"password": PASSWORD}).url == "/accounts/2fa/totp/activate/"
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user__username="plant_health_officer", type="totp").exists()
    assert is_signed_in(client)


# What a person chose.


def test_settings_follow_a_person_to_the_next_device(client, cast, trader):
    sign_in(client, "trader")
    chosen = {"full_name": "Ерлан", "language": "ru", "theme": "dark", "time_zone": "Europe/Paris"}
    answer = client.post("/settings/", chosen)
    assert (answer.cookies["django_language"].value, answer.cookies["sw_theme"].value) == ("ru", "dark")
    elsewhere = Client()
    sign_in(elsewhere, "trader")
    page = elsewhere.get("/settings/")
    assert page.headers["Content-Language"] == "ru"
    assert 'data-bs-theme="dark"' in page.content.decode()
    assert str(page.context["TIME_ZONE"]) == "Europe/Paris"


def test_a_language_chosen_on_this_device_wins(client, cast, trader):
    User.objects.filter(pk=trader.pk).update(language="ru")
    sign_in(client, "trader")
    client.cookies["django_language"] = "kk"
    assert client.get("/settings/").headers["Content-Language"] == "kk"


def test_a_zone_that_does_not_exist_is_refused_and_a_stored_one_harms_nobody(client, cast, trader):
    sign_in(client, "trader")
    chosen = {"full_name": "E", "language": "en", "theme": "auto", "time_zone": "Mars/Olympus"}
    assert client.post("/settings/", chosen).status_code == 200
    User.objects.filter(pk=trader.pk).update(time_zone="../../etc/passwd")
    assert is_signed_in(client)


def test_an_unverified_person_cannot_take_the_address_of_another(client, cast, trader):
    make_user("jana")
    sign_in(client, "trader")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/email/", {"action_add": "", "email": "jana@example.kz"}, follow=True)
    assert page.status_code == 200
    trader.refresh_from_db()
    assert trader.email == ""
