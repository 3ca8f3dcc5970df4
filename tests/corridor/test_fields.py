"""The matrix of fields by mode: every field of a transit, by road, by rail and otherwise."""

from datetime import date
from typing import Any

import pytest

from clearance import facts
from clearance.content import Content, without_absent
from clearance.services.filing import marks_of
from clearance.transit_content import seals_of, signs_of, wagons_of
from clearance.validation import check_all, lists, transit_fields
from clearance.validation.transit_fields import MODES, Rule
from tests.messages.contents import TRANSIT

ON = date(2026, 10, 1)
CODES = {"road": "30", "rail": "20", "other": "40"}
FULL: dict[str, Any] = {
    "vehicle": {"transport": {"border": {"id": "584AEK19"}}},
    "vehicle_nationality": {"transport": {"border": {"nationality": "KZ"}}},
    "trailers": {"transit": {"trailers": ["84ADL19"]}},
    "driver": {"transit": {"driver": {"name": "Serik Ospanov", "country": "KZ"}}},
    "cmr_note": {"transit": {"cmr_note": {"number": "CMR-1", "date": "2026-09-01"}}},
    "tir_carnet": {"transit": {"tir_carnet": "XP83112233"}},
    "consignments": {"transit": {"consignments": [{"note": {"number": "CMR-2"}, "items": [1]}]}},
    "smgs_note": {"transit": {"smgs_note": {"number": "29541187", "date": "2026-09-01"}}},
    "wagons": {"transit": {"wagons": [{"number": "52123452", "seals": ["KTZ1"]}]}},
    "train_number": {"transit": {"train_number": "1206"}},
    "train_list": {"transit": {"train_list": "TL-1"}},
    "departure_station": {"transit": {"departure_station": "708507"}},
    "destination_station": {"transit": {"destination_station": "69010"}},
    "transfer_station": {"transit": {"transfer_station": "708507"}},
    "containers": {"containers": [{"number": "MSKU9070323"}]},
    "transit_offices": {"transit": {"transit_offices": ["KZ-ALMATY-CENTRE"]}},
    "route": {"transit": {"route": "Altynkol - Zhetygen - Moiynty"}},
    "seals": {"transit": {"seals": [{"number": "NS-1", "kind": "navigation"}]}},
}
"""Something said for each field, and nothing else."""


def together(*parts: dict[str, Any]) -> dict[str, Any]:
    """Contents laid over each other."""
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            whole[name] = together(whole.get(name) or {}, value) if isinstance(value, dict) else value
    return whole


def by(mode: str, *fields: str, **more: Any) -> dict[str, Any]:
    """A transit by a mode that says just these fields."""
    bare = {name: value for name, value in TRANSIT.items() if name not in {"transport", "transit"}}
    means = {"border_mode": CODES[mode], "inland_mode": CODES[mode]}
    office = {"office": "KZ-ALTYNKOL", "border_office": "KZ-ALTYNKOL"} if mode == "rail" else {}
    return together(bare, means, office, *(FULL[name] for name in fields), more)


def needed(mode: str) -> list[str]:
    """The fields a mode requires."""
    return [name for name in FULL if transit_fields.rule_of(name, [mode], ON) is Rule.REQUIRED]


def codes(content: dict[str, Any]) -> set[str]:
    """The codes of all errors."""
    return {problem.code for problem in check_all(content, on=ON) if problem.severity == "error"}


def test_the_table_is_of_these_fields() -> None:
    assert set(lists.rows("transit_fields", ON)) == set(FULL) == set(transit_fields.LABELS)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("field", FULL)
def test_every_field_by_every_mode(field: str, mode: str) -> None:
    rule = transit_fields.rule_of(field, [mode], ON)
    others = [name for name in needed(mode) if name != field]
    given, left_out = codes(by(mode, *others, field)), codes(by(mode, *others))
    assert (f"{field}_unwanted" in given) == (rule is Rule.FORBIDDEN)
    assert (f"{field}_missing" in left_out) == (rule is Rule.REQUIRED)


@pytest.mark.parametrize("mode", MODES)
def test_what_a_mode_requires_is_enough(mode: str) -> None:
    carriage = ("vehicle",) if mode == "other" else ()
    assert codes(by(mode, *needed(mode), *carriage)) == set()


@pytest.mark.parametrize("mode", MODES)
def test_everything_wrong_by_mode_is_said_at_once_and_at_its_place(mode: str) -> None:
    found = {problem.pointer for problem in check_all(by(mode, *FULL), on=ON) if problem.code.endswith("_unwanted")}
    forbidden = [name for name in FULL if transit_fields.rule_of(name, [mode], ON) is Rule.FORBIDDEN]
    assert found == {"/" + lists.rows("transit_fields", ON)[name]["path"] for name in forbidden}


def test_a_wagon_has_no_plate_and_nobody_drives_it() -> None:
    found = {problem.pointer: str(problem.message) for problem in check_all(by("rail", *FULL), on=ON)}
    assert found["/transit/driver"] == "Take out “Driver”: a transit by rail has none."
    assert "/transport/border/nationality" in found


def test_a_way_by_two_modes_has_the_fields_of_both() -> None:
    both = by("rail", *FULL)
    both["inland_mode"] = "30"
    assert not {code for code in codes(both) if code.endswith("_unwanted")}
    bare = by("rail")
    bare["inland_mode"] = "30"
    assert {code for code in codes(bare) if code.endswith("_missing")} == {"smgs_note_missing", "wagons_missing"}


@pytest.mark.parametrize(
    ("wagon", "code"),
    [
        ({"number": "45488855"}, None),
        ({"number": "218124712173"}, None),
        ({"number": "45488854"}, "wagon_number"),
        ({"number": "218124712174"}, "wagon_number"),
        ({"number": "584AEK19"}, "wagon_number"),
        ({"seals": ["KTZ1"]}, "wagon_without_number"),
        ({"number": "52123452"}, "wagon_twice"),
    ],
)
def test_each_wagon_is_checked_where_it_stands(wagon: dict[str, Any], code: str | None) -> None:
    wagons = [{"number": "52123452"}, wagon]
    content = {**by("rail", "smgs_note"), "transit": {**FULL["smgs_note"]["transit"], "wagons": wagons}}
    found = [(one.code, one.pointer) for one in check_all(content, on=ON)]
    assert found == ([(code, "/transit/wagons/1/number")] if code else [])


@pytest.mark.parametrize(
    ("mode", "part", "code", "at"),
    [
        ("rail", {"departure_station": "708506"}, "station", "departure_station"),
        ("rail", {"destination_station": "Astana"}, "station", "destination_station"),
        ("road", {"trailers": ["84ADL99"]}, "plate", "trailers/0"),
        ("road", {"tir_carnet": "XP-1"}, "tir_carnet", "tir_carnet"),
        ("rail", {"wagons": [{"number": "52123452", "container": "CSQU3054384"}]}, "container_number", "wagons/0/container"),
        ("road", {"seals": [{"number": "S1"}, {"number": "S1"}]}, "seal_twice", "seals/1/number"),
        ("road", {"seals": [{"number": "S1", "kind": "wax"}]}, "seal_kind", "seals/0/kind"),
        ("road", {"consignments": [{"items": [1]}]}, "consignment_note", "consignments/0/note/number"),
        ("road", {"consignments": [{"note": {"number": "1"}, "items": [7]}]}, "consignment_item", "consignments/0/items/0"),
        (
            "road",
            {"consignments": [{"note": {"number": "1"}, "items": [1]}, {"note": {"number": "2"}, "items": [1]}]},
            "consignment_item_twice",
            "consignments/1/items/0",
        ),
        ("road", {"transit_offices": ["KZ-NURJOLY"]}, "transit_office_is_an_end", "transit_offices/0"),
    ],
)  # fmt: skip
def test_numbers_seals_and_consignments_are_checked(mode: str, part: dict[str, Any], code: str, at: str) -> None:
    content = together(by(mode, *needed(mode)), {"transit": part})
    assert [(one.code, one.pointer) for one in check_all(content, on=ON)] == [(code, f"/transit/{at}")]


def test_the_part_is_for_transit_only() -> None:
    content = {**by("road", *needed("road")), "kind": "import"}
    assert "transit_unwanted" in codes(content)


def test_a_note_listed_among_the_papers_need_not_be_said_twice() -> None:
    content = by("rail", "wagons", documents=[{"type": "720", "number": "29541187", "date": "2026-09-01"}])
    assert codes(content) == set()


def test_the_note_is_a_paper_and_the_wagons_are_vehicles_of_the_declaration() -> None:
    content = by("rail", "wagons", "smgs_note", "containers")
    Content.model_validate(content)
    said = facts.facts_of(content).declaration
    assert {"SMGS_NOTE", "TRANSPORT_DOC"} <= said["documents"]
    assert said["vehicles"] == {"52123452"}
    assert {"52123452", "29541187", "KTZ1", "MSKU9070323"} <= set(marks_of(content))


def test_vehicles_and_seals_are_read_wherever_they_stand() -> None:
    truck = by("road", "trailers", "seals", containers=[{"number": "MSKU9070323", "seals": ["C1", "NS-1"]}])
    truck["transport"] = {"departure": {"id": "731BOL05/77ADL19"}}
    assert signs_of(truck) == ["731BOL05", "77ADL19", "84ADL19"]
    assert seals_of(truck) == [("NS-1", "navigation", ""), ("C1", "mechanical", "MSKU9070323")]
    old = {"border_mode": "20", "transport": {"arrival": {"id": "52123452, 94123452"}}}
    assert wagons_of(old) == [{"number": "52123452"}, {"number": "94123452"}]
    assert wagons_of(without_absent({"border_mode": "30", "transport": {"arrival": {"id": "52123452"}}})) == []
