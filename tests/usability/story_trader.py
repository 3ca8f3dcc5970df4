"""A small trader files her first import, and then a second one like it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import PASSWORD, Cast
from tests.pages.conftest import filed
from tests.usability.people import Pointing
from tests.usability.telling import is_lodged, paper_file, signs

pytestmark = [pytest.mark.browser]


def test_she_files_her_first_import(cast: Cast, sits_down: Any, tmp_path: Path) -> None:
    she = sits_down(Pointing, "trader-first")
    she.signs_in("trader", PASSWORD)
    she.follows("Begin a declaration")
    she.ticks("Import: goods come into Kazakhstan")
    she.presses("Begin")
    she.types("Name", "Huoerguosi Trading Co", within="Consignor: who sends the goods")
    she.chooses("Country", "China", within="Consignor: who sends the goods")
    she.presses("Save and continue")
    she.chooses("Office of declaration", "Nur Joly (Khorgos)")
    she.presses("Save and continue")
    she.types("Vehicle, wagon, vessel or flight at the border", "584AEK19")
    she.presses("Save and continue")
    she.types("Commodity code", "6907218009")
    she.types("Description of the goods", "Ceramic floor tiles, glazed, 60 x 60 cm")
    she.chooses("Country of origin", "China")
    she.types("Number of packages", "10")
    she.chooses("Type of packages", "CT — Carton")
    she.types("Gross weight (kg)", "1050")
    she.types("Net weight (kg)", "1000")
    she.types("Price as in the invoice", "5000")
    she.presses("Save item")
    she.follows("Continue")
    for kind, name in (("Invoice", "HT-118"), ("Transport document", "CMR-7702")):
        adds_paper(she, kind, name, paper_file(tmp_path / f"{name}.pdf"))
    she.follows("Continue")
    she.chooses("Currency of the invoice", "USD")
    she.presses("Save and continue")
    signs(she)
    assert is_lodged(cast, she, company="silk_road")


def test_her_second_import_is_a_copy_of_the_first(cast: Cast, sits_down: Any, tmp_path: Path) -> None:
    first = filed(cast)
    she = sits_down(Pointing, "trader-second")
    she.signs_in("trader", PASSWORD)
    she.follows("Begin a declaration")
    she.follows(f"Copy {first}")
    she.presses("Begin the copy")
    she.types("Vehicle, wagon, vessel or flight at the border", "584AEK19")
    she.presses("Save and continue")
    she.types("Number of packages", "10")
    she.types("Gross weight (kg)", "1050")
    she.types("Net weight (kg)", "1000")
    she.types("Price as in the invoice", "5000")
    she.presses("Save item")
    she.follows("Continue")
    for kind, number in (("Invoice", "HT-119"), ("Transport document", "CMR-7703")):
        adds_paper(she, kind, number, paper_file(tmp_path / f"{number}.pdf"))
    she.follows("Check and sign")
    signs(she)
    assert is_lodged(cast, she, company="silk_road")


def adds_paper(she: Pointing, kind: str, number: str, file: Path) -> None:
    """One document: what it is, its number and date, and the file itself."""
    she.chooses("Kind of paper", kind)
    she.types("Number", number)
    she.types("Date", "20.11.2026")
    she.gives_file("File", file)
    she.presses("Add the paper")
