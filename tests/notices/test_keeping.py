"""What was told long ago is deleted; what is to be sent, unread within its time, or on the record stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from clearance import clock
from clearance.acting import SYSTEM, acting_as
from clearance.models import Event
from portal import pruning
from portal.accounts.models import AccessEvent, Company, User
from portal.notices.models import Attempt, Delivery, Notice, Webhook
from portal.public.models import Enquiry
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, imports

pytestmark = pytest.mark.django_db
LONG_AGO = 5000


def ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.fixture
def days(settings: Any) -> dict[str, int]:
    settings.KEEP_DAYS = {"notices": 100, "unread_notices": 200, "attempts": 50, "deliveries": 80, "enquiries": 120}
    return settings.KEEP_DAYS


def notice(cast: Cast, name: str, **fields: Any) -> None:
    company = Company.objects.get(pk=cast.companies()["silk_road"])
    given: dict[str, Any] = {"recipient": cast.user("trader"), "kind": "question.asked", "topic": "question"}
    Notice.objects.create(key=name, company=company, **given | fields)


def delivery(cast: Cast, **fields: Any) -> Delivery:
    hook, _made = Webhook.objects.get_or_create(
        company_id=cast.companies()["silk_road"],
        name="Books",
        defaults={
            "url": "https://example.kz/",
            "topics": [],
            "created_by": cast.user("trader"),
            "created_at": ago(999),
        },
    )
    return Delivery.objects.create(webhook=hook, company_id=hook.company_id, kind="webhook.ping", **fields)


def attempt(of: Delivery, at: datetime) -> Attempt:
    return Attempt.objects.create(delivery=of, company_id=of.company_id, at=at, milliseconds=1)


def enquiry(name: str, *, asked: datetime, answered: datetime | None, by: User | None = None) -> None:
    Enquiry.objects.create(
        name=name, contact="a", topic="other", text="?", language="en", asked_at=asked, answered_at=answered,
        answered_by=by,
    )  # fmt: skip


def test_notices_go_after_their_days_and_never_before(cast: Cast, days: dict[str, int]) -> None:
    with acting_as(SYSTEM):
        notice(cast, "read long ago", at=ago(150), read_at=ago(101))
        notice(cast, "only mailed", at=ago(101), inbox=False, mailed_at=ago(101))
        notice(cast, "never read", at=ago(201))
        notice(cast, "read lately", at=ago(300), read_at=ago(99))
        notice(cast, "unread", at=ago(199))
        notice(cast, "still to be mailed", at=ago(LONG_AGO), read_at=ago(LONG_AGO), mail_due_at=ago(1))
        notice(cast, "mailed lately", at=ago(99), inbox=False)
        gone = pruning.prune()
        assert (gone["notices"], gone["unread_notices"]) == (2, 1)
        left = set(Notice.objects.values_list("key", flat=True))
    assert left == {"read lately", "unread", "still to be mailed", "mailed lately"}


def test_deliveries_go_with_their_attempts_and_never_while_they_wait(cast: Cast, days: dict[str, int]) -> None:
    with acting_as(SYSTEM):
        old = delivery(cast, made_at=ago(81), tried_at=ago(81), delivered_at=ago(81))
        waiting = delivery(cast, made_at=ago(LONG_AGO), due_at=ago(1))
        again = delivery(cast, made_at=ago(LONG_AGO), tried_at=ago(79), gave_up_at=ago(79))
        attempt(old, ago(49))
        attempt(again, ago(51))
        lately = attempt(again, ago(49))
        gone = pruning.prune()
        assert (gone["deliveries"], gone["attempts"]) == (1, 1)
        assert set(Delivery.objects.values_list("pk", flat=True)) == {waiting.pk, again.pk}
        assert list(Attempt.objects.values_list("pk", flat=True)) == [lately.pk]
        assert Webhook.objects.count() == 1


def test_questions_of_visitors_go_once_they_are_answered(cast: Cast, days: dict[str, int]) -> None:
    desk = cast.user("trader")
    with acting_as(SYSTEM):
        enquiry("answered long ago", asked=ago(LONG_AGO), answered=ago(121), by=desk)
        enquiry("answered lately", asked=ago(LONG_AGO), answered=ago(119), by=desk)
        enquiry("unanswered", asked=ago(LONG_AGO), answered=None)
        assert pruning.prune()["enquiries"] == 1
        assert set(Enquiry.objects.values_list("name", flat=True)) == {"answered lately", "unanswered"}


def test_the_record_stays(cast: Cast, days: dict[str, int]) -> None:
    file(cast, imports(APPLES))
    with acting_as(SYSTEM):
        events, access = Event.objects.count(), AccessEvent.objects.count()
    with clock.at(clock.now() + timedelta(days=LONG_AGO)), acting_as(SYSTEM):
        pruning.prune()
        assert (Event.objects.count(), AccessEvent.objects.count()) == (events, access)
    assert events


def test_much_goes_in_batches_and_a_run_ends_in_time(
    cast: Cast, days: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "BATCH", 2)
    with acting_as(SYSTEM):
        for number in range(5):
            notice(cast, f"old {number}", at=ago(300 - number), read_at=ago(250 - number))
        monkeypatch.setattr(pruning, "SECONDS", -1.0)
        assert pruning.prune()["notices"] == 2, "a batch, then the time is over"
        assert Notice.objects.order_by("at").values_list("key", flat=True)[0] == "old 2", "the oldest go first"
        monkeypatch.setattr(pruning, "SECONDS", 60.0)
        assert pruning.prune()["notices"] == 3


@pytest.mark.parametrize(
    ("kind", "index"),
    [
        ("notices", "notice_done_with"),
        ("unread_notices", "notice_never_read"),
        ("attempts", "attempt_by_age"),
        ("deliveries", "delivery_done_with"),
        ("enquiries", "enquiry_answered_by_age"),
    ],
)
def test_what_is_old_is_found_by_an_index(cast: Cast, kind: str, index: str) -> None:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_sort = off")
        assert index in pruning.KINDS[kind](ago(1))[:10].explain()


def test_the_database_keeps_what_is_recent_or_to_be_sent_from_everybody(cast: Cast) -> None:
    with acting_as(SYSTEM):
        notice(cast, "recent", at=ago(50), read_at=ago(50))
        notice(cast, "to be mailed", at=ago(LONG_AGO), mail_due_at=ago(1))
        attempt(delivery(cast, made_at=ago(LONG_AGO), due_at=ago(1)), ago(20))
        enquiry("unanswered", asked=ago(LONG_AGO), answered=None)
        enquiry("answered", asked=ago(LONG_AGO), answered=ago(20), by=cast.user("trader"))
        for rows in (Notice.objects.all(), Attempt.objects.all(), Enquiry.objects.all()):
            before = rows.count()
            assert deleted_of(rows) == 0
            assert rows.count() == before > 0
        assert deleted_of(Delivery.objects.filter(tries=None)) == 0


@pytest.mark.parametrize("who", ["trader", "plant_health_officer", "desk_clerk"])
def test_no_person_deletes_what_is_old(cast: Cast, who: str) -> None:
    with acting_as(SYSTEM):
        notice(cast, "old", at=ago(LONG_AGO), read_at=ago(LONG_AGO))
        delivery(cast, made_at=ago(LONG_AGO))
        enquiry("old", asked=ago(LONG_AGO), answered=ago(LONG_AGO), by=cast.user("trader"))
    with cast.acting(who):
        assert [deleted_of(model.objects.all()) for model in (Notice, Delivery, Enquiry)] == [0, 0, 0]


def deleted_of(rows: QuerySet[Any]) -> int:
    """How many rows one plain statement deletes."""
    return rows._raw_delete(rows.db)
