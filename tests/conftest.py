"""What every test may use: the databases. People and goods are in the conftest beside the tests that need them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from clearance import calendars, deriving
from clearance.models import Declaration
from clearance.reference import lists
from tests.cast import cast, committed_cast, signed
from tests.databases import Databases

__all__ = ["cast", "committed_cast", "signed"]

_untouched: dict[str, Any] = {}


def pytest_configure() -> None:
    """Check passwords quickly; what production takes for it is said in tests/house/test_settings.py."""
    override_settings(PASSWORD_HASHERS=["tests.hashing.QuickArgon2"]).enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, in whatever order chance put the rest: no core waits at the end for another."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Prepare this worker's databases instead of pytest-django, whose `default` role could not."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    databases = Databases(worker)
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        databases.prepare()
        calendars.calendar_of(None)
        _untouched["calendars"] = calendars._Kept.known
        # A test that commits: TRUNCATE is not the application's to do, append-only tables refuse DELETE.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: databases.renew())
        yield
        patch.undo()
        databases.remove()


@pytest.fixture(autouse=True)
def every_test_begins_in_english() -> Iterator[None]:
    """A page asked for in Russian leaves its language behind in the thread; the next test must not meet it."""
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture(autouse=True)
def what_a_process_remembers_is_what_the_tables_say() -> Iterator[None]:
    """Calendars and editions are kept for seconds: what a test changed and took back, the next must not meet."""
    yield
    lists.forget()
    calendars._Kept.known = _untouched.get("calendars")


@pytest.fixture(autouse=True)
def decisions_count_at_once(settings: Any) -> None:
    """Tests of the time to take a decision back set `UNDO_SECONDS` themselves."""
    settings.UNDO_SECONDS = 0


@pytest.fixture(autouse=True)
def chance_picks_nobody(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lane drawn differs from declaration to declaration: only a test that sets a `DRAW_KEY` of its own meets it."""
    key, really_draw = settings.DRAW_KEY, deriving.draw

    def draw(declaration: Declaration, purpose: str) -> Decimal:
        return Decimal("0.5") if key == settings.DRAW_KEY else really_draw(declaration, purpose)

    monkeypatch.setattr(deriving, "draw", draw)
