"""Webhooks: signed, at least once, tried again, sent again by hand, and never into a private network."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client

from clearance import clock
from clearance.acting import Who, acting_as
from clearance.models import Declaration
from clearance.services import deciding
from portal.accounts.models import Company, Delegation
from portal.accounts.services.delegations import revoke_delegation
from portal.notices import reading, services
from portal.notices.models import Attempt, Delivery, Notice, Seen, Stream, Webhook
from portal.notices.topics import FOR_WEBHOOKS
from portal.notices.webhooks import addresses, posting, sending
from portal.notices.webhooks.addresses import Barred
from portal.notices.webhooks.signing import secret_of
from tests.acting import file, pay, present, row
from tests.api.programs import Program
from tests.cast import Cast
from tests.goods import APPLES, imports
from tests.notices.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db
EVERYTHING = tuple(FOR_WEBHOOKS)


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


def webhook(
    cast: Cast, url: str, *, by: str = "trader", company: str = "silk_road", topics: tuple[str, ...] = EVERYTHING
) -> Webhook:
    house = Company.objects.get(pk=cast.companies()[company])
    with cast.acting(by) as actor:
        return services.make_webhook(actor, house.uuid, name="Books", url=url, language="en", topics=topics)


def ask(cast: Cast, declaration: Declaration) -> None:
    with cast.acting("plant_health_officer") as officer:
        deciding.ask(officer, sign_off=str(row(cast, declaration, "plant_health").uuid), text="Which orchard?")


def deliver(at: datetime | None = None) -> int:
    with clock.at(at or clock.now()):
        reading.read_all()
        return sending.send_due()


def deliveries() -> list[Delivery]:
    with acting_as(Who(system=True)):
        return list(Delivery.objects.order_by("pk"))


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


def test_a_receiver_that_fails_twice_gets_it_the_third_time_under_the_same_id(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    receiver.answers, receiver.says = [500, 503], b"not today\x00"
    now = clock.now()
    assert deliver(now) == 0
    assert deliver(now) == 0, "not before the pause is over"
    assert len(receiver.received) == 1
    (waiting,) = deliveries()
    assert waiting.due_at is not None
    assert timedelta(seconds=7) < waiting.due_at - now < timedelta(seconds=13)
    assert (waiting.status, waiting.standing) == (500, "again")
    assert deliver(waiting.due_at) == 0
    assert deliver(deliveries()[0].due_at) == 1
    assert len(set(receiver.ids)) == 1
    assert len({one.body for one in receiver.received}) == 1
    (done,) = deliveries()
    assert (done.standing, done.attempts, done.status) == ("delivered", 3, 204)
    with acting_as(Who(system=True)):
        assert [one.status for one in Attempt.objects.order_by("pk")] == [500, 503, 204]
        assert Attempt.objects.first().answer == "not today "  # type: ignore[union-attr]


def test_it_is_given_up_in_the_end_and_the_administrators_are_told_once_a_day(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    receiver.answers = [500] * 100
    now: datetime | None = clock.now()
    while now is not None:
        deliver(now)
        now = deliveries()[0].due_at
    (lost,) = deliveries()
    assert (lost.attempts, lost.standing) == (9, "given_up")
    with acting_as(Who(system=True)):
        told = Notice.objects.filter(kind="webhook.failing")
        assert {one.recipient.username for one in told.select_related("recipient")} == {"trader"}


def test_what_was_given_up_or_delivered_is_sent_again_by_hand(
    cast: Cast, apples: Declaration, receiver: Receiver
) -> None:
    made = webhook(cast, receiver.url)
    ask(cast, apples)
    deliver()
    (done,) = deliveries()
    client = Client()
    client.force_login(cast.user("trader"))
    path = f"/company/{made.company.uuid}/webhooks/{made.uuid}/deliveries/{done.pk}/"
    assert client.get(path).status_code == 200
    assert client.post(f"{path}again/").status_code == 302
    assert client.post(f"{path}again/").status_code == 302, "a double press is one more sending"
    assert deliver() == 1
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1
    stranger = Client()
    stranger.force_login(cast.user("stranger"))
    assert stranger.post(f"{path}again/").status_code == 404


def test_a_sender_that_dies_after_sending_sends_once_more_with_the_same_id(
    cast: Cast, apples: Declaration, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    now = clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_note", _die)
        with pytest.raises(MemoryError):
            deliver(now)
    assert len(receiver.received) == 1
    assert deliver(now + timedelta(minutes=1)) == 0, "the lease still runs"
    assert deliver(now + timedelta(minutes=4)) == 1
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1


def _die(*_args: Any, **_named: Any) -> int:
    raise MemoryError


def test_the_same_events_read_again_are_delivered_once(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    webhook(cast, receiver.url)
    ask(cast, apples)
    reading.read_all()
    before = len(deliveries())
    with acting_as(Who(system=True)):
        Seen.objects.all().delete()
        top = deliveries()[0].event_id or 0
        Stream.objects.filter(name="events").update(upto=top - 1, mark_top=None, mark_xmax=None)
    assert reading.read_all() >= 1
    assert len(deliveries()) == before == 1


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


def test_a_test_is_tried_once(cast: Cast, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    receiver.answers = [500]
    with cast.acting("trader") as actor:
        services.ping(actor, made)
        services.ping(actor, made)
    assert deliver() == 0
    (one,) = deliveries()
    assert (one.kind, one.standing, one.status) == ("webhook.ping", "given_up", 500)
    assert receiver.received[0].content["type"] == "webhook.ping"


def test_a_receiver_that_is_gone_is_switched_off(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    made = webhook(cast, receiver.url)
    receiver.answers = [410]
    ask(cast, apples)
    deliver()
    with cast.acting("trader"):
        made.refresh_from_db()
    assert not made.active
    with acting_as(Who(system=True)):
        assert Notice.objects.filter(kind="webhook.gone", recipient__username="trader").exists()


def test_a_redirect_is_a_failure_and_is_not_followed(cast: Cast, apples: Declaration, receiver: Receiver) -> None:
    webhook(cast, receiver.url)
    receiver.answers, receiver.location = [302], receiver.url.replace("hook", "elsewhere")
    ask(cast, apples)
    assert deliver() == 0
    assert [one.path for one in receiver.received] == ["/hook?of=us"]
    assert deliveries()[0].status == 302


def test_a_slow_receiver_holds_up_nobody_else(
    cast: Cast, apples: Declaration, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never answers: a socket that listens and says nothing."""
    monkeypatch.setattr(posting, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        webhook(cast, f"http://127.0.0.1:{silent.getsockname()[1]}/")
        webhook(cast, receiver.url)
        ask(cast, apples)
        assert deliver() == 1
    assert sorted((one.fault, one.status) for one in deliveries()) == [("", 204), ("too_slow", None)]


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


def test_nobody_but_an_administrator_of_the_company_sees_a_webhook(cast: Cast, apples: Declaration) -> None:
    made = webhook(cast, "https://example.kz/hook")
    ask(cast, apples)
    reading.read_all()
    for person, status in (("trader", 200), ("colleague", 403), ("broker", 404), ("stranger", 404)):
        client = Client()
        client.force_login(cast.user(person))
        path = f"/company/{made.company.uuid}/webhooks/"
        assert client.get(path).status_code == status, person
        assert client.get(f"{path}{made.uuid}/").status_code == status, person
        with cast.acting(person):
            assert Webhook.objects.exists() is (status == 200), f"the database shows {person} others' webhooks"
            assert Delivery.objects.exists() is (status == 200)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.kz/hook", "not_https"),
        ("ftp://example.kz/", "not_https"),
        ("https://user:password@example.kz/", "not_an_address"),
        ("https://example.kz/#x", "not_an_address"),
        ("https:///hook", "not_an_address"),
        ("https://example.kz:99999/", "not_an_address"),
        ("https://exam ple.kz/", "not_an_address"),
        ("https://127.0.0.1/", "private_address"),
        ("https://10.0.0.8/", "private_address"),
        ("https://169.254.169.254/latest/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[::ffff:10.0.0.1]/", "private_address"),
        ("https://[64:ff9b::7f00:1]/", "private_address"),
        ("https://[2002:7f00:1::]/", "private_address"),
        ("https://[fe80::1]/", "private_address"),
        ("https://0.0.0.0/", "private_address"),
        ("https://100.64.0.1/", "private_address"),
        ("https://224.0.0.1/", "private_address"),
    ],
)
def test_an_address_a_webhook_may_not_lead_to_is_refused_at_once(url: str, code: str) -> None:
    with pytest.raises(Barred) as refused:
        addresses.parsed(url)
    assert refused.value.code == code


def test_public_addresses_are_let_through() -> None:
    for url in (
        "https://example.kz/hook?x=1",
        "https://example.kz:8443/",
        "https://1.1.1.1/",
        "https://[2606:4700::1]/",
    ):
        assert addresses.parsed(url).hostname


@pytest.mark.parametrize("name", ["localhost", "ip6-localhost"])
def test_a_name_that_leads_inside_is_refused_when_it_is_called(name: str) -> None:
    """A name is looked at when it is called: what it meant when it was typed says nothing."""
    parts = addresses.parsed(f"https://{name}:8443/")
    with pytest.raises(Barred) as refused:
        asyncio.run(addresses.resolved(parts))
    assert refused.value.code in {"private_address", "unknown_name"}


def test_nothing_is_posted_to_a_barred_address(cast: Cast, apples: Declaration, settings: Any) -> None:
    with receiving() as receiver:
        settings.WEBHOOKS_TO_PRIVATE = True
        webhook(cast, receiver.url)
        settings.WEBHOOKS_TO_PRIVATE = False
        ask(cast, apples)
        assert deliver() == 0
        assert receiver.received == []
    assert deliveries()[0].fault == "not_https"


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("trader"))
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


def test_a_certificate_must_be_of_the_name_though_the_address_is_connected_to(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    for name, outcome in (("localhost", (204, "")), ("elsewhere.example", (None, "no_connection"))):
        certificate, key = a_certificate(name, tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        trust = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(posting, "_trust", lambda trust=trust: trust)
        with receiving(context) as receiver:
            url = receiver.url.replace("http://127.0.0.1", "https://localhost")
            found = posting.post_all([posting.Parcel(1, 1, url, b"{}", {})], seconds=5)[1]
        assert (found.status, found.fault) == outcome, name


def a_certificate(name: str, folder: Path) -> tuple[Path, Path]:
    """A certificate for a name that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
