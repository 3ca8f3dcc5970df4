"""Webhooks: what is sent, to whom, in which words, and that it is signed."""

from datetime import timedelta

import pytest

from clearance import clock
from clearance.models import Declaration
from clearance.services import deciding
from portal.accounts.models import Delegation
from portal.accounts.services.delegations import revoke_delegation
from portal.notices import reading, services
from portal.notices.models import Delivery
from portal.notices.webhooks.signing import secret_of
from tests.acting import file, present, row
from tests.api.programs import Program
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.notices.acts import ask
from tests.notices.hooks import EVERYTHING, deliver, deliveries, webhook
from tests.notices.receiver import Receiver

pytestmark = pytest.mark.django_db


def test_an_event_arrives_signed_and_as_the_api_shows_it(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    ask(cast, apples)
    assert deliver() == 1
    (post,) = receiver.received
    assert post.path == "/hook?of=us"
    assert post.headers["content-type"] == "application/json"
    assert post.headers["host"] == receiver.url.split("/")[2]
    assert post.is_signed_with(secret_of(made))
    content = post.content
    assert set(content) == {"type", "timestamp", "data"}
    assert (content["type"], content["data"]["reference"]) == ("question.asked", apples.reference)
    shown = Program(cast, "trader").get(f"declarations/{apples.reference}/events").json()["events"]
    assert content["data"]["event"] == shown[-1]
    assert b"Officer" not in post.body


def test_a_forged_or_changed_message_does_not_pass(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    made, other = webhook(cast, receiver.url), webhook(cast, receiver.url)
    assert secret_of(made) != secret_of(other)
    ask(cast, apples)
    deliver()
    post = next(one for one in receiver.received if one.is_signed_with(secret_of(made)))
    assert not post.is_signed_with(secret_of(other))
    for changed in (
        type(post)(post.path, post.headers, post.body.replace(b"question", b"Question")),
        type(post)(post.path, {**post.headers, "webhook-timestamp": "1"}, post.body),
        type(post)(post.path, {**post.headers, "webhook-id": "msg_other"}, post.body),
        type(post)(post.path, {**post.headers, "webhook-signature": "v1,AAAA"}, post.body),
    ):
        assert not changed.is_signed_with(secret_of(made))


def test_only_what_was_chosen_is_sent_and_nothing_while_it_is_off(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    made = webhook(cast, receiver.url, topics=("released",))
    ask(cast, apples)
    assert deliver() == 0
    with cast.acting("trader") as actor:
        services.change_webhook(
            actor, made, name="Books", url=made.url, language="ru", topics=["question"], active=False
        )
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, apples, "plant_health").uuid), text="And which tree?")
    assert deliver() == 0
    assert deliveries() == []
    assert receiver.received == []


def test_the_texts_are_in_the_webhook_s_language(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    with cast.acting("trader") as actor:
        services.change_webhook(
            actor, made, name="Books", url=made.url, language="ru", topics=list(EVERYTHING), active=True
        )
    ask(cast, apples)
    deliver()
    shown = Program(cast, "trader").get(f"declarations/{apples.reference}/events", accept_language="ru").json()
    assert receiver.received[0].content["data"]["event"] == shown["events"][-1]


def test_a_new_secret_overlaps_with_the_old_one_for_a_day(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    old = secret_of(made)
    with cast.acting("trader") as actor:
        services.change_secret(actor, made)
    new = secret_of(made)
    ask(cast, apples)
    deliver()
    assert receiver.received[-1].is_signed_with(old)
    assert receiver.received[-1].is_signed_with(new)
    with cast.acting("trader") as actor:
        services.send_again(actor, Delivery.objects.select_related("webhook").get())
    deliver(clock.now() + timedelta(hours=25))
    assert not receiver.received[-1].is_signed_with(old)
    assert receiver.received[-1].is_signed_with(new)


def test_the_broker_s_own_webhook_hears_of_what_it_filed_while_it_may(cast: Cast, receiver: Receiver) -> None:
    webhook(cast, receiver.url, by="broker", company="steppe_brokers")
    file(cast, imports(APPLES))
    filed = present(cast, file(cast, imports(APPLES), by="broker"))
    deliver()
    assert {one.content["data"]["reference"] for one in receiver.received} == {filed.reference}
    count = len(receiver.received)
    ask(cast, filed)
    reading.read_all()
    with cast.acting("trader") as trader:
        revoke_delegation(trader, delegation_id=Delegation.objects.get(client_id=filed.company_id).pk)
    deliver()
    assert len(receiver.received) == count, "what was on its way when the delegation ended is not sent"
