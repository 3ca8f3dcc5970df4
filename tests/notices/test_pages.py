"""The inbox, its bell, what one chooses to be told of, and the pages of webhooks, as a person meets them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clearance.acting import Who, acting_as
from clearance.models import Declaration
from clearance.services import deciding
from portal.notices import reading
from portal.notices.models import Notice
from tests.acting import file, present, row
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> Declaration:
    """Apples about which plant health asks something."""
    filed = present(cast, file(cast, imports(APPLES)))
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, filed, "plant_health").uuid), text="Which orchard?")
    reading.read_all()
    return filed


def bell(page: Any) -> str:
    """What the bell says to somebody who does not see it."""
    found = re.search(r'class="sw-tool sw-bell".*?<span class="visually-hidden">(.*?)</span>', page.text, re.DOTALL)
    assert found
    return found[1].strip()


def unread_of(cast: Cast, name: str) -> list[Notice]:
    with acting_as(Who(system=True)):
        return list(Notice.objects.filter(recipient__username=name, inbox=True, read_at=None).order_by("pk"))


def test_the_bell_counts_and_a_message_that_was_opened_counts_no_more(cast: Cast, asked: Declaration) -> None:
    client = cast.browser("trader")
    waiting = unread_of(cast, "trader")
    assert bell(client.get("/home/")) == f"Messages, {len(waiting)} unread"
    question = next(one for one in waiting if one.kind == "question.asked")
    page = client.get("/messages/")
    assert "Question for you – Plant health" in page.text
    assert f"/messages/{question.uuid}/" in page.text
    answer = client.get(f"/messages/{question.uuid}/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/cases/{asked.reference}/questions/{question.facts['question']}/",
    )
    assert len(unread_of(cast, "trader")) == len(waiting) - 1
    stranger = cast.browser("stranger")
    assert stranger.get(f"/messages/{question.uuid}/").status_code == 404
    assert bell(stranger.get("/home/")) == "Messages"


def test_messages_are_marked_read_and_unread_one_by_one_and_all(cast: Cast, asked: Declaration) -> None:
    client = cast.browser("colleague")
    first, *others = unread_of(cast, "colleague")
    client.post("/messages/mark/", {"act": "read", "notice": [first.uuid], "next": "/messages/?show=unread"})
    assert unread_of(cast, "colleague") == others
    client.post("/messages/mark/", {"act": "unread", "notice": [first.uuid]})
    assert len(unread_of(cast, "colleague")) == len(others) + 1
    stranger = cast.browser("stranger")
    stranger.post("/messages/mark/", {"act": "read", "notice": [first.uuid]})
    assert len(unread_of(cast, "colleague")) == len(others) + 1, "a stranger marks nobody's"
    assert client.post("/messages/mark/", {"act": "all"})["Location"] == "/messages/"
    assert unread_of(cast, "colleague") == []
    assert "Everything is read" in client.get("/messages/?show=unread").text


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_marking_never_leads_to_another_site(cast: Cast, next_page: str) -> None:
    answer = cast.browser("trader").post("/messages/mark/", {"act": "read", "notice": "x", "next": next_page})
    assert answer["Location"] == "/messages/"


def test_messages_are_narrowed_by_what_they_are_about(cast: Cast, asked: Declaration) -> None:
    client = cast.browser("trader")
    assert asked.reference in client.get(f"/messages/?topic=question&q={asked.reference[:6]}").text
    assert asked.reference not in client.get("/messages/?topic=released").text
    assert "Nothing fits" in client.get("/messages/?topic=released").text
    assert "Question for you" in client.get("/messages/?topic=made-up&after=made-up").text


def test_an_officer_is_offered_an_officer_s_topics_only(cast: Cast) -> None:
    page = cast.browser("plant_health_officer").get("/messages/settings/").text
    assert 'name="answer_mail"' in page
    assert 'name="question_mail"' not in page
    trader = cast.browser("trader").get("/messages/settings/").text
    assert 'name="question_mail"' in trader
    assert 'name="answer_mail"' not in trader


def test_a_choice_is_kept_and_shown(cast: Cast) -> None:
    client = cast.browser("trader")
    assert client.post("/messages/settings/", {"question_inbox": "on"}).status_code == 302
    page = client.get("/messages/settings/").text
    assert re.search(r'name="question_inbox"[^>]* checked', page)
    assert not re.search(r'name="question_mail"[^>]* checked', page)
    assert not re.search(r'name="released_inbox"[^>]* checked', page)


def test_somebody_without_a_company_finds_the_way(cast: Cast) -> None:
    from portal.accounts.models import User

    guest = User.objects.create(username="guest", password="!")
    client = Client()
    client.force_login(guest)
    assert "Nothing to be told of yet" in client.get("/messages/settings/").text
    assert "No messages yet" in client.get("/messages/").text


def test_the_inbox_costs_the_same_with_one_message_and_with_many(
    cast: Cast, asked: Declaration, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = cast.browser("trader")
    client.get("/messages/")
    with django_assert_max_num_queries(11) as few:
        client.get("/messages/")
    with acting_as(Who(system=True)):
        one = Notice.objects.filter(recipient__username="trader").first()
        assert one is not None
        Notice.objects.bulk_create(
            Notice(
                recipient_id=one.recipient_id, key=f"copy:{n}", kind=one.kind, topic=one.topic,
                company_id=one.company_id, declaration_id=one.declaration_id, event_id=one.event_id, at=one.at,
            )
            for n in range(120)
        )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        page = client.get("/messages/")
    assert "99+" in page.text
    assert 'rel="next"' in page.text
