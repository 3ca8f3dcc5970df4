"""The postal desk: a list checked and filed, a dispatch that arrives, exceptions one by one, scanning, notices."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearance.models import Declaration, Document, Event
from clearance.services import deciding, files
from portal.demo.postal_goods import s10
from portal.post import scanning
from portal.post.models import DispatchList
from tests import acting, pictures
from tests.cast import PASSWORD, Cast
from tests.postal.conftest import DISPATCH, Post, above_the_norm

pytestmark = pytest.mark.django_db
HEAD = "dispatch_id,office,item_id,form,category,sender_name,sender_country,addressee_name,personal,description,net_mass_kg,gross_mass_kg,value,currency"


def line(number: int, description: str = "Printed novels, three volumes", item_id: str = "") -> str:
    item_id = item_id or s10("CB", number, "DE")
    return f'{DISPATCH},POST-ALA,{item_id},CN22,gift,M. Weber,DE,Dinara Seitkali,yes,"{description}",1,1.2,40.00,EUR'


GOOD, VAGUE = line(1), line(2, "gift")
LIST = "\n".join([HEAD, GOOD, VAGUE])


def kept(cast: Cast) -> DispatchList:
    with cast.acting("system"):
        return DispatchList.objects.get()


def test_a_list_is_checked_before_anything_is_filed(cast: Cast, browser_of: Any):
    sent = browser_of("postman").post("/dispatches/new/", {"text": LIST, "act": "check"})
    text = sent.content.decode()
    assert sent.status_code == 200
    assert "1 item of 2 is right" in text
    (fault,) = sent.context["faults"]
    assert (fault.line, fault.column, fault.item_id) == (3, "description", s10("CB", 2, "DE"))
    with cast.acting("system"):
        assert not Declaration.objects.exists()


def test_what_is_right_is_filed_and_the_wrong_lines_come_back_to_be_corrected(cast: Cast, browser_of: Any):
    postman = browser_of("postman")
    file = SimpleUploadedFile("list.csv", LIST.encode(), "text/csv")
    assert "1 item of 2 is right" in postman.post("/dispatches/new/", {"file": file, "act": "check"}).content.decode()
    sent = postman.post("/dispatches/new/", {"text": LIST, "act": "file", "password": PASSWORD})
    assert sent.url == f"/dispatches/{DISPATCH}/"
    assert "1 item of the list could not be filed." in postman.get(sent.url).content.decode()
    wrong = postman.get(f"{sent.url}wrong-lines.csv").content.decode("utf-8-sig")
    assert wrong.splitlines()[0] == f"{HEAD},remark"
    assert "description: " in wrong.splitlines()[1]
    corrected = wrong.replace(",gift,1,1.2", ",Woollen scarf and mittens,1,1.2")
    again = postman.post("/dispatches/new/", {"text": corrected, "act": "file", "password": PASSWORD}, follow=True)
    assert "1 item is filed." in again.content.decode()
    assert (kept(cast).wrong, kept(cast).left) == (0, "")
    with cast.acting("system"):
        assert Declaration.objects.filter(dispatch_id=DISPATCH).count() == 2


def test_a_wrong_password_files_nothing_and_loses_nothing(cast: Cast, browser_of: Any):
    sent = browser_of("postman").post("/dispatches/new/", {"text": LIST, "act": "file", "password": "guess"})
    assert sent.status_code == 422
    assert s10("CB", 1, "DE") in sent.content.decode()
    with cast.acting("system"):
        assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose the file with the list, or paste its lines"),
        ({"text": "colour,size\nred,1"}, "Add the column item_id."),
        ({"text": LIST.replace(DISPATCH, "")}, "Enter the number of the dispatch"),
        ({"text": f"{LIST}\n{line(3).replace(DISPATCH, 'OTHER')}"}, "Send one list for each dispatch"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00\x01")}, "Save the list as UTF-8"),
    ],
)
def test_what_is_no_list_is_said_at_the_form(browser_of: Any, given: dict[str, Any], said: str):
    sent = browser_of("postman").post("/dispatches/new/", {**given, "act": "check"})
    assert sent.status_code == 422
    assert said in sent.content.decode()


def test_a_list_that_names_no_dispatch_takes_it_from_the_page(cast: Cast, browser_of: Any):
    text = LIST.replace(f"{DISPATCH},POST-ALA", ",")
    given = {"text": text, "dispatch_id": DISPATCH, "office": "POST-ALA", "act": "file", "password": PASSWORD}
    assert browser_of("postman").post("/dispatches/new/", given).url == f"/dispatches/{DISPATCH}/"
    with cast.acting("system"):
        assert Declaration.objects.get().office_id == "POST-ALA"


def test_one_press_presents_everything_and_releases_what_nobody_asks_about(post: Post, cast: Cast, browser_of: Any):
    declarations = post.file(*clean(1, 6), above_the_norm(), arrived=False)
    postman = browser_of("postman")
    page = postman.get(f"/dispatches/{DISPATCH}/")
    assert "The dispatch is here" in page.content.decode()
    after = postman.post(f"/dispatches/{DISPATCH}/arrived/", follow=True)
    text = after.content.decode()
    assert after.context["dispatch"].released == 6
    (looked,) = after.context["exceptions"]
    assert looked.declaration.pk == declarations[-1].pk
    assert "To be paid by the addressee" in " ".join(looked.reasons)
    assert looked.who
    assert "The dispatch is here" not in text
    assert postman.post(f"/dispatches/{DISPATCH}/arrived/").status_code in (302, 409), "pressed twice, it is one"


def clean(first: int, count: int) -> list[dict[str, Any]]:
    from portal.demo.postal_goods import parcel

    return [
        parcel(s10("CB", number, "DE"), "Printed novels", value="40.00", net="1", gross="1.2", code="490199",
               dispatch=DISPATCH, personal=True)
        for number in range(first, first + count)
    ]  # fmt: skip


def test_the_pages_cost_the_same_for_one_exception_and_for_six(post: Post, browser_of: Any):
    postman = browser_of("postman")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert postman.get(address).status_code == 200
        return len(asked)

    post.file(above_the_norm())
    addresses = ("/dispatches/", f"/dispatches/{DISPATCH}/?tab=exceptions", f"/dispatches/{DISPATCH}/?tab=all")
    first = [cost(address) for address in addresses]
    post.file(*(above_the_norm(number) for number in range(701, 706)))
    assert [cost(address) for address in addresses] == first


@pytest.mark.parametrize("who", ["stranger", "trader", "broker"])
def test_another_company_finds_no_dispatch(post: Post, browser_of: Any, who: str):
    (item,) = post.file(above_the_norm())
    other = browser_of(who)
    base = f"/dispatches/{DISPATCH}/"
    one = f"{base}items/{item.reference}/"
    for address in ("/dispatches/", base, f"{base}notices.pdf", f"{base}wrong-lines.csv", one, f"{one}notice.pdf"):
        assert other.get(address).status_code in (403, 404), address
    for address in (f"{base}arrived/", f"{one}send-back/", f"{one}pictures/", "/dispatches/scan/"):
        assert other.post(address, {"numbers": item.local_ref}).status_code in (403, 404), address
    assert item.local_ref not in other.get(base).content.decode()


def test_a_second_operator_sees_nothing_of_the_first(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    with connection.cursor() as cursor:
        cursor.execute("update accounts_company set is_postal_operator = true where name = 'Altyn Orda'")
    other = browser_of("stranger")
    assert other.get("/dispatches/").context["dispatches"] == []
    assert other.get(f"/dispatches/{DISPATCH}/").status_code == 404
    assert other.get(f"/dispatches/{DISPATCH}/items/{item.reference}/").status_code == 404
    scanned = other.post("/dispatches/scan/", {"numbers": item.local_ref}).content.decode()
    assert "No item with this number is filed." in scanned


def test_exceptions_are_leafed_through_one_by_one(post: Post, browser_of: Any):
    one, two, three = post.file(*(above_the_norm(number) for number in (700, 701, 702)))
    page = browser_of("postman").get(f"/dispatches/{DISPATCH}/items/{two.reference}/")
    near = page.context["neighbours"]
    assert (near.place, near.count, near.before, near.after) == (2, 3, one.reference, three.reference)


def test_a_question_is_answered_where_it_stands(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    row = next(one for one in acting.rows(cast, item) if one.is_undecided)
    with cast.acting(f"{row.agency}_officer") as actor:
        asked = deciding.ask(actor, sign_off=str(row.uuid), text="Is there an invoice?")
    postman, address = browser_of("postman"), f"/dispatches/{DISPATCH}/items/{item.reference}/"
    assert "Is there an invoice?" in postman.get(address).content.decode()
    to = f"{address}answer/{asked.uuid}/"
    assert postman.post(to, {f"q-{asked.uuid}-text": ""}).status_code == 422
    assert postman.post(to, {f"q-{asked.uuid}-text": "Yes, it is attached."}).status_code == 302
    with cast.acting("system"):
        asked.refresh_from_db()
    assert asked.answer == "Yes, it is attached."


def test_a_picture_is_attached_shown_as_a_picture_and_nothing_else_is(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    postman, address = browser_of("postman"), f"/dispatches/{DISPATCH}/items/{item.reference}/"
    hostile = SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>", "image/jpeg")
    assert postman.post(f"{address}pictures/", {"photo-pictures": [hostile]}).status_code == 422
    good = SimpleUploadedFile("a.jpg", pictures.jpeg(about=pictures.exif()), "text/html")
    assert postman.post(f"{address}pictures/", {"photo-pictures": [good]}).status_code == 302
    with cast.acting("system"):
        photo = Document.objects.get(declaration=item)
    shown = postman.get(f"/cases/{item.reference}/pictures/{photo.uuid}")
    assert shown.content == pictures.jpeg()
    assert shown.headers["Content-Type"] == "image/jpeg", "by what is in it, not by what was said"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    officer = cast.browser("customs_officer")
    assert officer.get(f"/cases/{item.reference}/pictures/{photo.uuid}").status_code == 200
    stranger = cast.browser("stranger")
    assert stranger.get(f"/cases/{item.reference}/pictures/{photo.uuid}").status_code == 404


def test_a_paper_is_never_shown_in_the_page(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    with cast.acting("postman") as actor:
        paper = files.attach(
            actor,
            reference=item.reference,
            name="a.pdf",
            data=b"%PDF-1.7",
            type="INVOICE",
        )
    assert browser_of("postman").get(f"/cases/{item.reference}/pictures/{paper.uuid}").status_code == 404


# --- scanning


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("cb000000014de", ["CB000000014DE"]),
        ("CB 000000014 DE", ["CB", "000000014", "DE"]),
        ("CB000000014DECB000000028DE", ["CB000000014DE", "CB000000028DE"]),
        ("CB000000014DE, CB000000028DE;\nCB000000014DE", ["CB000000014DE", "CB000000028DE"]),
        ("", []),
    ],
)
def test_numbers_are_read_as_scanners_and_lists_give_them(text: str, numbers: list[str]):
    assert scanning.numbers_in(text) == numbers


def scan(client: Client, numbers: str, **more: str) -> list[scanning.Scanned]:
    answer = client.post("/dispatches/scan/", {"numbers": numbers, **more})
    assert answer.status_code == 200
    assert "autofocus" in answer.content.decode(), "the field is ready for the next one"
    return list(answer.context["found"])


def test_a_scan_says_a_wrong_check_digit_at_once_and_goes_on_with_the_others(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm(), arrived=False)
    wrong = item.local_ref[:-3] + str((int(item.local_ref[-3]) + 1) % 10) + item.local_ref[-2:]
    found = scan(browser_of("postman"), f"{wrong} {item.local_ref} CB123 {s10('CB', 9, 'DE')}", code="EMD")
    assert [one.is_good for one in found] == [False, True, False, False]
    assert [one.sentence.split(".")[0] for one in found] == [
        "The check digit does not fit",
        "Recorded: Arrived at the office of exchange",
        "A number has two letters, nine digits and two letters",
        "No item with this number is filed",
    ]
    with cast.acting("system"):
        assert Event.objects.filter(kind="item.arrived").count() == 1


def test_a_scanner_that_fires_twice_records_once(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm(), arrived=False)
    postman = browser_of("postman")
    for _press in range(2):
        assert scan(postman, item.local_ref, code="EDB")[0].is_good
    with cast.acting("system"):
        assert Event.objects.filter(kind="item.given_to_customs").count() == 1


def test_what_may_not_be_delivered_yet_is_not_scanned_as_delivered(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm())
    (found,) = scan(browser_of("postman"), item.local_ref, code="EMI")
    assert not found.is_good
    assert "not released yet" in found.sentence
    (found,) = scan(browser_of("postman"), item.local_ref, code="EMH")
    assert not found.is_good


def test_looking_at_an_item_records_nothing(post: Post, cast: Cast, browser_of: Any):
    (item,) = post.file(above_the_norm(), arrived=False)
    with cast.acting("system"):
        before = Event.objects.count()
    (found,) = scan(browser_of("postman"), item.local_ref)
    assert found.declaration is not None
    with cast.acting("system"):
        assert Event.objects.count() == before


# --- the way in


def test_only_the_operator_has_the_desk_in_the_menu(post: Post, browser_of: Any):
    assert 'href="/dispatches/"' in browser_of("postman").get("/home/").content.decode()
    assert 'href="/dispatches/"' not in browser_of("trader").get("/home/").content.decode()
