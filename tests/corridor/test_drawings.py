"""Corridors, control zones and rest places: shipped as a start, replaced by a file, every fault told at its place."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from agencies.customs.corridors import replacing
from agencies.customs.corridors.drawn import drawn, way_between
from agencies.customs.corridors.reading import read
from agencies.customs.models import Corridor, RestPlace, Zone
from clearance.content import Problems
from clearance.permissions import NotAllowed
from tests.cast import Cast

OFFICES = {"KZ-NURJOLY", "KZ-ALTYNKOL", "KZ-ASTANA-LC"}
NURJOLY, ASTANA, ALTYNKOL, DOSTYK, KARAGANDA = (
    (80.39, 44.2), (71.45, 51.17), (80.25, 44.16), (82.482, 45.255), (73.109, 49.805),
)  # fmt: skip
NAMES = {"name_en": "A to B", "name_ru": "А — Б", "name_kk": "А — Б"}


def a_corridor(**more: Any) -> dict[str, Any]:
    """A corridor of 157 km, as a feature."""
    line = more.pop("line", [[70.0, 50.0], [71.0, 51.0]])
    properties = {"kind": "corridor", "code": "ROAD-A-B", "mode": "road", "km": 160, "buffer_m": 5000, **NAMES, **more}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": line}}


def a_zone(**more: Any) -> dict[str, Any]:
    at = more.pop("at", [71.0, 51.0])
    properties = {"kind": "zone", "office": "KZ-ASTANA-LC", "radius_m": 1500, **more}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}


def a_file(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def ways(mode: str, start: Any, finish: Any) -> Any:
    return way_between(drawn(), mode, start, finish, join_m=20_000, office_m=25_000)


@pytest.mark.parametrize(
    ("feature", "pointer"),
    [
        ("corridor", "/features/0/properties/kind"),
        (a_corridor(code="road a"), "/features/0/properties/code"),
        (a_corridor(mode="air"), "/features/0/properties/mode"),
        (a_corridor(name_kk=""), "/features/0/properties/name_kk"),
        (a_corridor(km=100), "/features/0/properties/km"),
        (a_corridor(km="far"), "/features/0/properties/km"),
        (a_corridor(buffer_m=0), "/features/0/properties/buffer_m"),
        (a_corridor(line=[[70, 50]]), "/features/0/geometry/coordinates"),
        (a_corridor(line=[[70, 50], [50, 170]]), "/features/0/geometry/coordinates/1"),
        (a_corridor(line=[[70, 50], [70, 50], [71, 51]]), "/features/0/geometry/coordinates/1"),
        (a_corridor(line=[[50, 70], [71, 51]]), "/features/0/geometry/coordinates/1"),
        (a_corridor(line="here"), "/features/0/geometry/type"),
        (a_zone(office="KZ-NOWHERE"), "/features/0/properties/office"),
        (a_zone(radius_m=10**6), "/features/0/properties/radius_m"),
        (a_zone(at=["x", 1]), "/features/0/geometry/coordinates"),
        (a_zone(kind="rest_place", code="R", mode="road"), "/features/0/properties/name_en"),
    ],
)
def test_a_fault_in_a_drawing_is_told_at_its_place(feature: Any, pointer: str) -> None:
    assert pointer in [problem.pointer for problem in read(a_file(feature), OFFICES).problems]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{", b"[]", b"{}", b'{"features": []}', b"NaN", b"[" * 100_000])
def test_what_is_no_drawing_is_told(data: bytes) -> None:
    assert len(read(data, OFFICES).problems) == 1


def test_all_faults_are_told_at_once_and_what_is_drawn_twice() -> None:
    said = read(a_file(a_corridor(), a_corridor(), a_zone(radius_m=0), a_corridor(code="ROAD-C-D", km=1)), OFFICES)
    assert [problem.pointer.split("/")[2] for problem in said.problems] == ["1", "2", "3"]


@pytest.mark.django_db
def test_the_portal_ships_an_approximate_drawing_that_joins_its_offices(cast: Cast) -> None:
    assert len(replacing.load_starter()) == Corridor.objects.count() + Zone.objects.count() + RestPlace.objects.count()
    assert replacing.load_starter() == [], "what is drawn is not drawn over"
    assert not Corridor.objects.filter(is_approximate=False).exists()
    by_road = ways("road", NURJOLY, ASTANA)
    assert [leg.corridor for leg in by_road.legs] == ["ROAD-KHG-ALA", "ROAD-ALA-AST"]
    assert by_road.km == pytest.approx(1565, abs=1)
    assert by_road.km_left(0) == pytest.approx(1565, abs=1)
    assert by_road.km_left(by_road.line.length_m) == 0
    assert [leg.corridor for leg in ways("road", ASTANA, NURJOLY).legs] == ["ROAD-ALA-AST", "ROAD-KHG-ALA"]
    assert [leg.corridor for leg in ways("rail", ALTYNKOL, ASTANA).legs] == ["RAIL-ATK-ALA", "RAIL-ALA-AST"]
    assert [leg.corridor for leg in ways("rail", DOSTYK, ASTANA).legs] == ["RAIL-DST-AST"]
    part = ways("road", KARAGANDA, ASTANA)
    assert part.line.points[0] == pytest.approx(KARAGANDA)
    assert 180_000 < part.line.length_m < 230_000
    assert ways("rail", NURJOLY, (60.0, 45.0)) is None
    assert ways("", NURJOLY, ASTANA) is None


@pytest.mark.django_db
def test_a_head_replaces_a_corridor_and_the_old_drawing_is_kept(cast: Cast) -> None:
    replacing.load_starter()
    with cast.acting("customs_head") as head:
        assert [change.what for change in replacing.replace(head, a_file(a_corridor(approximate=False)))] == ["added"]
        assert replacing.replace(head, a_file(a_corridor(approximate=False))) == []
        changed = replacing.replace(head, a_file(a_corridor(approximate=False, buffer_m=900), a_zone()))
    assert [(one.part, one.what) for one in changed] == [("corridors", "changed"), ("zones", "changed")]
    assert "buffer_m" in changed[0].fields
    drawings = Corridor.objects.filter(code="ROAD-A-B").order_by("pk")
    assert [(one.buffer_m, one.replaced_at is None) for one in drawings] == [(5000, False), (900, True)]
    assert Corridor.objects.filter(replaced_at=None).count() == 6, "what a file does not name stays"


@pytest.mark.django_db
def test_only_heads_draw_and_never_half(cast: Cast) -> None:
    with cast.acting("customs_officer") as officer, pytest.raises(NotAllowed):
        replacing.replace(officer, a_file(a_corridor()))
    with cast.acting("customs_head") as head, pytest.raises(Problems):
        replacing.replace(head, a_file(a_corridor(), a_zone(radius_m=0)))
    assert not Corridor.objects.exists()


@pytest.mark.django_db
def test_a_movement_s_way_follows_the_new_drawing(cast: Cast) -> None:
    replacing.load_starter()
    before = ways("road", NURJOLY, ASTANA)
    assert ways("road", NURJOLY, ASTANA) is before, "kept for the next movement"
    with cast.acting("customs_head") as head:
        replacing.replace(
            head,
            a_file(a_corridor(code="ROAD-ALA-AST", km=1300, line=[[76.89, 43.238], [74.9, 47.3], [71.449, 51.169]])),
        )
    assert ways("road", NURJOLY, ASTANA).km == pytest.approx(1645, abs=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "wall"),
    [
        ({"mode": "air"}, "a_corridor_is_of_road_or_rail"),
        ({"line": [[1, 2]]}, "a_corridor_has_a_length"),
        ({"km": 0}, "a_corridor_has_a_length"),
        ({"name_kk": ""}, "a_corridor_has_its_names"),
        ({"code": "ROAD-ALA-AST"}, "one_drawing_of_a_corridor_counts"),
    ],
)
def test_straight_sql_draws_no_nonsense(cast: Cast, changed: dict[str, Any], wall: str) -> None:
    replacing.load_starter()
    one = Corridor.objects.get(code="ROAD-KHG-ALA")
    with pytest.raises(DatabaseError, match=wall), transaction.atomic():
        Corridor.objects.filter(pk=one.pk).update(**changed)
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()
