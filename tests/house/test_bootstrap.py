"""From a bare Python: each thing that may be missing is told with the line to type."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal import bootstrap

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "LEAST", (99, 0))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "demo"])
    with pytest.raises(SystemExit, match=r"needs Python 99.0 or newer.*\n.*make demo PYTHON="):
        bootstrap.main()


def test_a_missing_venv_is_told_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = SimpleNamespace(returncode=1, stdout=b"ensurepip is not available")
    monkeypatch.setattr(subprocess, "run", lambda *arguments, **options: failed)
    with pytest.raises(SystemExit, match=r"ensurepip is not available[\s\S]*apt-get install -y python3-venv"):
        bootstrap._make_venv()


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    done = subprocess.run(
        [sys.executable, "portal/bootstrap.py", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "make demo" in done.stderr
    assert "make test" in done.stderr


def test_the_same_pins_are_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("a==1 --hash=sha256:0\n")
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    installed: list[tuple[str, ...]] = []
    for name, value in {"HERE": str(tmp_path), "VENV": str(venv), "PYTHON": str(venv / "bin" / "python")}.items():
        monkeypatch.setattr(bootstrap, name, value)
    monkeypatch.setattr(bootstrap, "_pip", lambda *arguments: installed.append(arguments))
    monkeypatch.setattr(bootstrap, "_let_python_find_the_clone", lambda: None)
    bootstrap.prepare("requirements.txt")
    bootstrap.prepare("requirements.txt")
    assert len(installed) == 1
    assert "--require-hashes" in installed[0]
    (tmp_path / "requirements.txt").write_text("a==2 --hash=sha256:0\n")
    bootstrap.prepare("requirements.txt")
    assert len(installed) == 2


def test_it_starts_with_the_standard_library_alone() -> None:
    """Imported by an interpreter that sees no installed package."""
    code = "import runpy; runpy.run_path('portal/bootstrap.py', run_name='read')"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, check=True)
