"""The addressee without an account: looks, pays, objects, sends back; nobody else does, and nothing counts twice."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from clearance.models import Declaration, Document, Event, Payment
from portal.post.models import Attempt
from portal.post.payments.providers import SIGNATURE, message, signature_of
from tests import acting, pictures
from tests.cast import Cast
from tests.postal.conftest import Post, above_the_norm

pytestmark = pytest.mark.django_db
PNG = pictures.png()
PAYS = override_settings(PARCEL_PAYMENTS="portal.post.payments.providers.DemoProvider")


def picture(name: str = "box.png", data: bytes = PNG, kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


def say(client: Client, about: Attempt, *, is_paid: bool = True, signature: str = "", **told: Any) -> Any:
    body = json.dumps({**json.loads(message(about, is_paid=is_paid)), **told}).encode()
    headers = {SIGNATURE: signature or signature_of(body)}
    return client.post("/parcel/payments/test/", body, content_type="application/json", headers=headers)


def attempts(cast: Cast) -> list[Attempt]:
    with cast.acting("system"):
        return list(Attempt.objects.order_by("pk"))


def payments(cast: Cast) -> list[Payment]:
    with cast.acting("system"):
        return list(Payment.objects.all())


def test_number_and_code_open_the_page_with_what_is_due_and_why(post: Post, client: Client):
    (item,) = post.file(above_the_norm())
    sent = client.post("/parcel/", {"number": item.local_ref.lower(), "code": post.code(item).lower()})
    page = client.get(sent.url)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Tablet computer with charger" in text
    assert "Germany" in text
    assert "150" in text  # above the norm, in euro
    assert item.money_amount == Decimal("13612.50")  # 15 % of 150 EUR at 605
    assert "13\u202f612.50" in text or "13\u00a0612.50" in text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_neither_name_nor_address_nor_tax_number_is_on_the_page(post: Post, client: Client):
    (item,) = post.file(above_the_norm())
    text = client.get(post.page(item)).content.decode()
    for private in ("Abdrakhmanov", "850415301239", "Zhandosov", "A. Schmidt", "Georgiring"):
        assert private not in text


def test_a_wrong_code_and_an_unknown_number_are_told_alike(post: Post, client: Client):
    (item,) = post.file(above_the_norm())
    post.code(item)
    answers = [
        client.post("/parcel/", {"number": number, "code": "AAAA-AAAA"}) for number in (item.local_ref, "CB000000014DE")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    said = ["No parcel is found by them together." in one.content.decode() for one in answers]
    assert said == [True, True]
    for address in (f"/parcel/{item.local_ref}/AAAAAAAA/", "/parcel/CB000000014DE/AAAAAAAA/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("act", ["pay", "object", "send-back"])
def test_without_the_code_nothing_is_done(post: Post, cast: Cast, client: Client, act: str):
    (item,) = post.file(above_the_norm())
    post.code(item)
    answer = client.post(f"/parcel/{item.local_ref}/AAAAAAAA/{act}/", {"text": "no"})
    assert answer.status_code == 404
    with cast.acting("system"):
        assert not Event.objects.filter(kind__startswith="addressee.").exists()
        assert not Attempt.objects.exists()


def test_guessing_is_counted_and_ends(post: Post, client: Client):
    with override_settings(LIMITS={"lookups": 3}):
        codes = [client.get("/parcel/CB000000014DE/AAAAAAAA/").status_code for _guess in range(5)]
    assert codes[:3] == [404, 404, 404]
    assert codes[-1] == 429


@PAYS
def test_the_addressee_pays_and_the_parcel_is_released(post: Post, cast: Cast, client: Client):
    (item,) = post.file(above_the_norm())
    with cast.acting("system"):
        left = [one for one in acting.rows(cast, item) if one.is_undecided]
    for one in left:
        acting.decide(cast, one)
    at_provider = client.post(f"{post.page(item)}pay/").url
    assert "Pay" in client.get(at_provider).content.decode()
    back = client.post(at_provider, {"act": "pay"}, follow=True)
    assert "The payment is recorded." in back.content.decode()
    with cast.acting("system"):
        after = Declaration.objects.get(pk=item.pk)
        (paid,) = Payment.objects.all()
    assert (after.money_position, after.state) == ("paid", "released")
    assert (paid.recorded_by_id, paid.provider, paid.amount) == (None, "test", item.money_amount)


@PAYS
def test_what_is_paid_twice_counts_once(post: Post, cast: Cast, client: Client):
    (item,) = post.file(above_the_norm())
    addresses = {client.post(f"{post.page(item)}pay/").url for _press in range(2)}
    (attempt,) = attempts(cast)
    assert len(addresses) == 1
    assert [say(client, attempt).json()["state"] for _again in range(2)] == ["paid", "paid"]
    assert len(payments(cast)) == 1
    assert say(client, attempt, is_paid=False).json()["state"] == "paid", "what is paid is not declined later"


@PAYS
def test_money_that_comes_when_nothing_is_due_is_kept_apart(post: Post, cast: Cast, client: Client):
    (item,) = post.file(above_the_norm())
    client.post(f"{post.page(item)}pay/")
    (attempt,) = attempts(cast)
    acting.pay(cast, item)
    assert say(client, attempt).json()["state"] == "too_much"
    assert len(payments(cast)) == 1
    assert "to be given back" in client.get(post.page(item)).content.decode()


@PAYS
@pytest.mark.parametrize("how", ["unsigned", "other amount", "other attempt", "no JSON"])
def test_a_forged_message_of_the_provider_is_refused(post: Post, cast: Cast, client: Client, how: str):
    (item,) = post.file(above_the_norm())
    client.post(f"{post.page(item)}pay/")
    (attempt,) = attempts(cast)
    if how == "no JSON":
        answer = client.post(
            "/parcel/payments/test/", b"paid", content_type="text/plain", headers={SIGNATURE: signature_of(b"paid")}
        )
    else:
        told = {
            "unsigned": {"signature": "0" * 64},
            "other amount": {"amount": "1.00"},
            "other attempt": {"attempt": "00000000-0000-4000-8000-000000000000"},
        }[how]
        answer = say(client, attempt, **told)
    assert answer.status_code == 403
    assert payments(cast) == []


@PAYS
def test_a_declined_payment_may_be_tried_again(post: Post, cast: Cast, client: Client):
    (item,) = post.file(above_the_norm())
    for _try in range(2):
        at_provider = client.post(f"{post.page(item)}pay/").url
        back = client.post(at_provider, {"act": "decline"}, follow=True)
        assert "Nothing was taken." in back.content.decode()
    assert [one.state for one in attempts(cast)] == ["declined", "declined"]


@override_settings(PARCEL_PAYMENTS="")
def test_without_a_provider_nobody_pays_online(post: Post, client: Client):
    (item,) = post.file(above_the_norm())
    text = client.get(post.page(item)).content.decode()
    assert "/pay/" not in text
    assert "Pay at any post office" in text
    assert client.post(f"{post.page(item)}pay/").status_code == 409
    assert client.get("/parcel/test-payment/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert client.post("/parcel/payments/test/", b"{}", content_type="application/json").status_code == 404


def test_an_objection_with_a_picture_reaches_officer_and_operator(
    post: Post, cast: Cast, client: Client, browser_of: Any
):
    (item,) = post.file(above_the_norm())
    sent = client.post(f"{post.page(item)}object/", {"text": "It is a gift of my sister.", "pictures": [picture()]})
    assert sent.status_code == 302
    assert "It is a gift of my sister." in client.get(post.page(item)).content.decode()
    with cast.acting("customs_officer"):
        kept = Document.objects.get(declaration=item)
        event = Event.objects.get(declaration=item, kind="addressee.objected")
    assert (kept.type, kept.added_by_id, kept.media_type) == ("PHOTO", None, "image/png")
    assert event.payload == {"text": "It is a gift of my sister.", "pictures": 1}
    desk = browser_of("postman").get(f"/dispatches/{item.dispatch_id}/items/{item.reference}/").content.decode()
    assert "It is a gift of my sister." in desk
    assert f"/cases/{item.reference}/pictures/{kept.uuid}" in desk


def test_the_same_objection_twice_is_one_and_four_are_too_many(post: Post, cast: Cast, client: Client):
    (item,) = post.file(above_the_norm())
    for text in ("a gift", "a gift", "not ordered", "broken"):
        assert client.post(f"{post.page(item)}object/", {"text": text}).status_code == 302
    assert client.post(f"{post.page(item)}object/", {"text": "once more"}).status_code == 409
    with cast.acting("system"):
        assert Event.objects.filter(kind="addressee.objected").count() == 3


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", b"<svg onload=alert(1)>", "image/png"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ("a.html", b"<script>alert(1)</script>", "text/html"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024), "image/jpeg"),
        ("a.jpg", pictures.jpeg()[:-20], "image/jpeg"),
        ("a.png", pictures.png(width=60_000, height=60_000), "image/png"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_small_picture_is_refused(
    post: Post, cast: Cast, client: Client, name: str, data: bytes, kind: str
):
    (item,) = post.file(above_the_norm())
    sent = client.post(f"{post.page(item)}object/", {"text": "a gift", "pictures": [picture(name, data, kind)]})
    assert sent.status_code == 422
    assert "a gift" in sent.content.decode(), "nothing typed is lost"
    with cast.acting("system"):
        assert not Document.objects.exists()
        assert not Event.objects.filter(kind="addressee.objected").exists()


def test_sending_back_is_asked_once_and_done_by_the_operator(post: Post, cast: Cast, client: Client, browser_of: Any):
    (item,) = post.file(above_the_norm())
    assert "Send the parcel back to its sender?" in client.get(f"{post.page(item)}send-back/").content.decode()
    for _press in range(2):
        client.post(f"{post.page(item)}send-back/")
    with cast.acting("system"):
        assert Event.objects.filter(kind="addressee.asked_return").count() == 1
    desk, address = browser_of("postman"), f"/dispatches/{item.dispatch_id}/items/{item.reference}/"
    assert "The addressee asks to send the item back" in desk.get(address).content.decode()
    assert desk.post(f"{address}send-back/", {"back-reason": "The addressee does not want it."}).status_code == 302
    with cast.acting("system"):
        assert Declaration.objects.get(pk=item.pk).state == "cancelled"
        assert Event.objects.filter(declaration=item, kind="item.returned").count() == 1
    assert "goes back to its sender" in Client().get(post.page(item)).content.decode()
