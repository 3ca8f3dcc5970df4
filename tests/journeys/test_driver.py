"""A driver with a phone and a link: sets off, reports an incident with a picture, reads the answer, arrives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agencies.customs.models import Incident
from agencies.customs.transit import incidents
from tests import pictures
from tests.browser import pale_in_the_dark, sideways
from tests.cast import Cast
from tests.corridor.helping import may_set_off, movement_of, transit_of_phones
from tests.corridor.test_carrier import a_link

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_csp_errors")]
SAID = {"en": "What you reported", "ru": "Что вы сообщили", "kk": "Сіз не хабарладыңыз"}


def test_the_way_of_a_driver_on_a_phone(
    committed_cast: Cast, site: str, open_page: Callable[..., Any], axe: Callable[[Any], None], tmp_path: Path
) -> None:
    cast = committed_cast
    declaration = may_set_off(cast, transit_of_phones(cast))
    cab, note = tmp_path / "cab.jpg", tmp_path / "note.pdf"
    cab.write_bytes(pictures.jpeg())
    note.write_bytes(b"%PDF-1.7")
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + a_link(cast, declaration))
    page.get_by_role("button", name="I set off").click()
    page.wait_for_selector("[data-headline]:has-text('on the way')")

    page.get_by_text("Report an incident", exact=True).click()
    page.get_by_label("What happened").select_option("breakdown")
    page.get_by_label("In a few words").fill("The gearbox is gone")
    page.get_by_label("Pictures").set_input_files([str(cab), str(note)])
    page.get_by_role("button", name="Report the incident").click()
    page.wait_for_selector("#div_id_photographs .sw-field-error:has-text('note.pdf')")
    assert page.get_by_label("In a few words").input_value() == "The gearbox is gone"
    axe(page)
    assert pale_in_the_dark(page) == []
    page.get_by_label("Pictures").set_input_files(str(cab))
    page.get_by_role("button", name="Report the incident").click()
    page.wait_for_selector("text=Customs looks at it")
    assert "1 picture" in page.locator("main").inner_text()
    axe(page)
    for language, words in SAID.items():
        page.locator(f"button[lang={language}]").click()
        page.wait_for_selector(f"h2:has-text('{words}')")
        page.set_viewport_size({"width": 320, "height": 640})
        assert sideways(page) == [], language
        page.set_viewport_size({"width": 390, "height": 844})
    page.locator("button[lang=en]").click()

    with cast.acting("customs_officer") as officer:
        incident = Incident.objects.get(declaration=declaration)
        incidents.resolve(officer, reference=declaration.reference, incident=incident.uuid, reason="Go on, seals whole")
    page.reload()
    assert "Go on, seals whole" in page.locator("main").inner_text()
    page.get_by_label("All seals are whole").check()
    page.get_by_role("button", name="I am at the destination").click()
    page.get_by_role("button", name="I handed in the papers").click()
    page.wait_for_selector("text=Recorded. Customs sees it now.")
    assert movement_of(cast, declaration).state == "en_route", "the office records that the goods are there"
    assert all(url.startswith((site, "data:")) for url in asked)
