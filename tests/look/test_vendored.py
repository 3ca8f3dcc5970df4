"""What others made and we ship is what they published, with its licence."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "look" / "vendor"]
OURS = {"manifest.json", "README.md"}


def packages(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "manifest.json").read_text())["packages"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_vendored_file_has_the_sum_of_the_manifest(folder: Path) -> None:
    listed = {entry["path"]: entry["sha256"] for package in packages(folder) for entry in package["files"]}
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - OURS
    assert kept == set(listed)
    changed = [path for path in kept if hashlib.sha256((folder / path).read_bytes()).hexdigest() != listed[path]]
    assert not changed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_vendored_package_is_pinned_and_carries_its_licence(folder: Path) -> None:
    for package in packages(folder):
        assert package["version"].count(".") == 2
        assert package["licence"] in {"MIT", "0BSD", "OFL-1.1", "MPL-2.0", "BSD-2-Clause", "ISC"}
        assert len((folder / package["licence_file"]).read_text()) > 300


def test_no_page_asks_another_site_for_anything() -> None:
    for path in [*(ROOT / "templates").rglob("*.html"), ROOT / "static" / "portal.css", ROOT / "static" / "portal.js"]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path
        assert "https://" not in text, path
