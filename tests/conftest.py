"""What every test may use: the databases. People and goods are in the conftest beside the tests that need them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from clearance import deriving
from clearance.models import Declaration
from tests.cast import cast, committed_cast
from tests.databases import Databases

__all__ = ["cast", "committed_cast"]


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
