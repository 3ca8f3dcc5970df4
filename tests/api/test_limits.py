"""How often a program may ask: counted in PostgreSQL, told with the time to wait."""

import pytest
from django.db import connection

from tests.api.programs import codes
from tests.goods import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def limits(settings):
    settings.LIMITS = {"token_act": 3, "token_read": 4, "public": 2, "guesses": 2}
    return settings.LIMITS


def refused(answer) -> bool:
    if answer.status_code != 429:
        return False
    assert codes(answer) == ["too_many_requests"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    return True


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the limits stands, so that no test runs over the edge of a minute."""
    monkeypatch.setattr("portal.limits._now", lambda: (29_000_000, 42))


def test_a_token_may_read_and_act_so_often_in_a_minute(program, limits) -> None:
    trader = program("trader")
    assert [refused(trader.get("declarations")) for _turn in range(6)] == [False] * 4 + [True] * 2
    assert [refused(trader.post("declarations?action=check", imports())) for _turn in range(4)] == [False] * 3 + [True]
    assert not refused(program("colleague").get("declarations"))


def test_a_new_minute_begins_anew(program, limits, monkeypatch) -> None:
    trader = program("trader")
    for _turn in range(5):
        trader.get("declarations")
    monkeypatch.setattr("portal.limits._now", lambda: (29_000_001, 60))
    assert not refused(trader.get("declarations"))


def test_public_calls_are_limited_by_address(program, limits) -> None:
    nobody = program()
    assert [refused(nobody.post("explain", imports())) for _turn in range(3)] == [False, False, True]
    nobody.client.defaults["REMOTE_ADDR"] = "10.0.0.9"
    assert not refused(nobody.post("explain", imports()))


def test_guessing_tokens_is_slowed(program, limits) -> None:
    nobody = program()
    guesses = [nobody.get("declarations", authorization=f"Bearer sw_{turn}") for turn in range(4)]
    assert [answer.status_code for answer in guesses] == [401, 401, 429, 429]


def test_behind_our_proxy_the_address_is_the_one_it_wrote(program, limits, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    nobody = program()
    forged = [nobody.post("explain", imports(), x_forwarded_for=f"1.1.1.{turn}, 9.9.9.9") for turn in range(3)]
    assert [refused(answer) for answer in forged] == [False, False, True]


def test_nothing_is_counted_where_there_is_no_limit(program, settings) -> None:
    settings.LIMITS = dict.fromkeys(("token_act", "token_read", "public", "guesses"), 0)
    for _turn in range(3):
        assert program("trader").get("declarations").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from portal_limit")
        assert cursor.fetchone()[0] == 0


def test_the_limits_are_large_enough_for_filing_in_bulk(settings) -> None:
    assert settings.LIMITS["token_act"] >= 600
