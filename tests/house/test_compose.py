"""What production is started from: complete, without a secret in it, and the same settings as everywhere."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, dict[str, dict[str, object]]]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_production_is_web_events_worker_beat_and_their_servers(compose: dict[str, dict[str, object]]) -> None:
    assert set(compose["services"]) == {"database", "broker", "migrate", "web", "events", "worker", "beat"}


def test_every_secret_comes_from_outside(compose: dict[str, dict[str, object]]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for line in text.splitlines():
        if re.search(r"PASSWORD: |SECRET_KEY: |DRAW_KEY: ", line):
            assert "${" in line, line


def test_only_the_step_that_makes_tables_knows_the_owner(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    knowing = {
        name
        for name, service in compose["services"].items()
        if "DATABASE_OWNER_URL" in (service.get("environment") or {})
    }
    assert knowing == {"migrate"}


def test_names_in_russian_and_kazakh_are_found_in_production_too(compose: dict[str, dict[str, object]]) -> None:
    assert "--builtin-locale=C.UTF-8 --lc-ctype=C.UTF-8" in (ROOT / "docker-compose.yml").read_text()


def test_the_pins_hold_a_hash_each_and_no_address() -> None:
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (ROOT / name).read_text()
        packages = re.findall(r"^[\w.\[\]-]+==", text, flags=re.M)
        assert len(packages) > 40
        assert "://" not in text
        for block in re.split(r"\n(?=\S)", text)[1:]:
            assert "--hash=sha256:" in block, block


def test_tests_run_with_the_pins_of_production() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.\[\]-]+)==([^ ;\\]+)", (ROOT / name).read_text(), flags=re.M))

    production, testing = pins("requirements.txt"), pins("tests/requirements.txt")
    assert {name: testing.get(name) for name in production} == production
