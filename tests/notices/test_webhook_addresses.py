"""Where a webhook may lead: to public servers with a certificate of their name, never inside."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clearance.models import Declaration
from portal.notices.webhooks import addresses, posting
from portal.notices.webhooks.addresses import Barred
from tests import loops
from tests.cast import Cast
from tests.notices.acts import ask
from tests.notices.hooks import deliver, deliveries, webhook
from tests.notices.receiver import receiving


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
        loops.run(addresses.resolved(parts))
    assert refused.value.code in {"private_address", "unknown_name"}


@pytest.mark.django_db
def test_nothing_is_posted_to_a_barred_address(cast: Cast, apples: Declaration, settings: Any) -> None:
    with receiving() as receiver:
        settings.WEBHOOKS_TO_PRIVATE = True
        webhook(cast, receiver.url)
        settings.WEBHOOKS_TO_PRIVATE = False
        ask(cast, apples)
        assert deliver() == 0
        assert receiver.received == []
    assert deliveries()[0].fault == "not_https"


def test_a_certificate_must_be_of_the_name_though_the_address_is_connected_to(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    look_up = socket.getaddrinfo  # a bare machine may not know the name
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *more, **named: look_up({"localhost": "127.0.0.1"}.get(host, host), *more, **named),
    )
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
