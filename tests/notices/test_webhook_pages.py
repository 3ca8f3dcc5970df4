"""The pages of webhooks: for administrators of the company alone, with the secret shown once."""

import pytest

from clearance.models import Declaration
from portal.accounts.models import Company
from portal.notices import reading
from portal.notices.models import Delivery, Webhook
from portal.notices.webhooks.signing import secret_of
from tests.cast import Cast
from tests.notices.acts import ask
from tests.notices.hooks import webhook

pytestmark = pytest.mark.django_db


def test_nobody_but_an_administrator_of_the_company_sees_a_webhook(cast: Cast, apples: Declaration) -> None:
    made = webhook(cast, "https://example.kz/hook")
    ask(cast, apples)
    reading.read_all()
    for person, status in (("trader", 200), ("colleague", 403), ("broker", 404), ("stranger", 404)):
        client = cast.browser(person)
        path = f"/company/{made.company.uuid}/webhooks/"
        assert client.get(path).status_code == status, person
        assert client.get(f"{path}{made.uuid}/").status_code == status, person
        with cast.acting(person):
            assert Webhook.objects.exists() is (status == 200), f"the database shows {person} others' webhooks"
            assert Delivery.objects.exists() is (status == 200)


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.browser("trader")
    company = Company.objects.get(pk=cast.companies()["silk_road"])
    path = f"/company/{company.uuid}/webhooks/new/"
    answer = client.post(path, {"name": "Books", "url": "https://127.0.0.1/", "topics": ["question"], "language": "en"})
    assert answer.status_code == 200
    assert "Enter a public address: this one leads into a private network" in answer.text
    assert 'value="Books"' in answer.text
    made = client.post(path, {"name": "Books", "url": "https://example.kz/", "topics": ["question"], "language": "en"})
    assert "whsec_" in made.text
    assert made["Cache-Control"] == "no-store"
    with cast.acting("trader"):
        one = Webhook.objects.get()
    assert "whsec_" not in client.get(f"/company/{company.uuid}/webhooks/{one.uuid}/").text
    assert secret_of(one) in made.text
