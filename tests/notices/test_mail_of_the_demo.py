"""The demo's mail catcher: e-mails become files and pages; outside a demo the pages are nowhere."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import include, path

from clearance.access import bare
from portal import access
from portal.demo.mail import catcher

BACKEND = "portal.demo.mail.catcher.Backend"


@pytest.fixture
def demo(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site as a demo has it."""

    class Demo:
        urlpatterns = [path("demo/", include("portal.demo.urls")), path("", include("portal.urls"))]

    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.ROOT_URLCONF = Demo
    rows = {name: bare() for name in ("demo_mail", "demo_letter", "demo_letter_html")}
    table = {**access.table(), **rows}
    monkeypatch.setattr(access, "table", lambda: table)


def post(subject: str, to: str) -> None:
    letter = EmailMultiAlternatives(subject, "Жауап беріңіз: http://127.0.0.1:8000/x/", "window@localhost", [to])
    letter.attach_alternative("<p>Жауап <b>беріңіз</b><script>alert(1)</script></p>", "text/html")
    letter.connection = get_connection(BACKEND)
    letter.send()


@pytest.mark.django_db
def test_a_letter_is_caught_listed_and_read(demo: None) -> None:
    post("KZ26-1: Сізге сұрақ", "daulet@example.kz")
    post("KZ26-2: Goods released", "aigul@example.kz")
    client = Client()
    assert "KZ26-1: Сізге сұрақ" in client.get("/demo/mail/").text
    assert "KZ26-1" not in client.get("/demo/mail/?to=aigul").text
    name = catcher.caught(to="daulet")[0].name
    page = client.get(f"/demo/mail/{name}/")
    assert 'href="http://127.0.0.1:8000/x/"' in page.text
    shown = client.get(f"/demo/mail/{name}/html/")
    assert "<b>беріңіз</b>" in shown.text
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert client.get("/demo/mail/20260101000000-00000000/").status_code == 404
    assert client.get("/demo/mail/passwd/").status_code == 404


@pytest.mark.django_db
def test_only_the_newest_are_kept(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catcher, "KEPT", 2)
    for number in range(4):
        post(f"Letter {number}", "aigul@example.kz")
    assert len(catcher.caught()) == 2


@pytest.mark.django_db
def test_outside_a_demo_there_are_no_such_pages() -> None:
    client = Client()
    for address in ("/demo/mail/", "/demo/mail/20260101000000-00000000/", "/demo/hook/"):
        assert client.get(address).status_code == 404
    assert not [name for name in access.table() if name.startswith("demo_")]
