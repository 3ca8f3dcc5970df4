"""A new agency's folder: one rule in dry run, five examples, and the place to say who it is. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from clearance.examples import COLUMNS as EXAMPLE_COLUMNS

CODE = re.compile(r"^[a-z][a-z0-9_]{1,38}$")

AGENCY_PY = '''"""{en}: say in one sentence what it decides."""

from clearance.contract import COMMON_ROLES, Agency, requirement, words

AGENCY = Agency(
    code="{code}",
    letter=words("{letter_en}", "{letter_ru}", "{letter_kk}"),
    names=words("{en}", "{ru}", "{kk}"),
    roles=COMMON_ROLES,
    requirements=(requirement("{code}.papers", "Papers", "Документы", "Құжаттар"),),
)
'''

RULE: Mapping[str, str] = {
    "rule_id": "",
    "agency": "",
    "executed_by": "",
    "status": "dry_run",
    "kind": "sign_off",
    "requirement": "",
    "title_en": "Papers of goods of heading 9999",
    "title_ru": "Документы на товары позиции 9999",
    "title_kk": "9999 позициясы тауарларының құжаттары",
    "channel": "both",
    "direction": "import",
    "mode": "any",
    "procedures": "*",
    "hs_include": "9999",
    "hs_exclude": "",
    "origin_condition": "*",
    "condition": "",
    "required_documents": "CONTRACT",
    "signoff_type": "documentary",
    "escalate_to": "",
    "stage": "declaration",
    "place": "declaration",
    "blocking": "release",
    "blocks": "release",
    "opens_on": "filed",
    "clock_start": "registered",
    "sla_value": "4",
    "sla_unit": "working_hour",
    "sla_source": "default",
    "auto_when": "",
    "stop": "",
    "follow_up": "",
    "visibility": "public",
    "waivable": "",
    "targets": "",
    "rests_on": "",
    "legal_basis": "to be named",
    "confidence": "?",
    "is_default": "yes",
    "note": "a dry run asks nobody; make it live by publishing a rulebook",
}

EXAMPLES: Sequence[tuple[str, str, str, bool]] = (
    ("Goods of the heading", "import", "9999000000 CN", True),
    ("Goods of the heading beside others", "import", "8483402109 CN;9999000000 CN", True),
    ("Other goods", "import", "8483402109 CN", False),
    ("The same goods leaving", "export", "9999000000 KZ", False),
    ("The same goods in transit", "transit", "9999000000 CN", False),
)


class FolderExists(ValueError):
    """There is something at that place already."""


class NotACode(ValueError):
    """The name cannot be a code: small Latin letters, digits and underscores, first a letter."""


def add_agency(code: str, names: Mapping[str, str], *, into: Path) -> list[Path]:
    """Write the folder of a new agency; returns the files. Raises NotACode or FolderExists."""
    if not CODE.match(code):
        raise NotACode(f"“{code}” cannot be a code: use small Latin letters, digits and underscores, first a letter.")
    folder = into / code
    if folder.exists():
        raise FolderExists(f"There is a folder {code} already; choose another name.")
    folder.mkdir(parents=True)
    rule = f"{code[:3].upper()}-001"
    row = {**RULE, "rule_id": rule, "agency": code.upper(), "executed_by": code, "requirement": f"{code}.papers"}
    letters = {f"letter_{language}": name[:1].upper() for language, name in names.items()}
    files = {name: folder / name for name in ("__init__.py", "agency.py", "rules.csv", "examples.csv")}
    files["__init__.py"].write_text("", encoding="utf-8")
    files["agency.py"].write_text(AGENCY_PY.format(code=code, **names, **letters), encoding="utf-8")
    _write(files["rules.csv"], tuple(row), [row])
    _write(files["examples.csv"], EXAMPLE_COLUMNS, [_example(rule, *example) for example in EXAMPLES])
    return list(files.values())


def _example(rule: str, name: str, kind: str, items: str, speaks: bool) -> dict[str, str]:
    here, there = ("KZ", "CN") if kind == "export" else ("CN", "KZ")
    procedure = {"import": "40", "export": "10", "transit": "80"}[kind]
    given = {"name": name, "kind": kind, "mode": "30", "procedure": procedure, "dispatch": here, "destination": there}
    return {**dict.fromkeys(EXAMPLE_COLUMNS, ""), **given, "items": items, "rules": rule if speaks else ""}


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
