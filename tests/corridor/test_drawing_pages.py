"""The pages of corridors: what counts, said to be approximate; a new drawing is shown before it counts."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies.customs.corridors import replacing
from agencies.customs.models import Corridor
from tests.cast import Cast
from tests.corridor.test_drawings import a_corridor, a_file, a_zone

pytestmark = pytest.mark.django_db


def chosen(client: Any, data: bytes) -> Any:
    return client.post(reverse("draw_corridors"), {"drawing": SimpleUploadedFile("a.geojson", data)})


def test_an_officer_sees_what_is_drawn_and_that_it_is_approximate(cast: Cast, client: Any) -> None:
    client.force_login(cast.user("customs_officer"))
    assert "Nothing is drawn yet" in client.get(reverse("corridors")).content.decode()
    replacing.load_starter()
    page = client.get(reverse("corridors")).content.decode()
    assert "Approximate: not surveyed." in page
    assert page.count("<polyline") == 5
    assert "Almaty to Astana by road" in page
    assert "Draw anew" not in page


def test_a_head_looks_at_a_drawing_before_it_counts(cast: Cast, client: Any) -> None:
    replacing.load_starter()
    client.force_login(cast.user("customs_head"))
    assert b"features" in client.get(reverse("corridors_starter")).content
    data = a_file(
        a_corridor(code="ROAD-ALA-AST", km=1300, line=[[76.89, 43.238], [74.9, 47.3], [71.449, 51.169]]),
        a_corridor(),
        a_zone(),
    )
    shown = chosen(client, data)
    page = shown.content.decode()
    assert re.search(r"ROAD-A-B</span>:\s+is added", page)
    assert re.search(r"ROAD-ALA-AST</span>:\s+changes: ", page)
    assert page.count("<polyline") == 3, "the old line, and both new ones"
    assert not Corridor.objects.filter(code="ROAD-A-B").exists(), "looked at only"
    sent = client.post(reverse("draw_corridors"), {"confirmed": data.decode()}, follow=True)
    assert "Changed: 3." in sent.content.decode()
    assert Corridor.objects.filter(code="ROAD-ALA-AST", replaced_at=None).get().km == 1300
    assert "Nothing: it is drawn so already." in chosen(client, data).content.decode()


def test_faults_are_told_at_their_place_and_nothing_is_changed(cast: Cast, client: Any) -> None:
    client.force_login(cast.user("customs_head"))
    shown = chosen(client, a_file(a_zone(office="KZ-NOWHERE")))
    assert shown.status_code == 422
    assert "/features/0/properties/office" in shown.content.decode()
    assert client.post(reverse("draw_corridors"), {"confirmed": "{"}).status_code == 422
    assert client.post(reverse("draw_corridors"), {}).status_code == 422
    assert chosen(client, b" " * 2_000_001).status_code == 422
    assert chosen(client, b"\xff\xfe").status_code == 422


def test_the_command_loads_what_is_shipped_or_a_file(cast: Cast, tmp_path: Any, capsys: Any) -> None:
    call_command("load_corridors")
    assert "drawings added" in capsys.readouterr().out
    file = tmp_path / "own.geojson"
    file.write_bytes(a_file(a_corridor()))
    call_command("load_corridors", str(file), "--json")
    assert '"what": "added"' in capsys.readouterr().out
    file.write_bytes(a_file(a_zone(radius_m=0)))
    with pytest.raises(CommandError, match="/features/0/properties/radius_m"):
        call_command("load_corridors", str(file))
