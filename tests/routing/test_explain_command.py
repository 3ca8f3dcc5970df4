"""`manage.py explain`: a file or a declaration we have, saving nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from clearance.models import Declaration, RoutingRun
from tests.acting import file
from tests.cast import Cast
from tests.goods import APPLES, imports


def explained(what: object, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    call_command("explain", str(what), *options)
    return capsys.readouterr().out


def test_a_file_is_explained_and_nothing_is_saved(cast: Cast, tmp_path: Path, capsys) -> None:
    path = tmp_path / "apples.json"
    path.write_text(json.dumps(imports(APPLES)), encoding="utf-8")
    text = explained(path, capsys)
    assert "Plant health" in text
    assert "Because of item 1: commodity code 0808108006; direction of movement import." in text
    told = json.loads(explained(path, capsys, "--json"))
    assert "plant_health" in {one["agency"] for one in told["agencies"]}
    with cast.acting("system"):
        assert not Declaration.objects.exists()


def test_a_declaration_is_explained_without_another_routing_run(cast: Cast, capsys) -> None:
    declaration = file(cast, imports(APPLES))
    with cast.acting("system"):
        before = RoutingRun.objects.count()
    assert "Plant health" in explained(declaration.reference, capsys)
    with cast.acting("system"):
        assert RoutingRun.objects.count() == before


def test_nothing_restricted_is_told_of_a_declaration_under_suspicion(cast: Cast, capsys) -> None:
    cheap = imports(APPLES, invoice_total="50.00")
    cheap["items"][0]["price"] = "50.00"
    declaration = file(cast, cheap)
    with cast.acting("system"):
        run = RoutingRun.objects.get(declaration=declaration)
    assert run.derived["lane"]["value"] == "red"
    for text in (explained(declaration.reference, capsys), explained(declaration.reference, capsys, "--json")):
        assert "customs.inspection" not in text
        assert "lane" not in text


def test_a_file_that_cannot_be_read_says_where(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    path.write_text("<Declaration", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("explain", str(path))


def test_a_name_of_nothing_is_said_to_be_one(cast: Cast) -> None:
    with pytest.raises(CommandError, match="neither a file that can be read nor a reference"):
        call_command("explain", "KZ-NOWHERE")
