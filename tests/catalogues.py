"""`make messages`: gather every text into locale/; --check: nothing missing, fuzzy, unused or with other blanks."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ru", "kk")
CODE = ("portal", "clearance", "agencies", "templates")
_BLANK = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
Key = tuple[str | None, str]


def gathered() -> dict[Key, polib.POEntry]:
    """Return every text marked for translation in the code, templates and agencies, as gettext finds them."""
    with tempfile.TemporaryDirectory() as folder:
        for name in CODE:
            shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__", "locale"))
        Path(folder, "locale").mkdir()
        _makemessages(Path(folder), LANGUAGES[0])
        found = polib.pofile(str(Path(folder, "locale", LANGUAGES[0], "LC_MESSAGES", "django.po")))
        return {(entry.msgctxt, entry.msgid): entry for entry in found if not entry.obsolete}


def wrong_with(language: str, wanted: dict[Key, polib.POEntry]) -> Iterator[str]:
    """Yield a sentence for each fault of a language's catalogues."""
    written: dict[Key, polib.POEntry] = {}
    for path in [ROOT / "locale", *ROOT.glob("agencies/*/locale")]:
        file = path / language / "LC_MESSAGES" / "django.po"
        if file.exists():
            written |= {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(file)) if not entry.obsolete}
    for key in wanted.keys() - written.keys():
        yield f"{language}: missing: {key[1]!r} ({_where(wanted[key])})"
    for key in written.keys() - wanted.keys():
        yield f"{language}: used nowhere: {key[1]!r}"
    for key, entry in written.items():
        if entry.fuzzy:
            yield f"{language}: fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"{language}: not translated: {entry.msgid!r} ({_where(wanted.get(key, entry))})"
        else:
            yield from _other_blanks(language, entry)


def _other_blanks(language: str, entry: polib.POEntry) -> Iterator[str]:
    """A translation that names another blank breaks the page that fills it."""
    allowed = set(_BLANK.findall(entry.msgid)) | set(_BLANK.findall(entry.msgid_plural or ""))
    needed = allowed if not entry.msgid_plural else set()
    for text in entry.msgstr_plural.values() or [entry.msgstr]:
        blanks = set(_BLANK.findall(text))
        if blanks - allowed or needed - blanks:
            yield f"{language}: other blanks: {entry.msgid!r} -> {text!r}"


def _where(entry: polib.POEntry) -> str:
    return ", ".join(f"{file}:{line}" for file, line in entry.occurrences[:2])


def _makemessages(folder: Path, *languages: str) -> None:
    chosen = [part for language in languages for part in ("-l", language)]
    command = [sys.executable, "-m", "django", "makemessages", *chosen, "--no-wrap", "--ignore", ".venv/*"]
    command += ["--ignore", ".run/*", "--ignore", "tests/*", "--ignore", "bench/*"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def main() -> int:
    """Gather, or check; return the exit status."""
    if not shutil.which("xgettext"):
        sys.exit("Gathering texts needs gettext. Type: apt-get install -y gettext")
    if "--check" not in sys.argv:
        _makemessages(ROOT, *LANGUAGES)
        return 0
    wanted = gathered()
    faults = [fault for language in LANGUAGES for fault in sorted(wrong_with(language, wanted))]
    print("\n".join(faults[:200]))
    if len(faults) > 200:
        print(f"... and {len(faults) - 200} more")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
