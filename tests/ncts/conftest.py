"""What the tests of messages stand on: the holder's guarantee."""

import pytest

from tests.cast import Cast
from tests.corridor.helping import a_guarantee
from tests.ncts.helping import GRN


@pytest.fixture
def cover(cast: Cast) -> None:
    a_guarantee(cast, "1000000000.00", number=GRN)
