"""Turning translators' files (.po) into what Django reads (.mo), without gettext: users have no such tool."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def compile_all(root: Path = ROOT) -> int:
    """Write each catalogue's .mo where it is missing or older; return how many were written."""
    written = 0
    for po in [*root.glob("locale/*/LC_MESSAGES/*.po"), *root.glob("agencies/*/locale/*/LC_MESSAGES/*.po")]:
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            draft = mo.with_suffix(".mo.new")
            polib.pofile(str(po)).save_as_mofile(str(draft))
            draft.replace(mo)
            written += 1
    return written


if __name__ == "__main__":
    compile_all()
