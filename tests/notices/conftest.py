"""A receiver on the loopback, and goods that something can be asked about."""

from collections.abc import Iterator
from typing import Any

import pytest

from clearance.models import Declaration
from portal.notices import reading
from tests.acting import file, pay, present
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.notices.receiver import Receiver, receiving


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_TO_PRIVATE = True
    with receiving() as found:
        yield found


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    """Apples that have arrived; nothing of them is told any more."""
    filed = present(cast, pay(cast, file(cast, imports(APPLES))))
    reading.read_all()
    return filed
