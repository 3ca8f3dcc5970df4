"""Apples that wait for plant health, and the officer who looks at them."""

import pytest
from django.test import Client

from clearance.models import Declaration, SignOff
from portal.accounts.models import User
from tests.acting import file, pay, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.pages.signoff.acts import Sign


@pytest.fixture
def officer(signed: Sign) -> Client:
    return signed("plant_health_officer")


@pytest.fixture
def apples(cast: Cast) -> Declaration:
    return present(cast, pay(cast, file(cast, imports(APPLES))))


@pytest.fixture
def sign_off(cast: Cast, apples: Declaration) -> SignOff:
    return row(cast, apples, "plant_health")


@pytest.fixture
def in_russian(cast: Cast) -> None:
    """The trader reads Russian."""
    User.objects.filter(pk=cast.user("trader").pk).update(language="ru")
