"""What waits for an answer in the demo: a company that customs approves, and a client whom a broker has asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from clearance import clock
from clearance.acting import Who, acting_as
from portal.accounts.models import Company, User
from portal.accounts.services import companies, delegations
from portal.demo.cast import COMPANIES, PASSWORD

NEWCOMER = ("saule", "Saule Ibraimova")
HOUSE = ("010940000162", "Turan Dairy LLP")


def come(*, now: datetime) -> None:
    """Register a company yesterday; this morning the broker asks the post."""
    username, name = NEWCOMER
    user = User.objects.create(
        username=username,
        full_name=name,
        email=f"{username}@example.kz",
        password=make_password(PASSWORD),
        date_joined=now - timedelta(days=1),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    with clock.at(now - timedelta(hours=20)), acting_as(Who(user_id=user.pk)) as newcomer:
        companies.register_company(newcomer, bin=HOUSE[0], name=HOUSE[1])
    by_key = {house.key: house for house in COMPANIES}
    broker = by_key["steppe"]
    olga = User.objects.get(username=broker.people[0].username)
    with clock.at(now - timedelta(hours=3)), acting_as(Who(user_id=olga.pk)) as person:
        house = Company.objects.get(bin=broker.bin)
        delegations.ask_client(person, broker_id=house.pk, client_bin=by_key["kazpost"].bin)
