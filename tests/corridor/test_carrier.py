"""A carrier without an account: a link to one movement, what it shows, what can be done by it, and when it opens nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from agencies.customs.carrier import acting, links, mails
from agencies.customs.models import CarrierLink, Incident, Position
from agencies.customs.transit import incidents
from agencies.models import OfficeContact
from clearance import clock
from clearance.content import Problems
from clearance.models import Declaration
from clearance.permissions import NotAllowed
from clearance.services.found import NotFound
from tests import pictures
from tests.acting import present
from tests.cast import Cast
from tests.corridor.helping import ASTANA, delivered, may_set_off, movement_of, transit_of_phones

pytestmark = pytest.mark.django_db


def a_link(cast: Cast, declaration: Declaration, *, by: str = "trader", **more: str) -> str:
    """The address of a new link, without the host."""
    with cast.acting(by) as actor:
        link = links.make(actor, reference=declaration.reference, **more)
    return f"/agencies/customs/way/{links.token_of(link.uuid)}/"


def a_file(data: bytes, name: str = "cab.png") -> SimpleUploadedFile:
    """A file as a phone sends it."""
    return SimpleUploadedFile(name, data)


def test_the_driver_sets_off_arrives_and_hands_in_by_the_link_alone(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    address, phone = a_link(cast, declaration), Client()
    page = phone.get(address)
    assert "You may set off" in page.content.decode()
    assert "731BOL05" in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert "on the way" in phone.post(f"{address}set-off/", follow=True).content.decode()
    assert movement_of(cast, declaration).state == "en_route"
    wrong = phone.post(f"{address}arrived/", {})
    assert wrong.status_code == 422
    assert "Select how the seals are" in wrong.content.decode()
    assert (
        "Your arrival is announced"
        in phone.post(f"{address}arrived/", {"seals": "whole"}, follow=True).content.decode()
    )
    phone.post(f"{address}papers/")
    assert phone.post(f"{address}papers/").status_code == 302, "pressed twice"
    present(cast, declaration, office=ASTANA)
    assert "at their destination" in phone.get(address).content.decode()


def test_the_page_says_nothing_that_a_carrier_need_not_know(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    page = Client().get(a_link(cast, declaration)).content.decode()
    for secret in ("Silk Road", "5000", "Smartphones", "KZ-G-1", "8517", "lane", "KZT", "971240001315"):
        assert secret not in page, secret


def test_a_stop_is_said_without_its_reason(cast: Cast) -> None:
    from tests.corridor.test_arrival import stop

    declaration = may_set_off(cast, transit_of_phones(cast))
    stop(cast, declaration)
    address, phone = a_link(cast, declaration), Client()
    page = phone.get(address).content.decode()
    assert "Stopped by customs" in page
    assert "looked at" not in page
    assert "I set off" not in page
    assert phone.post(f"{address}set-off/").status_code == 409
    assert movement_of(cast, declaration).state == "sealed"


def test_a_link_opens_nothing_when_it_is_wrong_revoked_or_long_past_the_end(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    address, phone = a_link(cast, declaration), Client()
    assert phone.get("/agencies/customs/way/no-such-token/").status_code == 404
    delivered(cast, declaration)
    assert phone.get(address).status_code == 200
    with clock.at(clock.now() + timedelta(days=8)):
        assert phone.get(address).status_code == 404
        assert phone.post(f"{address}papers/").status_code == 404
    with cast.acting("trader") as trader:
        with cast.acting("system"):
            key = CarrierLink.objects.get(declaration=declaration).uuid
        links.revoke(trader, reference=declaration.reference, uuid=key)
        links.revoke(trader, reference=declaration.reference, uuid=key)
    assert phone.get(address).status_code == 404
    with cast.acting("system"), pytest.raises(DatabaseError, match="opens nothing again"), transaction.atomic():
        CarrierLink.objects.filter(uuid=key).update(revoked_at=None)


def test_only_a_digest_is_kept(cast: Cast) -> None:
    address = a_link(cast, may_set_off(cast, transit_of_phones(cast)))
    with cast.acting("system"):
        kept = CarrierLink.objects.values().get()
        open_one = CarrierLink(**{**kept, "id": None, "uuid": uuid4(), "digest": "token"})
        with pytest.raises(DatabaseError, match="a_link_keeps_a_digest_only"), transaction.atomic():
            open_one.save(force_insert=True)
    assert address.split("/")[-2] not in str(kept)


@pytest.mark.parametrize(
    ("who", "refusal"), [("stranger", NotFound), ("viewer", NotAllowed), ("plant_health_officer", NotFound)]
)
def test_links_are_for_the_company_and_for_customs(cast: Cast, who: str, refusal: type[Exception]) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    assert a_link(cast, declaration, by="customs_officer")
    with pytest.raises(refusal):
        a_link(cast, declaration, by=who)
    with pytest.raises(Problems):
        a_link(cast, declaration, email="no address")


def test_the_letter_is_sent_once_in_the_language_chosen_and_again_when_the_server_failed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = a_link(cast, may_set_off(cast, transit_of_phones(cast)), email="driver@example.kz", language="ru")

    def fail(self: Any) -> None:
        raise OSError("no server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        assert mails.send_due(inline=True) == 0
    assert mails.send_due(inline=True) == 0, "not at once"
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert mails.send_due(inline=True) == 1
        assert mails.send_due(inline=True) == 0
    (letter,) = mail.outbox
    assert letter.to == ["driver@example.kz"]
    assert address in letter.body
    assert "Учётная запись не нужна" in letter.body


def test_the_phone_s_position_is_kept_with_its_source(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    address, phone = a_link(cast, declaration), Client()
    for latitude in ("43.25", "43.26"):
        sent = phone.post(f"{address}position/", {"latitude": latitude, "longitude": "76.95", "accuracy": "12"})
        assert sent.status_code == 302
    assert phone.post(f"{address}position/", {"latitude": "143", "longitude": "76.95"}).status_code == 422
    with cast.acting("system"):
        kept = set(Position.objects.filter(declaration=declaration).values_list("source", "latitude"))
    assert kept == {("driver", 43.25), ("driver", 43.26)}


def test_the_links_page_shows_the_square_and_revokes(cast: Cast, client: Any) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    client.force_login(cast.user("trader"))
    address = f"/agencies/customs/movements/{declaration.reference}/links/"
    assert "Links for the carrier" in client.get(f"/cases/{declaration.reference}/").content.decode()
    assert client.post(address, {"email": "x", "language": "kk"}).status_code == 422
    page = client.post(address, {"email": "", "language": "kk"}, follow=True).content.decode()
    assert "<svg" in page
    with cast.acting("system"):
        key = CarrierLink.objects.get(declaration=declaration).uuid
    assert "No link opens" in client.post(f"{address}{key}/revoke/", follow=True).content.decode()


def test_the_driver_reports_an_incident_with_pictures_and_reads_the_answer(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    OfficeContact.objects.create(agency="customs", office_id=ASTANA, phone="+7 717 200 00 00")
    address, phone = a_link(cast, declaration), Client()
    phone.post(f"{address}set-off/")
    told = {"kind": "breakdown", "text": "The gearbox is gone", "place": "Moiynty, 612 km"}
    for wrong, sentence in (
        ({"text": " "}, "Say in a few words what happened"),
        ({"kind": "ufo"}, "Select one of the choices"),
        ({"photographs": a_file(b"%PDF-1.7", "note.pdf")}, "The file note.pdf must be a JPEG or PNG picture."),
        ({"photographs": a_file(pictures.png()[:40], "cab.png")}, "cab.png: The picture is damaged"),
        ({"photographs": [a_file(pictures.png()) for _one in range(7)]}, "Send at most 6 pictures."),
    ):
        answer = phone.post(f"{address}incident/", {**told, **wrong})
        page = answer.content.decode()
        assert (answer.status_code, sentence in page) == (422, True), sentence
        assert "Moiynty, 612 km" in page, "what was typed stays"
        assert ("Choose the files again" in page) == ("photographs" in wrong)
        assert movement_of(cast, declaration).state == "en_route", "nothing of it is kept"
    sent = {**told, "photographs": [a_file(pictures.png(), "a.png"), a_file(pictures.jpeg(), "b.jpg")]}
    page = phone.post(f"{address}incident/", sent, follow=True).content.decode()
    for said in ("Customs looks at it", "The gearbox is gone", "Moiynty, 612 km", "2 pictures", "tel:+77172000000"):
        assert said in page, said
    assert movement_of(cast, declaration).state == "incident"
    phone.post(f"{address}incident/", {**told})
    with cast.acting("system"):
        incident = Incident.objects.get(declaration=declaration)
        assert (incident.reported_as, incident.reported_by_id) == ("driver", None)
    with cast.acting("customs_officer") as officer:
        incidents.resolve(officer, reference=declaration.reference, incident=incident.uuid, reason="Go on, seals whole")
    assert "Go on, seals whole" in phone.get(address).content.decode()


def test_a_link_in_wrong_hands_reports_only_so_many_incidents(cast: Cast) -> None:
    declaration = may_set_off(cast, transit_of_phones(cast))
    address, phone = a_link(cast, declaration), Client()
    answers = [
        phone.post(f"{address}incident/", {"kind": "other", "text": f"No. {number}"}).status_code for number in range(6)
    ]
    assert answers == [302] * acting.MOST_INCIDENTS + [409]
