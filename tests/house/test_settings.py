"""A bad value stops the start with a sentence that names the variable and the way out."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import environment

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DATABASE_URL": "postgres://portal_app:x@127.0.0.1:1/portal",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "example.org",
    "RUN_DIR": "/nonexistent",
}


def start(
    environment: dict[str, str], command: Sequence[str] = ("manage.py", "check")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_a_bad_value_stops_the_start_with_a_sentence_and_no_traceback(bare_environment: dict[str, str]) -> None:
    done = start(bare_environment | GOOD | {"SWEEP_SECONDS": "soon"})
    assert done.returncode == 1
    assert "SWEEP_SECONDS is 'soon'; write a number of seconds" in done.stderr
    assert "Traceback" not in done.stderr


def test_good_values_start_and_the_second_factor_is_asked(bare_environment: dict[str, str]) -> None:
    ask = ["manage.py", "shell", "-v0", "-c", "from django.conf import settings as s; print(s.REQUIRE_SECOND_FACTOR)"]
    told = start(bare_environment | GOOD, ask)
    assert (told.returncode, told.stdout.split()) == (0, ["True"]), told.stderr
    assert start(bare_environment | GOOD | {"DEMO": "1"}, ask).stdout.split() == ["False"]


def test_passwords_are_hashed_at_full_cost(bare_environment: dict[str, str]) -> None:
    ask = "from django.contrib.auth.hashers import make_password; print(make_password('x').split('$')[:4])"
    told = start(bare_environment | GOOD, ["manage.py", "shell", "-v0", "-c", ask])
    assert told.stdout.strip() == "['argon2', 'argon2id', 'v=19', 'm=102400,t=2,p=8']", told.stderr


def test_without_any_value_the_way_out_is_told(bare_environment: dict[str, str]) -> None:
    done = start(bare_environment | {"RUN_DIR": "/nonexistent"})
    assert done.returncode == 1
    assert "make demo" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DATABASE_URL", "sqlite:///x.db", environment.postgres),
        ("DATABASE_URL", "postgres://somebody@somewhere", environment.postgres),
        ("DATABASE_URL", "", environment.postgres),
        ("BROKER_URL", "amqp://somewhere", environment.redis),
        ("BROKER_URL", "redis:///0", environment.redis),
        ("LIVE_UPDATES", "perhaps", lambda name: environment.flag(name, True)),
        ("SWEEP_SECONDS", "0", lambda name: environment.seconds(name, 2, least=0.2, most=60)),
        ("SWEEP_GRACE_SECONDS", "nan", lambda name: environment.seconds(name, 2, least=0, most=60)),
        ("SECRET_KEY", " ", environment.text),
    ],
)
def test_each_bad_value_is_refused_by_name(
    name: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"^{name} "):
        read(name)  # type: ignore[operator]


def test_the_content_policy_allows_nothing_inline() -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert policy["default-src"] == ["'none'"]
    assert not any("unsafe" in str(source) for sources in policy.values() for source in sources)


def test_outside_the_demo_cookies_travel_only_over_https() -> None:
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert settings.SESSION_ENGINE.endswith(".db")


def test_only_postgresql_and_no_admin_site() -> None:
    assert {database["ENGINE"] for database in settings.DATABASES.values()} == {"django.db.backends.postgresql"}
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
