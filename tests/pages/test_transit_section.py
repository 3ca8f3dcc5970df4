"""The transport of a transit in the browser: the fields of the chosen mode, by the table that the check reads."""

from typing import Any

import pytest
from django.test import Client

from clearance import clock
from clearance.content.again import for_the_next
from clearance.forms import transit, transit_lines
from clearance.forms.transit import OF_THE_TABLE, TransitForm
from clearance.validation import lists, transit_fields
from clearance.validation.transit_fields import MODES, Rule
from tests.corridor.test_fields import CODES, FULL, by
from tests.pages.conftest import begin, declaration, send

ROAD = {
    "border_mode": "30", "inland_mode": "30", "vehicle": "731BOL05", "vehicle_nationality": "KZ", "trailers": "84ADL19",
    "driver_name": "Serik Ospanov", "driver_document": "N1", "driver_country": "KZ", "driver_phone": "", "cmr_number": "CMR-1",
    "cmr_date": "01.09.2026", "tir_carnet": "", "consignments": "CMR-2: 1, 2\nCMR 3", "arrival_vehicle": "",
    "containers": "MSKU9070323 C1", "seals": "S1 MSKU9070323", "navigation_seals": "NS1", "route": "", "carrier_name": "KTZ",
}  # fmt: skip
RAIL = {
    "border_mode": "20", "inland_mode": "20", "smgs_number": "29541187", "smgs_date": "01.09.2026", "train_number": "1206",
    "train_list": "", "departure_station": "708507", "destination_station": "", "transfer_station": "708507",
    "wagons": "52123452 MSKU9070323 KTZ1 KTZ2\n94123452", "containers": "", "seals": "", "navigation_seals": "", "route": "",
}  # fmt: skip


def test_every_field_of_the_table_has_its_controls_and_every_control_a_place() -> None:
    assert set(OF_THE_TABLE) == set(lists.rows("transit_fields", clock.today()))
    controls = {name for names in OF_THE_TABLE.values() for name in names}
    assert controls <= set(TransitForm.base_fields)
    assert set(TransitForm.base_fields) - set(TransitForm.paths) == {"navigation_seals"}


@pytest.mark.django_db
@pytest.mark.parametrize("mode", MODES)
def test_the_form_asks_what_the_check_allows_in_a_mode(mode: str) -> None:
    form = TransitForm(content={"kind": "transit", "border_mode": CODES[mode], "inland_mode": CODES[mode]})
    shown = {field for field, names in OF_THE_TABLE.items() if set(names) & set(form.fields)}
    allowed = {
        field for field in OF_THE_TABLE if transit_fields.rule_of(field, [mode], clock.today()) is not Rule.FORBIDDEN
    }
    assert shown == (allowed - {"vehicle"} if mode == "rail" else allowed), "by rail the wagons say which vehicles"


def test_what_another_mode_holds_is_set_aside_for_signing_and_kept_otherwise() -> None:
    content = by("rail", *FULL)
    signed, names = transit_fields.fitting(content, clock.today())
    assert set(names) == {"vehicle_nationality", "trailers", "driver", "cmr_note", "tir_carnet", "consignments"}
    assert "driver" in content["transit"]
    assert set(signed["transit"]) >= {"smgs_note", "wagons", "seals"}
    assert not {"driver", "trailers", "cmr_note"} & set(signed["transit"])
    assert signed["transport"]["border"] == {"id": "584AEK19"}
    assert transit_fields.fitting({**content, "kind": "import"}, clock.today())[1] == []


def fields_of(client: Client, reference: str) -> set[str]:
    return set(client.get(f"/declarations/{reference}/sections/transport/").context["form"].fields)


@pytest.mark.django_db
def test_another_mode_shows_its_fields_and_nothing_typed_is_lost(trader: Client) -> None:
    reference = begin(trader, "transit")
    url = f"/declarations/{reference}/sections/transport/"
    assert {"vehicle", "driver_name", "cmr_number"} <= fields_of(trader, reference)
    # Without scripts: one saves with another mode chosen and what was typed for the first.
    moved = send(trader, url, {**ROAD, "border_mode": "20", "inland_mode": "20"})
    assert moved["Location"] == url, "the same page, with what the other mode asks"
    page = trader.get(url)
    shown = set(page.context["form"].fields)
    assert {"wagons", "smgs_number", "departure_station", "transfer_station"} <= shown
    assert not {"driver_name", "vehicle_nationality", "cmr_number", "trailers"} & shown
    assert "Kept here and not sent" in page.text
    assert "Driver" in page.text
    onward = send(trader, url, {**RAIL, "vehicle": "", "arrival_vehicle": ""})
    assert onward["Location"] != url
    content = declaration(reference).draft
    assert content["transit"]["driver"]["name"] == "Serik Ospanov", "kept for whoever changes the mode back"
    assert content["transit"]["wagons"] == [
        {"number": "52123452", "container": "MSKU9070323", "seals": ["KTZ1", "KTZ2"]}, {"number": "94123452"},
    ]  # fmt: skip
    check = trader.get(f"/declarations/{reference}/check/")
    codes = {one["problem"].code for one in check.context["located"]}
    assert not {code for code in codes if code.endswith("_unwanted") or code in ("smgs_note_missing", "wagons_missing")}
    assert "Serik Ospanov" not in check.text
    assert "52123452 MSKU9070323" in check.text
    assert "52123452 and 1 more" in trader.get(f"/declarations/{reference}/").text
    send(trader, url, {**RAIL, "border_mode": "30", "inland_mode": "30"})
    again = trader.get(url).context["form"]
    assert again["driver_name"].value() == "Serik Ospanov"
    assert again["consignments"].value() == "CMR-2: 1, 2\nCMR 3"


@pytest.mark.django_db
def test_a_page_that_keeps_itself_loses_nothing_when_the_mode_changes_under_it(trader: Client) -> None:
    reference = begin(trader, "transit")
    url = f"/declarations/{reference}/sections/transport/"
    send(trader, url, ROAD)
    rail = {**ROAD, "border_mode": "20", "inland_mode": "20"}
    assert send(trader, url, rail, act="typed").status_code == 200
    moved = send(trader, url, {**rail, "driver_name": "Askar"})
    assert moved["Location"] == url
    assert declaration(reference).draft["transit"]["driver"]["name"] == "Askar"


@pytest.mark.django_db
def test_a_fault_in_a_list_is_said_at_its_field(trader: Client) -> None:
    reference = begin(trader, "transit")
    url = f"/declarations/{reference}/sections/transport/"
    send(trader, url, {"border_mode": "20", "inland_mode": "20"})
    send(trader, url, {**RAIL, "wagons": "52123453"})
    page = trader.get(url + "?mend")
    assert '<a href="#id_wagons">' in page.text
    assert "Check wagon 52123453" in page.text


LINES: list[tuple[Any, Any, list[dict[str, Any]], str]] = [
    (transit_lines.wagon_line, transit_lines.wagons_in, [{"number": "1", "container": "OLD 7", "seals": ["a"], "packages": "4"}], "1 OLD 7 a"),
    (transit_lines.wagon_line, transit_lines.wagons_in, [{"number": "1", "packages": "4"}], "1 k1"),
    (transit_lines.consignment_line, transit_lines.consignments_in,
     [{"note": {"number": "C 1", "date": "2026-09-01"}, "items": [1], "ucr": "U"}], "C 1: 1"),
    (transit_lines.consignment_line, transit_lines.consignments_in, [], "C-1: 1, x"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "read", "kept", "text"), LINES)
def test_a_line_says_again_what_was_read_from_it_and_keeps_what_it_does_not_show(
    line: Any, read: Any, kept: list[dict[str, Any]], text: str
) -> None:
    (found,) = read(text, kept)
    assert line(found).lower() == text.lower()
    assert {
        name: value for one in kept for name, value in one.items() if name in ("packages", "ucr")
    }.items() <= found.items()


def test_a_copy_takes_the_way_and_nothing_of_the_shipment() -> None:
    new = for_the_next({**by("rail", *FULL), "kind": "transit"})
    assert set(new["transit"]) == set(transit.part_of(new)) == {
        "transit_offices", "route", "departure_station", "destination_station", "transfer_station",
    }  # fmt: skip
