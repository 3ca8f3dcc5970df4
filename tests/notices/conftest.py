"""A receiver on the loopback, people with addresses, and goods that something can be asked about."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.models import Declaration
from portal.accounts.models import User
from portal.notices import reading
from portal.notices.models import Notice
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
def everybody_has_an_address(cast: Cast) -> None:
    for user in User.objects.filter(email=""):
        user.email = f"{user.username}@example.kz"
        user.save(update_fields=["email"])


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    """Apples that have arrived and wait for plant health; nothing is untold."""
    filed = present(cast, pay(cast, file(cast, imports(APPLES))))
    reading.read_all()
    with acting_as(Who(system=True)):
        Notice.objects.update(at=clock.now() - timedelta(days=90), mail_due_at=None)  # only what is old is deleted
        Notice.objects.all().delete()
    return filed
