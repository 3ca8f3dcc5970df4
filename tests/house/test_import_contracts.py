"""Who may import whom: a planted import is found in a copy of the code."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, in a folder where it may be spoiled."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("portal", "clearance", "agencies", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    wide = os.environ | {"COLUMNS": "200"}  # so that the name of a contract stays on one line
    return subprocess.run([program, "--no-cache"], cwd=folder, env=wide, capture_output=True, text=True, check=False)


def test_the_code_as_it_is_keeps_every_contract(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("clearance/workflow.py", "import agencies.services", "knows no agency"),
        ("clearance/selectors.py", "import portal.urls", "knows no agency"),
        ("clearance/rules.py", "import django.db", "is pure"),
        ("clearance/models/__init__.py", "import clearance.services", "point downwards"),
        ("clearance/facts.py", "import clearance.routing", "point downwards"),
        ("agencies/plant_health/agency.py", "import agencies.customs.agency", "no other agency"),
        ("agencies/customs/agency.py", "import clearance.models", "no other agency"),
        ("agencies/customs/agency.py", "import portal.accounts.models", "no other agency"),
    ],
)
def test_a_planted_import_is_found(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / module
    before = path.read_text()
    path.write_text(f"{before}\n{line}\n")
    try:
        done = lint(copy)
    finally:
        path.write_text(before)
    assert done.returncode != 0
    assert any(contract in said and "BROKEN" in said for said in done.stdout.splitlines()), done.stdout
