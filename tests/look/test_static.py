"""Assets as production serves them, and the names pages and style sheet agree on."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).parents[2]
CSS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "static").glob("*.css")))
TEMPLATES = [
    path for folder in ("templates", "portal", "clearance", "agencies") for path in (ROOT / folder).rglob("*.html")
]
# Marks for scripts and tests, or groups whose children carry the look.
UNPAINTED = {"sw-messages", "sw-theme", "sw-menu-name", "sw-notice-info"}


def test_production_names_every_asset_by_its_content(tmp_path: Path) -> None:
    """Fails when a style sheet points at a file that is not kept."""
    manifest = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=manifest):
        call_command("collectstatic", interactive=False, verbosity=0)
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    sheet = (tmp_path / named["portal.css"]).read_text()
    assert named["vendor/inter/inter-latin.woff2"].removeprefix("vendor/") in sheet
    assert named["vendor/bootstrap/bootstrap.min.css"] != "vendor/bootstrap/bootstrap.min.css"


@pytest.mark.parametrize(
    ("name", "most"),
    [("portal.css", 20_000), ("queue.css", 3_000), ("control.css", 3_500), ("control.js", 3_500), ("portal.js", 6_000)],
)
def test_what_every_page_loads_stays_small(name: str, most: int) -> None:
    """As it travels, compressed."""
    assert len(gzip.compress((ROOT / "static" / name).read_bytes())) < most


def test_every_class_of_ours_in_a_template_is_painted() -> None:
    used = {
        name
        for path in TEMPLATES
        for names in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"(?<![\w-])sw-[\w-]*\w(?![\w-]|{)", names)
    }
    painted = set(re.findall(r"\.(sw-[\w-]+)", CSS))
    assert len(used) > 40
    assert used - painted - UNPAINTED == set()


def test_our_classes_carry_the_prefix() -> None:
    """Bootstrap paints .alert, .badge and .card by itself; a component of ours named so would get its padding."""
    bootstraps = {"btn", "form", "row", "visually", "is", "htmx", "modal", "table", "leaflet"}
    ours = set(re.findall(r"(?<![\w)\]])\.([a-zA-Z][\w-]*)", re.sub(r'url\(.*?\)|"[^"]*"', "", CSS)))
    strange = {name for name in ours if not name.startswith("sw-") and name.split("-")[0] not in bootstraps}
    assert strange == set()
