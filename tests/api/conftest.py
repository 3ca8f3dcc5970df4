"""Programs of the cast."""

from collections.abc import Callable

import pytest

from tests.api.programs import ALL, Program
from tests.cast import Cast


@pytest.fixture
def program(cast: Cast) -> Callable[..., Program]:
    def of(person: str = "", scopes: tuple[str, ...] = ALL) -> Program:
        return Program(cast, person, scopes)

    return of
