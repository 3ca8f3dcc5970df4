"""A trader's view of goods that are secretly picked for inspection is, byte for byte, that of goods that are not.

The same content is filed twice at the same moment, each time into the same state of the world: the first filing is
rolled back. Only chance differs, by the key it is drawn with.
"""

import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, override_settings

from clearance import advance, clock
from clearance.acting import Who, acting_as
from clearance.live.views import look
from clearance.models import Declaration
from portal.accounts.models import Company
from portal.notices import duty, services
from portal.notices.models import Delivery
from portal.notices.topics import FOR_WEBHOOKS
from tests.api.programs import Program
from tests.cast import Cast
from tests.goods import APPLES, CERAMICS, imports
from tests.notices.receiver import Receiver, receiving
from tests.scenarios.player import drawn

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
REGISTRATION = re.compile(rb"55304/(?:<wbr>)?(\d{6})/(?:<wbr>)?\d{7}")
RECORDED = re.compile(rb'"recorded_at": ?"[^"]+"')
# The code by which anybody follows a declaration is made from its reference.
CODE = re.compile(rb'(<strong class="sw-ref">)[0-9A-Z]{4}-[0-9A-Z]{4}(</strong>)|(/track/REFERENCE-)[0-9A-Z]{8}')
MESSAGE_ID = re.compile(rb"msg_[0-9a-f]{32}")
TOKEN = re.compile(rb'(X-CSRFToken": "|csrfmiddlewaretoken" value="|nonce-|nonce=")[A-Za-z0-9+/=_-]+')


def test_the_comparison_sees_one_letter() -> None:
    """The control of the comparison itself: what is replaced is nothing a lane could hide in."""
    answer = b'{"reference": "KZ26-ABCDEFG-H", "text": "With customs", "recorded_at": "2026-11-23T05:30:01.5Z"}'
    other = answer.replace(b"customs", b"Customs")
    assert neutral(answer, "KZ26-ABCDEFG-H") != neutral(other, "KZ26-ABCDEFG-H")
    later = answer.replace(b"ABCDEFG-H", b"ABCDEFG-K").replace(b"01.5Z", b"02.7Z")
    assert neutral(answer, "KZ26-ABCDEFG-H") == neutral(later, "KZ26-ABCDEFG-K")


@pytest.mark.parametrize(
    ("goods", "lanes"),
    [((CERAMICS,), ("red", "yellow", "blue")), ((CERAMICS, APPLES), ("red",))],
    ids=["tiles", "tiles and apples"],
)
def test_nothing_tells_a_trader_of_the_lane_until_the_goods_are_there(
    cast: Cast, goods: tuple[dict[str, str], ...], lanes: tuple[str, ...], settings: Any
) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    content = imports(*goods)
    green = seen(cast, content, "green")
    *before, after = green
    assert before == ["filed", "routed", "paid", "changed", "a week later"]
    assert b"routing.done" in green["routed"]["webhook"], "the comparison is not of nothing"
    assert b"charges.paid" in green["paid"]["webhook"]
    for lane in lanes:
        picked = seen(cast, content, lane)
        for stage in before:
            assert green[stage].keys() == picked[stage].keys()
            for page, answer in green[stage].items():
                assert first_difference(answer, picked[stage][page]) == "", (lane, stage, page)
        is_announced = lane != "blue"  # blue is looked at after release
        assert (green[after] != picked[after]) == is_announced


def seen(cast: Cast, content: dict[str, Any], lane: str) -> dict[str, dict[str, bytes]]:
    """Everything the trader can read of a declaration in `lane`, at each stage of its way; then it never happened."""
    trader, browser = Program(cast, "trader"), Client()
    browser.force_login(cast.user("trader"))
    cashier, officer = Program(cast, "cashier"), Program(cast, "customs_officer")
    found: dict[str, dict[str, bytes]] = {}
    with transaction.atomic(), clock.at(MOMENT), receiving() as receiver:
        listen(cast, receiver)
        filed = trader.post("declarations", content)
        assert filed.status_code == 201, filed.content
        reference = filed.json()["reference"]
        with cast.acting("system"):
            declaration = Declaration.objects.get(reference=reference)
        with override_settings(DRAW_KEY=drawn(declaration, lane=lane)):
            found["filed"] = {
                "answer": neutral(filed.content, reference),
                **read(cast, trader, browser, reference, receiver),
            }
            advance.advance(declaration.pk)
            assert lane_of(cast, declaration) == lane
            found["routed"] = read(cast, trader, browser, reference, receiver)
            due = trader.get(f"declarations/{reference}").json()["money"]["amount"]
            payment = {"amount": due, "currency": "KZT", "reference": "PP-1", "kind": "paid"}
            assert cashier.post(f"declarations/{reference}/payments", payment).status_code == 201
            found["paid"] = read(cast, trader, browser, reference, receiver)
            changed = deepcopy(content)
            changed["items"][0]["packages"][0]["marks"] = "A 1/10"
            answer = trader.post(f"declarations/{reference}/amend", {"content": changed, "version": 1})
            assert answer.status_code == 200, answer.content
            advance.advance(declaration.pk)
            found["changed"] = read(cast, trader, browser, reference, receiver)
            with clock.at(MOMENT + timedelta(days=7)):
                advance.sweep()
                advance.warn()
                found["a week later"] = read(cast, trader, browser, reference, receiver)
                assert officer.post(f"declarations/{reference}/present").status_code == 200
                found["presented"] = read(cast, trader, browser, reference, receiver)
        transaction.set_rollback(True)
    return found


def listen(cast: Cast, receiver: Receiver) -> None:
    """A program of the trader's company hears of everything a webhook can tell; an address takes the mail."""
    company = Company.objects.get(pk=cast.companies()["silk_road"])
    with cast.acting("trader") as actor:
        services.make_webhook(
            actor, company.uuid, name="All", url=receiver.url, language="en", topics=list(FOR_WEBHOOKS)
        )
    person = cast.user("trader")
    person.email = "trader@example.kz"
    person.save(update_fields=["email"])


def told(receiver: Receiver, reference: str) -> dict[str, bytes]:
    """What reached the trader unasked: the bodies of the webhook in their order, and the letters."""
    receiver.received.clear()
    mail.outbox.clear()
    duty.do_what_is_due(inline=True)
    bodies = [post.body for post in receiver.received]
    letters = [f"{one.subject}\n{one.body}\n{one.alternatives[0].content}".encode() for one in mail.outbox]
    with acting_as(Who(system=True)):
        assert not Delivery.objects.filter(due_at__isnull=False).exists(), "everything was delivered"
    return {
        "webhook": neutral(b"\n".join(bodies), reference),
        "letters": neutral(b"\n".join(letters), reference),
    }


def read(cast: Cast, trader: Program, browser: Client, reference: str, receiver: Receiver) -> dict[str, bytes]:
    """All a trader can open or is told: API, pages, message, live numbers, webhook, mail; without what names this filing."""
    unasked = told(receiver, reference)
    path = f"declarations/{reference}"
    answers = {
        "detail": trader.get(path),
        "lapsed": trader.get(f"{path}?include=lapsed"),
        "events": trader.get(f"{path}/events"),
        "list": trader.get("declarations"),
        "message": trader.get(path, accept="application/xml"),
    }
    for name, language, url in (
        ("home", "en", "/home/"),
        ("list", "en", "/declarations/?tab=progress"),
        ("messages", "en", "/messages/"),
        ("case", "en", f"/cases/{reference}/"),
        ("case", "ru", f"/cases/{reference}/"),
        ("live fragment", "kk", f"/cases/{reference}/?fragment=case"),
    ):
        browser.cookies["django_language"] = language
        answers[f"{name} page in {language}"] = browser.get(url)
    shown = {}
    for name, answer in answers.items():
        assert answer.status_code == 200, (name, answer.status_code)
        headers = "\n".join(f"{key}: {value}" for key, value in sorted(answer.headers.items()) if key != "Expires")
        shown[name] = neutral(answer.content + b"\n\n" + headers.encode(), reference)
    live = look(Who(cast.ids()["trader"]), reference, lambda: True)
    assert live is not None
    shown["number of public events"] = str(live.number).encode()
    return shown | unasked


def neutral(answer: bytes, reference: str) -> bytes:
    """The bytes without what is another for every filing: reference, UUIDs, numbers, tokens, the database's clock."""
    answer = answer.replace(reference.encode(), b"REFERENCE")
    answer = UUID.sub(b"UUID", answer)
    answer = REGISTRATION.sub(rb"REGISTRATION/\1", answer)
    answer = RECORDED.sub(b'"recorded_at": "THEN"', answer)
    answer = CODE.sub(rb"\1\2\3CODE", answer)
    answer = MESSAGE_ID.sub(b"MESSAGE", answer)
    return TOKEN.sub(rb"\1TOKEN", answer)


def first_difference(one: bytes, other: bytes) -> str:
    """Where two answers differ first, with what stands around it; empty when they are equal."""
    if one == other:
        return ""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 80) : at + 80]!r} or {other[max(0, at - 80) : at + 80]!r}"


def lane_of(cast: Cast, declaration: Declaration) -> str:
    """The lane derived at the first routing run."""
    with cast.acting("system"):
        run = declaration.runs.latest("number")
    lane: str = run.derived["lane"]["value"]
    return lane
