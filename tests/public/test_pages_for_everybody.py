"""The first page, the state of the service, announcements on every page, and questions of visitors."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clearance import clock
from clearance.models import Heartbeat
from clearance.permissions import NotAllowed
from portal.public import announcing, enquiries
from portal.public.models import Announcement, Enquiry
from tests.cast import Cast

pytestmark = pytest.mark.django_db
QUESTION = {"name": "Dana", "contact": "dana@example.kz", "topic": "case", "text": "Where is my truck?"}
SENTENCES = {"text_en": "Payments are late.", "text_ru": "Платежи задерживаются.", "text_kk": "Төлемдер кешігуде."}


def test_the_first_page_tracks_without_signing_in_and_shows_how_the_service_is(cast: Cast) -> None:
    page = Client().get("/").content.decode()
    assert 'action="/track/"' in page
    assert "The service is slow" in page
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": timezone.now()})
    assert "The service works" in Client().get("/").content.decode()


def test_the_state_of_the_service_names_its_parts_and_the_age_of_its_data(cast: Cast) -> None:
    page = Client().get("/status/").content.decode()
    for words in (
        "Asking agencies and releasing",
        "Late",
        "Rules of the agencies, last published",
        "No work is planned",
    ):
        assert words in page


def test_an_administrator_announces_and_everybody_reads_it_in_their_language_until_it_ends(cast: Cast) -> None:
    admin = cast.browser("customs_admin")
    assert admin.post("/desk/announcements/", {"kind": "outage", **SENTENCES}).status_code == 302
    for path in ("/", "/status/", "/accounts/login/", "/track/"):
        assert SENTENCES["text_en"] in Client().get(path).content.decode(), path
    assert SENTENCES["text_kk"] in Client().get("/", headers={"Accept-Language": "kk"}).content.decode()
    assert SENTENCES["text_en"] in cast.browser("trader").get("/home/").content.decode()
    row = Announcement.objects.get()
    for _twice in range(2):
        assert admin.post(f"/desk/announcements/{row.pk}/end/").status_code == 302
    assert SENTENCES["text_en"] not in Client().get("/").content.decode()


def test_planned_work_has_its_hours(cast: Cast) -> None:
    admin = cast.browser("customs_admin")
    answer = admin.post("/desk/announcements/", {"kind": "planned", **SENTENCES})
    assert answer.status_code == 422
    assert "Enter when the work begins" in answer.content.decode()
    assert "Payments are late." in answer.content.decode(), "nothing typed is lost"
    begins = timezone.localtime() + timedelta(days=1)
    hours = {"begins_at": f"{begins:%d.%m.%Y %H:%M}", "ends_at": f"{begins + timedelta(hours=2):%d.%m.%Y %H:%M}"}
    assert admin.post("/desk/announcements/", {"kind": "planned", **SENTENCES, **hours}).status_code == 302
    assert SENTENCES["text_en"] in Client().get("/status/").content.decode()
    assert admin.post(f"/desk/announcements/{Announcement.objects.get().pk}/end/").status_code == 302


@pytest.mark.parametrize("who", ["plant_health_admin", "customs_officer", "trader"])
def test_only_administrators_of_the_leading_agency_announce(cast: Cast, who: str) -> None:
    assert cast.browser(who).post("/desk/announcements/", {"kind": "outage", **SENTENCES}).status_code == 403
    with cast.acting(who) as actor, pytest.raises(NotAllowed):
        announcing.announce(actor, kind="outage", **SENTENCES)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("hour", [9, 20])  # by 20:00 UTC a new day has begun in Almaty
def test_a_visitor_asks_and_the_routing_desk_answers_once(cast: Cast, hour: int) -> None:
    with clock.at(datetime(2026, 11, 22, hour, tzinfo=UTC)):
        answer = Client().post("/help/", QUESTION, follow=True)
        assert "Your question is sent" in answer.content.decode()
        Client().post("/help/", QUESTION)
    clerk = cast.browser("desk_clerk")
    page = clerk.get("/desk/enquiries/").content.decode()
    assert page.count("Where is my truck?") == 1, "sent twice it is one"
    with cast.acting("system"):
        row = Enquiry.objects.get()
    assert clerk.post(f"/desk/enquiries/{row.pk}/answered/").status_code == 302
    assert cast.browser("customs_admin").post(f"/desk/enquiries/{row.pk}/answered/").status_code == 302
    with cast.acting("system"):
        row.refresh_from_db()
    assert row.answered_by_id == cast.ids()["desk_clerk"], "the first to say so stays"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter your name"),
        ({"contact": "soon"}, "Enter an email address, like name@example.kz, or a telephone number"),
        ({"topic": "nothing"}, "Select one of the choices listed"),
        ({"text": ""}, "Enter your question"),
    ],
)
def test_what_is_missing_in_a_question_is_said_and_nothing_is_lost(cast: Cast, change: dict, sentence: str) -> None:
    answer = Client().post("/help/", QUESTION | change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    for name in ("name", "contact", "text"):
        assert (QUESTION | change)[name] in page


def test_questions_are_read_by_nobody_else(cast: Cast) -> None:
    Client().post("/help/", QUESTION)
    for who in ("trader", "nobody", "stranger"):
        with cast.acting(who) as actor:
            assert not Enquiry.objects.exists()
            with pytest.raises(NotAllowed):
                enquiries.waiting(actor)
    assert cast.browser("plant_health_officer").get("/desk/enquiries/").status_code == 403


def test_one_address_sends_so_many_questions_a_minute(cast: Cast, settings, monkeypatch) -> None:
    monkeypatch.setattr("portal.limits._now", lambda: (29_000_000, 42))
    settings.LIMITS = {**settings.LIMITS, "enquiries": 2}
    statuses = [Client().post("/help/", QUESTION | {"text": f"Question {turn}"}).status_code for turn in range(3)]
    assert statuses == [302, 302, 429]
    assert Client().get("/help/").status_code == 200, "reading goes on"


def test_help_stands_at_the_same_place_of_every_page(cast: Cast) -> None:
    for path in ("/", "/help/", "/status/", "/privacy/", "/accessibility/", "/track/", "/verify/", "/accounts/login/"):
        page = Client().get(path).content.decode()
        foot = page[page.index('<footer class="sw-foot">') :]
        assert foot.index("Help: 1414") < foot.index("/help/") < foot.index("/status/"), path
