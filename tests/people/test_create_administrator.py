"""`create_administrator`: the first two of an agency, then the agency itself."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from agencies import offices
from portal.accounts.models import AccessEvent, User
from tests.people.conftest import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forestry(monkeypatch):
    """An agency nobody administers yet, and a password."""
    monkeypatch.setattr(
        "portal.accounts.management.commands.create_administrator.agency_codes",
        lambda: [*offices.agency_codes(), "forestry"],
    )
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "three horses at dawn")


def create(name: str, agency: str = "forestry") -> None:
    call_command("create_administrator", name, agency=agency, email=f"{name}@example.kz", name=name.title(), json=True)


def test_the_first_administrator_administers_at_once(capsys):
    create("aigerim")
    assert '"agency": "forestry"' in capsys.readouterr().out
    aigerim = User.objects.get(username="aigerim")
    assert aigerim.check_password("three horses at dawn")
    with acting(aigerim) as actor:
        assert actor.has_role("admin", "forestry")
    assert AccessEvent.objects.filter(kind="administrator.founded", person=aigerim).count() == 1


def test_the_third_administrator_is_made_by_the_first_two():
    create("aigerim")
    create("bolat")
    with pytest.raises(CommandError, match="grant and approve"):
        create("daniyar")
    assert not User.objects.filter(username="daniyar").exists()


def test_the_same_person_twice_is_said():
    create("aigerim")
    with pytest.raises(CommandError, match="already"):
        create("aigerim")


def test_an_unknown_agency_names_the_known_ones():
    with pytest.raises(CommandError, match="customs"):
        create("aigerim", "atlantis")


def test_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "password")
    with pytest.raises(CommandError, match="too short|too common"):
        create("aigerim")
