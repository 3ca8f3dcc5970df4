"""Translators' files become what Django reads, without gettext; the check finds each kind of fault."""

import gettext
from pathlib import Path

import polib
import pytest

from portal import catalogues
from tests import catalogues as check


def write(folder: Path, *entries: polib.POEntry) -> Path:
    path = folder / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    file.extend(entries)
    file.save(str(path))
    return path


def test_a_catalogue_is_compiled_in_plain_python_and_only_when_it_changed(tmp_path: Path) -> None:
    po = write(tmp_path, polib.POEntry(msgid="Release", msgstr="Выпуск"))
    assert catalogues.compile_all(tmp_path) == 1
    with po.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Release") == "Выпуск"
    assert catalogues.compile_all(tmp_path) == 0


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Filed by {name}", msgstr="Подал {name}"), None),
        (polib.POEntry(msgid="Filed by {name}", msgstr=""), "not translated"),
        (polib.POEntry(msgid="Filed by {name}", msgstr="Подал {name}", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="Filed by {name}", msgstr="Подал {имя}"), "other blanks"),
        (polib.POEntry(msgid="Something else", msgstr="Другое"), "missing"),
    ],
)
def test_each_fault_of_a_translation_is_found(
    entry: polib.POEntry, fault: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, entry)
    monkeypatch.setattr(check, "ROOT", tmp_path)
    wanted = {(None, "Filed by {name}"): polib.POEntry(msgid="Filed by {name}")}
    faults = list(check.wrong_with("ru", wanted))
    assert bool(faults) == bool(fault)
    if fault:
        assert any(fault in said for said in faults), faults
